"""A draft case from a dossier: what is filled, what stays empty, and that every value has its words."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml

from dragoman.cases.draft import draft
from dragoman.records.documents import PublishedBasis
from dragoman.records.dossiers import FORMAT, Counts, Coverage, Dossier, ReportView
from dragoman.workbench.casebase import draft_text
from factory import rich_dossier


def dossier(*texts: str, year: int = 2031) -> Dossier:
    """A dossier of bare reports: sentences and nothing read from them."""
    reports = []
    for n, text in enumerate(texts):
        sentences, start = [], 0
        for at, c in enumerate(text):
            if c in ".\n" and at >= start:
                end = at + (c == ".")
                if text[start:end].strip():
                    sentences.append((start + len(text[start:end]) - len(text[start:end].lstrip()), end))
                start = at + 1
        reports.append(
            ReportView(
                id=f"r{n}", file=f"r{n}.txt", outlet=None, origin=f"o{n}", origin_why="", wire=None, url=None, title=None, byline=None, dateline=None,
                published=dt.date(year, 3, 4), published_basis=PublishedBasis.STATED, published_why="", language="en", truncated=False, text=text,
                sentences=tuple(sentences), damage=(),
            )
        )
    counts = Counts(found=len(texts), used=len(texts), duplicates=0, skipped=0, failed=0)
    coverage = Coverage(counts=counts, inputs=(), sentences_read=0, sentences_without_items=0, left_out=(), refusals=())
    return Dossier(
        format=FORMAT, title="t", reports=tuple(reports), actors=(), figures=(), findings=(), events=(), quotes=(), accounts=(), timeline=(), in_short=(),
        coverage=coverage,
    )


def values(*texts: str, **more: int) -> dict[str, object]:
    return {f.name: f.value for f in draft(dossier(*texts, **more)).fields}


PRICE = (
    "Crowds in Malawi marched again on Sunday. Protests in Malawi began on 1 March over the price of maize. Shops in Lilongwe were looted and burned.",
    "Malawi's president asked Tanzania for troops to restore order. Tanzanian soldiers arrived in Malawi two days later. In 2019 Zambia put down a coup.",
)


def test_parties_and_cause():
    """The country with the trouble is the client, the one that sends forces the patron."""
    found = values(*PRICE)
    assert (found["client"], found["patron"], found["trigger"], found["mobilisation_form"]) == ("Malawi", "Tanzania", "price", "riot")


def test_request_and_answer():
    """A request to the patron alone is bilateral; troops that come grant it."""
    found = values(*PRICE)
    assert (found["request"], found["request_answer"], found["instrument"]) == ("bilateral", "granted", "deployment")


def test_refusal_is_no_deployment():
    """What is refused did not come, and what was not told stays empty."""
    found = values(
        "Clashes in Malawi went on for a third day, and the government of Malawi asked Tanzania for soldiers.",
        "Tanzania will not send troops, its minister said. Tanzania again refused to send soldiers to Malawi.",
        "Malawi's president had asked the Tanzanian army for help.",
    )
    assert found["request_answer"] == "refused"
    assert not {"instrument", "instrument_size", "mandate"} & set(found)


def test_bodies_make_a_regional_request():
    """A request through a body whose members owe no defence is regional."""
    found = values(
        "Clashes in Gambia spread on Friday. Gambia's president asked ECOWAS to send troops.",
        "The ECOWAS force entered Gambia on Sunday. Senegalese soldiers crossed the border into Gambia and Senegalese troops now guard the airport sites.",
        "Fighting in Gambia died down. Senegal sent more forces.",
    )
    assert (found["request"], found["treaty"], found["mandate"]) == ("regional", "Economic Community of West African States", "guard")


def test_other_years_and_other_countries_do_not_count():
    """A coup of a former year in a neighbour fills no field of this case."""
    found = values(
        *PRICE,
        "In 1999 officers in Zambia seized power. In 2001 the army in Zambia overthrew the president. In 2003 soldiers took power in Zambia again.",
    )
    assert found["client"] == "Malawi"
    assert found["trigger"] == "price"


@pytest.mark.parametrize("text", ["", "One", "\u202e\u202e", "“unclosed", "a" * 5_000, "in Malawi " * 2_000])
def test_hostile_texts_give_an_empty_draft(text):
    """Nothing told is nothing drafted."""
    assert all(f.spans for f in draft(dossier(text)).fields)


def test_every_value_has_its_words():
    """Each span is the text between its offsets."""
    made = dossier(*PRICE)
    texts = {r.id: r.text for r in made.reports}
    fields = draft(made).fields
    assert fields
    for f in fields:
        assert f.spans
        for s in f.spans:
            assert texts[s.report][s.start : s.end] == s.words


def test_same_dossier_same_draft():
    """Drafting twice gives the same text; the text is plain YAML with evidence."""
    made = dossier(*PRICE)
    assert draft_text(draft(made)) == draft_text(draft(made))
    back = yaml.safe_load(draft_text(draft(made)))
    assert back["client"]["iso"] == "MWI"
    assert back["fields"]["trigger"]["evidence"][0]["report"] == "r0.txt"


def test_a_country_nobody_knows_gives_no_client():
    """Without a country of the table nothing is drafted."""
    assert draft(rich_dossier()).fields == ()


def test_command_writes_a_draft(tmp_path):
    """The command writes the file, refuses to write over it, and says what to do."""
    from click.testing import CliRunner

    from dragoman.cli import cli
    from dragoman.errors import UsageError
    from dragoman.records.codec import to_json

    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "dossier.json").write_text(to_json(dossier(*PRICE)), encoding="utf-8")
    target = tmp_path / "draft.yaml"
    assert CliRunner().invoke(cli, ["cases", "draft", str(folder), "-o", str(target)]).exit_code == 0
    assert yaml.safe_load(target.read_text(encoding="utf-8"))["client"]["name"] == "Malawi"
    again = CliRunner().invoke(cli, ["cases", "draft", str(folder), "-o", str(target)])
    assert isinstance(again.exception, UsageError)
    assert "--force" in str(again.exception)
    shown = CliRunner().invoke(cli, ["precedents", str(folder), "--json"])
    assert shown.exit_code == 0
    assert json.loads(shown.output)["rests_on"] == "the draft made from its reports"
