"""Names, descriptions and pronouns in one report, and the chains they form."""

from __future__ import annotations

import pytest

from dragoman.reading.mentions import find_mentions
from dragoman.reading.pipeline import parse
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind


@pytest.fixture(scope="module")
def read(nlp):
    """Text to (words, kind, chain) of each mention, and the chains."""

    def reading(text):
        report = Report(id="r", file="r.txt", text=text)
        mentions, chains = find_mentions(report, parse(report, nlp))
        return [(m.span.of(text), m.kind, m.chain, m) for m in mentions], {c.id: c for c in chains}

    return reading


def chain_of(found, words, nth=0):
    hits = [chain for said, _, chain, _ in found if said == words]
    assert hits, f"{words!r} is no mention; found {[f[0] for f in found]}"
    return hits[nth]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Peruvian President Alonso Quiroga-Lind spoke in Lima.", "Peruvian President Alonso Quiroga-Lind", ActorKind.PERSON),
        ("Sudan's General Idris al-Makki took over the radio station.", "Sudan's General Idris al-Makki", ActorKind.PERSON),
        ("The Ministry of Water and Rural Works denied the report.", "The Ministry of Water and Rural Works", ActorKind.ORGANISATION),
        ("A battalion of paratroopers landed near the coast.", "A battalion of paratroopers", ActorKind.ARMED_FORCE),
        ("Hundreds of demonstrators marched to the palace.", "Hundreds of demonstrators", ActorKind.GROUP),
        ("Witnesses said that the bridge was closed.", "Witnesses", ActorKind.GROUP),
        ("The African Union condemned the coup.", "African Union", ActorKind.ORGANISATION),
        ("Mali asked Chad for help.", "Chad", ActorKind.COUNTRY),
        ("The Democratic People's Republic of Korea sent a letter.", "Democratic People's Republic of Korea", ActorKind.COUNTRY),
    ],
)
def test_a_mention_is_the_longest_phrase_that_names(read, text, words, kind):
    """Title, genitive of the country, quantity and the rest of an organisation's name belong to the mention."""
    found, _ = read(text)
    assert (words.removeprefix("The "), kind) in [(said.removeprefix("The "), k) for said, k, _, _ in found]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Bamako accused Paris of meddling.", "Bamako", ActorKind.COUNTRY),
        ("Shops in Bamako stayed shut.", "Bamako", ActorKind.PLACE),
        ("The envoy flew to Bamako on Friday.", "Bamako", ActorKind.PLACE),
        ("Diplomats held talks with Bamako.", "Bamako", ActorKind.COUNTRY),
    ],
)
def test_a_capital_stands_for_its_government_when_it_acts(read, text, words, kind):
    """A capital is the government as a party and a place as a place."""
    found, _ = read(text)
    assert (words, kind) in [(said, k) for said, k, _, _ in found]


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("Alonso Quiroga spoke on Monday. Quiroga warned of a strike.", "Alonso Quiroga", "Quiroga"),
        ("Nadia Ferro, the interim leader, asked for calm. The interim leader left later.", "Nadia Ferro", "The interim leader"),
        ("Nadia Ferro spoke on Monday. She asked for calm.", "Nadia Ferro", "She"),
        ("The Harbour Peace Council (HPC) met on Monday. HPC members left early.", "Harbour Peace Council", "HPC"),
        ("The Harbour Peace Council met on Monday. The council wants a vote.", "Harbour Peace Council", "The council"),
        ("In Bolivia, President Mauro Tellez resigned. The Bolivian president left the country.", "President Mauro Tellez", "The Bolivian president"),
        ("Saudi troops crossed the border. The troops met no resistance.", "Saudi troops", "The troops"),
        ("The expert is called Murat Will. Will says the plan failed.", "Murat Will", "Will"),
    ],
)
def test_later_words_go_back_to_the_name(read, text, first, then):
    """Surname, office, pronoun, acronym and noun are of the chain of what they stand for."""
    found, _ = read(text)
    bare = {said.removeprefix("The "): chain for said, _, chain, _ in reversed(found)}
    assert bare[first] == chain_of(found, then)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ivo Brandt met Lena Brandt. Both left.", "Ivo Brandt", "Lena Brandt"),
        ("King Rashid bin Omar Al Fares met Crown Prince Omar bin Rashid Al Fares.", "King Rashid bin Omar Al Fares", "Crown Prince Omar bin Rashid Al Fares"),
        ("Chadian police watched. Saudi troops advanced.", "Chadian police", "Saudi troops"),
        ("President Mauro Tellez met former president Luis Arana in Bolivia.", "President Mauro Tellez", "former president Luis Arana"),
    ],
)
def test_look_alikes_stay_apart(read, text, one, other):
    """One surname, one class or one office is not one actor."""
    found, _ = read(text)
    assert chain_of(found, one) != chain_of(found, other)


def test_every_mention_is_in_one_chain_and_on_words(read):
    """Chains divide the mentions among themselves, and each alias that is not the same words has a reason."""
    found, chains = read("Nadia Ferro, the interim leader, met her rival, Ivo Brandt, in Minsk. She told the BBC that he would leave.")
    ids = [i for c in chains.values() for i in c.mentions]
    assert sorted(ids) == sorted(m.id for *_, m in found)
    assert any("apposition" in w for c in chains.values() for w in c.why)


@pytest.mark.parametrize("text", ["", "Word", "“", "🙂 🙂", "مرحبا بالعالم", "A" * 4000, "President", "the the the", "((((", "Mr.", "'s", "- - -"])
def test_hostile_text_costs_nothing(read, text):
    """No text makes the stage fail."""
    found, chains = read(text)
    assert len(chains) <= max(1, len(found))
