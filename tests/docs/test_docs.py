"""The documentation says what the code does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("README.md")])


def test_generated_pages_are_up_to_date():
    """`make docs` would change nothing."""
    done = subprocess.run([sys.executable, str(ROOT / "scripts/write_docs.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    """Every relative link and picture exists."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path = target.split("#")[0]
        if path and not re.match(r"[a-z]+:", path) and not (page.parent / path).exists():
            broken.append(target)
    assert broken == []


def test_every_resource_says_what_it_is_and_where_it_is_from():
    """A table without a source is no knowledge."""
    from dragoman import resources

    folder = ROOT / "src/dragoman/resources"
    names = sorted(p.stem for p in folder.glob("*.yaml"))
    assert names
    for name in names:
        assert resources.load(name)["source"].strip()


def test_readme_targets_exist():
    """What the README tells to type is there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.M), f"README says make {target}"
