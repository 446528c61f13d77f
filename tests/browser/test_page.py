"""The dossier page in headless Chromium: evidence, safety, access, and reading without scripts.

Needs DRAGOMAN_CHROMIUM (a Chromium to run) and, for the accessibility check, DRAGOMAN_AXE (axe.min.js).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dragoman.dossier.summary import in_short
from dragoman.export.html import to_html
from factory import many_reports, rich_dossier

pytestmark = pytest.mark.browser
TROOPS = ["about 1,800 soldiers", "Nearly 2,500 Velmark troops"]


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Pages on disk: one of three reports, one of so many that rows are packed."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "rich.html").write_text(to_html(in_short(rich_dossier()), {"dragoman": "0"}), encoding="utf-8")
    (folder / "many.html").write_text(to_html(in_short(many_reports(40))), encoding="utf-8")
    return folder


class Watched:
    """A page that remembers requests, errors and refused policy."""

    def __init__(self, context) -> None:
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.page = context.new_page()
        context.route(re.compile(r"^(?!file:|data:)"), lambda route: route.abort())
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.problems.append(str(e)))
        self.page.on("console", lambda m: self.problems.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("dialog", lambda d: (self.problems.append("dialog"), d.dismiss()))

    def open(self, file: Path, fragment: str = ""):
        self.page.goto(file.as_uri() + fragment)
        return self.page


@pytest.fixture
def watched(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield Watched(context)
    context.close()


def until(page, expression: str) -> None:
    """Wait for an expression to hold; asked from outside, since the page's policy forbids evaluation within."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def marks(page) -> list[str]:
    page.wait_for_selector("#evidence mark")
    return page.locator("#evidence mark").all_inner_texts()


def test_click_on_a_figure_shows_both_sentences_marked(watched, files):
    """One column for each report, the words marked, the sentence around them, the address to cite."""
    page = watched.open(files / "rich.html")
    page.get_by_role("link", name="Soldiers sent to Orsenna", exact=True).click()
    assert marks(page) == TROOPS
    assert page.locator("#evidence .col").count() == 2
    assert "President Ilya Brandt said on Tuesday" in page.locator("#evidence .hit").first.inner_text()
    assert page.url.endswith("#f=finding-troops")
    assert not watched.problems


def test_citable_address_opens_its_evidence(watched, files):
    """The fragment alone leads to the sentences; Back closes and Forward opens again."""
    page = watched.open(files / "rich.html", "#f=account-cause")
    assert len(marks(page)) == 3
    page.get_by_role("link", name="Soldiers sent to Orsenna", exact=True).click()
    until(page, "document.querySelectorAll('#evidence mark').length === 2")
    page.go_back()
    until(page, "document.querySelectorAll('#evidence mark').length === 3")
    assert not watched.problems


def test_characters_outside_the_basic_plane_do_not_shift_marks(watched, files):
    """Offsets count characters, not UTF-16 units."""
    page = watched.open(files / "rich.html", "#f=figure-40b")
    assert marks(page) == ["40"]
    assert "\U0001f56f" in page.locator("#evidence .hit").inner_text()


def test_no_request_leaves(watched, files):
    """Opening, reading and filtering load nothing but the file itself."""
    page = watched.open(files / "rich.html")
    page.locator(".card .o").first.click()
    marks(page)
    page.fill("#find", "bread")
    page.wait_for_timeout(400)
    assert watched.requests == [(files / "rich.html").as_uri()]
    assert not watched.problems


@pytest.mark.parametrize("fragment", ["", "#f=r3", "#f=<img src=x onerror=window.__pwned=1>", "#f=%E0%A4%A"])
def test_markup_of_reports_stays_text(watched, files, fragment):
    """Scripts and images in title, outlet, text or address never run."""
    page = watched.open(files / "rich.html", fragment)
    page.locator("#sources").scroll_into_view_if_needed()
    page.locator("[data-w='2']").click()
    page.get_by_text("stood in the feed.", exact=False).first.wait_for()
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img").count() == 0
    assert page.locator("main b:not(.b)").count() == 0
    assert "<b>Lantern</b>" in page.locator("#evidence h3").inner_text()


def test_only_web_addresses_become_links(watched, files):
    """An address of another scheme is no link."""
    page = watched.open(files / "rich.html")
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href')).filter(h => !h.startsWith('#'))")
    assert links == ["https://courier.example/1"]
    assert page.get_attribute("a[href^=http]", "rel") == "noopener noreferrer nofollow"


