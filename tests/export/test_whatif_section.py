"""The what-if section of a dossier: marked as model, escaped, within the page's policy and weight."""

import re

from dragoman.dossier.summary import in_short
from dragoman.export.html import budget, to_html
from factory import many_reports, rich_dossier
from picture_factory import note

EVIL = "<img src=x onerror=alert(1)>"


def test_section_says_that_it_is_no_report_before_any_number():
    """Mark, then what it rests on and assumes, then pictures, then changes; what is common is said once."""
    html = to_html(in_short(rich_dossier()), None, None, note())
    section = html[html.index('<section aria-labelledby="whatif"') :]
    places = [section.index(x) for x in ("From a model, not from the reports", "First assumption", "<svg", "What if Orsenna?", "No cause.")]
    assert places == sorted(places)
    assert section.count("Common warning.") == 1 and "+10 (-10 to +30)" in section
    assert 'href="#whatif"' in html


def test_words_of_a_draft_stay_words():
    """Nothing in the section becomes markup."""
    html = to_html(in_short(rich_dossier()), None, None, note(EVIL))
    assert EVIL not in html and "&lt;img src=x" in html
    assert not re.search(r"<svg[^>]*>(?:(?!</svg>).)*<img", html, re.S)


def test_page_without_a_note_has_no_section():
    """Neither section nor entry nor style."""
    html = to_html(in_short(rich_dossier()))
    assert 'id="whatif"' not in html and ".ch text" not in html


def test_page_of_twenty_reports_keeps_its_weight_with_the_section():
    """Lists make room for it."""
    assert len(to_html(in_short(many_reports(20)), None, None, note()).encode()) <= budget(20) <= 300_000
