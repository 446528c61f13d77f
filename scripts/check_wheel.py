#!/usr/bin/env python3
"""Builds the wheel, installs it with its pinned dependencies into an empty environment, and uses it from an empty folder.

usage: python scripts/check_wheel.py [--size]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 500
"""Megabytes that the installed environment may take, the installer that made it left out."""
INSTALLERS = ("pip", "setuptools")
REPORT = "ORAN, 3 May 2021 - Police arrested 40 people on Monday, the interior ministry said.\n"


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"failed ({done.returncode}): {' '.join(map(str, command))}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def size(folder: Path) -> float:
    """Megabytes on disk, each file counted once."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            stat = path.stat()
            seen[stat.st_dev, stat.st_ino] = stat.st_blocks * 512
    return sum(seen.values()) / 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "wheel", ROOT)
        wheel = next((folder / "wheel").glob("*.whl"))
        venv.create(folder / "env", with_pip=True)
        python = folder / "env/bin/python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", ROOT / "requirements.lock")
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", wheel)
        run(python, "-m", "pip", "check")
        empty = folder / "empty"
        empty.mkdir()
        (folder / "report.txt").write_text(REPORT, encoding="utf-8")
        print(run(folder / "env/bin/dragoman", "dossier", folder / "report.txt", "-o", "dossier", cwd=empty), end="")
        print(run(folder / "env/bin/dragoman", "verify", "dossier", cwd=empty), end="")
        megabytes = size(folder / "env")
        installer = sum(size(p) for name in INSTALLERS for p in (folder / "env").glob(f"lib/*/site-packages/{name}*") if p.is_dir())
        print(f"wheel {wheel.stat().st_size / 1e6:.1f} MB; installed environment {megabytes:.0f} MB, of which {installer:.0f} MB are the installer; the rest at most {LARGEST} MB")
        megabytes -= installer
        if megabytes > LARGEST:
            sys.exit(f"The installed environment takes {megabytes:.0f} MB; at most {LARGEST} MB.")


if __name__ == "__main__":
    main()
