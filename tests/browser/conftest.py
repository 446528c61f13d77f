"""One Chromium for all pages that are looked at."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    path = os.environ.get("DRAGOMAN_CHROMIUM")
    if not path:
        pytest.skip("DRAGOMAN_CHROMIUM names no browser; run: make test-browser")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()
