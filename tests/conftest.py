"""Fixtures that several folders of tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # the audits and the scoreboard lie beside the package and are not installed
    sys.path.insert(0, str(ROOT))


def shared_path() -> Path:
    """The development material beside the checkout; a test that needs it is marked `shared`."""
    return ROOT.parent / "shared"


def pytest_collection_modifyitems(items):
    """Skip, with the reason, what needs material that is not there."""
    if shared_path().is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=f"needs the development material at {shared_path()}"))


@pytest.fixture(scope="session")
def nlp():
    """The spaCy pipeline that the rules read with."""
    from dragoman.reading.pipeline import load_pipeline
    from dragoman.settings import Settings

    return load_pipeline(Settings().pipeline)