def test_keyboard_alone_reads_the_evidence(watched, files):
    """Tab to the first matter, Enter opens, focus moves to the evidence, Esc closes and returns it; / searches."""
    page = watched.open(files / "rich.html")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Soldiers sent to Orsenna":
            break
    page.keyboard.press("Enter")
    assert marks(page) == TROOPS
    assert page.evaluate("document.activeElement.id") == "pane-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Soldiers sent to Orsenna"
    assert page.locator("#evidence mark").count() == 0
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.o')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_filters_leave_what_fits(watched, files):
    """Words are looked for in entries and in their evidence; outlet, type and dispute narrow further; the count is said."""
    page = watched.open(files / "rich.html")
    page.keyboard.press("/")
    page.keyboard.type("residents")
    until(page, "[...document.querySelectorAll('.item:not([hidden]) .o')].every(e => !e.innerText.includes('Soldiers sent'))")
    assert page.locator("#count").inner_text()
    shown = page.locator(".item:visible .o").all_inner_texts()
    assert "What the unrest was about" in shown and "Soldiers sent to Orsenna" not in shown
    page.fill("#find", "")
    page.check("#disputed")
    until(page, "[...document.querySelectorAll('.item')].every(e => e.hidden !== ('d' in e.dataset))")
    page.uncheck("#disputed")
    page.select_option("#by-kind", "quote")
    until(page, "[...document.querySelectorAll('#events ~ * .item')].every(e => e.hidden)")
    assert page.locator(".quote:visible").count() == 2


def test_packed_rows_are_built_and_lead_to_evidence(watched, files):
    """Rows beyond the first of a list come on demand; an address of a packed row finds it."""
    page = watched.open(files / "many.html")
    before = page.locator("[data-list=events] .item").count()
    page.locator(".more[data-s=events] button").click()
    until(page, f"document.querySelectorAll('[data-list=events] .item').length > {before}")
    assert page.locator(".more[data-s=events]").count() == 0
    last = page.locator("[data-list=events] .item").last
    last.locator(".o").click()
    assert len(marks(page)) == 1
    identity = last.get_attribute("id")
    page = watched.open(files / "many.html", f"#{identity}")
    page.reload()
    assert len(marks(page)) == 1
    assert not watched.problems


def test_many_reports_are_three_columns_and_a_list(watched, files):
    """No more than three columns at once; the others open one by one."""
    page = watched.open(files / "many.html", "#f=finding-all")
    page.wait_for_selector("#evidence .col")
    assert page.locator("#evidence > .cols > .col").count() == 3
    assert page.locator("#evidence > details").count() == 37
    page.locator("#evidence > details").first.locator("summary").click()
    page.wait_for_selector("#evidence > details mark")


@pytest.mark.parametrize("name", ["rich", "many"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(browser, files, name, scheme, width):
    """No serious or critical finding, with the evidence open as well."""
    axe = os.environ.get("DRAGOMAN_AXE", "")
    if not Path(axe).is_file():
        pytest.skip("DRAGOMAN_AXE names no axe.min.js; run: make test-browser")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto((files / f"{name}.html").as_uri())
    page.locator(".card .o").first.click()
    marks(page)
    page.evaluate(Path(axe).read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    bad = [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result["violations"] if v["impact"] in ("serious", "critical")]
    assert bad == []


def test_without_scripts_the_page_reads_as_footnotes(browser, files):
    """Every number leads to a sentence that stands in the page; nothing is offered that needs the script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((files / "rich.html").as_uri())
    assert page.locator(".tools").is_hidden() and page.locator("#pane").is_hidden()
    assert not [b for b in page.locator("button").all() if b.is_visible()]
    hrefs = [a.get_attribute("href") for a in page.locator("a.m, a.o").all()]
    assert hrefs and all(page.locator(f'[id="{h[1:]}"]').count() == 1 for h in hrefs)
    page.locator(".card .m").first.click()
    assert page.url.split("#")[1].startswith("s0-")
    assert "about 1,800 soldiers" in page.locator(":target").inner_text()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 800, 1100, 1440])
def test_nothing_runs_off_the_side(browser, files, width):
    """No horizontal scrolling at any width."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((files / "rich.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_frame_in_a_notebook_works_without_an_address(watched, tmp_path):
    """Within a sandboxed frame, where the address cannot be set, the evidence opens all the same."""
    from dragoman.export.views import DossierView

    (tmp_path / "notebook.html").write_text(f"<!doctype html><title>n</title>{DossierView(rich_dossier()).show()}", encoding="utf-8")
    page = watched.open(tmp_path / "notebook.html")
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="Soldiers sent to Orsenna", exact=True).click()
    frame.locator("#evidence mark").first.wait_for()
    assert frame.locator("#evidence mark").all_inner_texts() == TROOPS
