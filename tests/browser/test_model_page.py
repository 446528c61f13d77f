"""Pages of the model in headless Chromium: nothing leaves, nothing runs off the side, nothing overlaps, and axe finds nothing serious.

Needs DRAGOMAN_CHROMIUM and, for the accessibility check, DRAGOMAN_AXE, as the dossier's page does.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.dossier.summary import in_short
from dragoman.export.html import to_html
from dragoman.export.model_page import to_page
from factory import rich_dossier
from picture_factory import HOSTILE, every, note, page

pytestmark = pytest.mark.browser

OVERLAPS = """() => [...document.querySelectorAll('svg.ch')].filter(s => s.getClientRects().length).flatMap(s => {
  const boxes = [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1.5 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => a + ' / ' + b));
})"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """A page of all pictures, one with hostile words, and a dossier with its what-if section."""
    folder = tmp_path_factory.mktemp("model-pages")
    long = "mobilisation, replaced from within the government"
    named = [p for n, p in enumerate(every(long))]
    for n, p in enumerate(named):
        object.__setattr__(p, "name", f"picture-{n}")
    (folder / "model.html").write_text(to_page(page(*named)), encoding="utf-8")
    (folder / "hostile.html").write_bytes(to_page(page(*every(HOSTILE)[:1], words=HOSTILE)).encode("utf-8", "replace"))
    (folder / "dossier.html").write_text(to_html(in_short(rich_dossier()), None, None, note()), encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [400, 800, 1280])
@pytest.mark.parametrize("name", ["model", "dossier"])
def test_model_pictures_fit_and_their_words_do_not_overlap(browser, pages, name, width):
    """No horizontal scrolling, no word upon another, no request but for the file itself, nothing refused by the policy."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    seen: list[str] = []
    tab.on("request", lambda r: seen.append(r.url))
    tab.on("console", lambda m: seen.append(m.text))
    tab.goto((pages / f"{name}.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate(OVERLAPS) == []
    assert seen == [(pages / f"{name}.html").as_uri()]
    context.close()


def test_hostile_words_stay_words_in_model_pages(browser, pages):
    """No dialog, no element made of them."""
    tab = browser.new_page()
    problems: list[str] = []
    tab.on("dialog", lambda d: (problems.append("dialog"), d.dismiss()))
    tab.goto((pages / "hostile.html").as_uri())
    assert tab.locator("script").count() == 0 and "<script>" in tab.locator("h1").inner_text() and not problems
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("name", ["model", "dossier"])
def test_axe_finds_nothing_serious_in_model_pages(browser, pages, name, width, scheme):
    """With every table open."""
    axe = os.environ.get("DRAGOMAN_AXE", "")
    if not Path(axe).is_file():
        pytest.skip("DRAGOMAN_AXE names no axe.min.js; run: make test-browser")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto((pages / f"{name}.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    tab.evaluate(Path(axe).read_text(encoding="utf-8"))
    result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result["violations"] if v["impact"] in ("serious", "critical")] == []
