"""Whatever an answer holds, nothing enters that does not stand in the report, and nothing stumbles."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading.gate import admit
from dragoman.reading.llm.across import across_items, proposals_of
from dragoman.reading.llm.combining import combine
from dragoman.reading.llm.grounding import ground
from dragoman.reading.llm.locate import locate
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import PublishedBasis, Report
from dragoman.text.offsets import on_words

TEXT = "Lorn sends troops\n\nPresident Ada Kerrin said on Tuesday that Lorn had sent 1,200 soldiers to Vesta. “We will keep the peace,” Kerrin said.\n\nIn 2019 dozens died in Vesta."
REPORT = Report(id="r-1", file="a.txt", text=TEXT, body=19, published=dt.date(2021, 5, 5), published_basis=PublishedBasis.GIVEN)

WORDS = st.sampled_from(["Lorn", "Ada Kerrin", "Kerrin", "Vesta", "1,200 soldiers", "dozens", "1,200", "sent", "We will keep the peace", "said", "In 2019 dozens died in Vesta", "Lorn had sent 1,200 soldiers to Vesta", "not there", "", "ar", "Vesta."])
ANY = st.one_of(st.none(), st.booleans(), st.integers(-5, 2000), st.just(10**400), st.floats(allow_nan=False), WORDS, st.lists(st.integers(-3, 200), max_size=3), st.just({"start": "2019-01-01", "end": "2019-12-31", "precision": "year"}), st.just({}))
ID = st.sampled_from(["n1", "n2", "f1", "e1", "q1", "s1", "", None, 3])
FIELD = st.sampled_from(
    ["id", "words", "nth", "name", "kind", "country", "roles", "mentions", "form", "number", "what", "low", "high", "qualifier", "unit", "said_by", "as_of", "place", "withdrawn", "direct", "speaker", "speaker_words", "cue", "trigger", "type", "label", "actors", "recipients", "date", "status", "holder", "about", "value", "hedge", "polarity", "start", "end"]
)
GOOD = st.fixed_dictionaries(
    {"id": ID, "words": WORDS},
    optional={
        "kind": st.sampled_from(["person", "country", "place", "dragon"]), "type": st.sampled_from(["ASSAULT", "MOBILIZE", "X"]), "trigger": WORDS, "number": WORDS, "low": st.sampled_from([1200, 12, 24.0]), "high": st.sampled_from([1200, 99]), "speaker": ID,
        "actors": st.lists(ID, max_size=3), "said_by": ID, "holder": ID, "direct": st.booleans(), "name": WORDS, "date": ANY, "as_of": ANY, "mentions": st.lists(st.fixed_dictionaries({"words": WORDS}, optional={"form": st.sampled_from(["name", "pronoun", "x"]), "nth": st.integers(-1, 4)}), max_size=3),
    },
)  # fmt: skip
ITEM = st.one_of(GOOD, st.dictionaries(FIELD, ANY, max_size=8))
ANSWER = st.dictionaries(st.sampled_from(["names", "figures", "quotes", "events", "statements", "form"]), st.one_of(st.lists(ITEM, max_size=5), ANY), max_size=6)
REFS = st.lists(st.sampled_from(["R1/n1", "R1/n2", "R1/e1", "a.txt/q1", "a/f1", "R9/n1", "n1", "/", ""]), max_size=4)
ACROSS = st.dictionaries(st.sampled_from(["same_names", "same_events", "same_quotes", "same_figures", "matters"]), st.one_of(st.lists(st.one_of(REFS, ANY, st.fixed_dictionaries({"about": WORDS, "statements": REFS, "relation": st.sampled_from(["differs", "x"])})), max_size=4), ANY))


@pytest.fixture(scope="module")
def read(nlp):
    parsed = parse(REPORT, nlp)
    return parsed, admit(Rules().propose(REPORT, parsed), REPORT)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(answer=ANSWER, across=ACROSS)
def test_nothing_enters_and_nothing_stumbles(read, answer, across):
    """Every span of what is admitted stands on words of the report, alone and beside the rules, and reconciling takes it."""
    parsed, rules = read
    located, refusals = locate(answer, TEXT)
    across_items([(REPORT, located)])
    grounded = ground(REPORT, parsed, rules, located, refusals)
    alone = admit(grounded.reading, REPORT)
    both = combine(rules, alone).reading
    for reading in (alone, both):
        known = {m.id for m in reading.mentions}
        for item in (*reading.mentions, *reading.figures, *reading.quotes, *reading.events, *reading.statements):
            assert 0 <= item.span.start < item.span.end <= len(TEXT)
            assert on_words(item.span.start, item.span.end, TEXT)
        assert all(set(c.mentions) <= known for c in reading.chains)
        assert sorted(m for c in reading.chains for m in c.mentions) == sorted(known)
        proposals, _ = proposals_of(across, ["a.txt"], [grounded.ids])
        made = reconcile([REPORT], [reading], proposals)
        assert set(made.actor_of) == known
