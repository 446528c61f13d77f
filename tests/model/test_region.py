"""A region over years."""

from dataclasses import replace

import numpy as np
import pytest

from case_factory import a_case
from dragoman import resources
from dragoman.errors import FormatError, UsageError
from dragoman.model import region as regions
from dragoman.model.counts import codes, counts
from dragoman.model.crisis import parameters
from dragoman.model.layers import Layers
from dragoman.model.posterior import prior
from dragoman.model.table import INSTRUMENTS, case_table
from dragoman.records.cases import Case

YEARS = range(2000, 2012)


def clients() -> list[Case]:
    """Six invented crises of three clients of Russia."""
    import datetime as dt

    from case_factory import coding

    out = []
    for i in range(6):
        case = a_case(id=f"c-{i}", start=coding(dt.date(1995 + 3 * i, 3, 1)), instrument=INSTRUMENTS[i], trigger="election", regime="electoral", treaty_tie="collective")
        out.append(replace(case, client_iso=("MDA", "ARM", "KAZ")[i % 3], patron="Russia", patron_iso="RUS"))
    return out


@pytest.fixture(scope="module")
def world():
    cases = clients()
    layers = Layers(prior(np.random.default_rng(1), 50, table=case_table(cases)))
    counted = counts(cases, patron="Russia")
    return cases, counted, layers, parameters(np.random.default_rng(2), counted, 50)


def run(world, *, draws=60, first=0, seed=7, start=2000, **changes):
    cases, counted, layers, p = world
    given = replace(regions.region(cases, counted, start=start), **changes)
    _, seeds = regions.seeds(seed, 2)
    return regions.run_chunk(given, p, layers, seeds[0], first=first, draws=draws, years=YEARS)


def test_states_come_from_cases_memberships_and_the_list(world):
    """A state with a case takes its values from it and says so; one of the list is marked as assumed; membership goes before both."""
    cases, counted, *_ = world
    given = regions.region(cases, counted, start=2005)
    assert {"MDA", "EST", "TKM"} <= set(given.states)
    assert any("case c-" in w for w in given.came["MDA"]) and any(w.endswith("assumed") for w in given.came["EST"])
    at = given.states.index("EST")
    assert (given.columns["accession"][at] == regions.ACCESSION.index("member") and "accession: EU" in given.came["EST"]) or "accession: NATO" in given.came["EST"]
    assert given.columns["treaty_tie"][given.states.index("MDA")] == regions.TIES.index("consultation"), "no member of an organisation then"


def test_rates_are_the_case_base_s_own_count(world):
    """Cases over states and years, each state shrunk towards the whole; the mean of the rates is about the region's."""
    cases, counted, *_ = world
    given = regions.region(cases, counted)
    whole = 6 / (len(given.states) * (2010 - 1991 + 1))
    assert f"{whole:.3f}" in given.counted and "no census" in given.counted
    assert given.rate.mean() == pytest.approx(whole, rel=1e-6)
    assert given.rate[given.states.index("MDA")] > whole > given.rate[given.states.index("EST")]


def test_crises_only_where_there_are_some(world):
    """Outside a crisis every array says so; inside, every level is one of the codes."""
    p = run(world)
    quiet = p.trigger < 0
    for name in ("request", "instrument", "outcome", "rival"):
        assert ((getattr(p, name) < 0) == quiet).all()
    assert (p.lost[quiet] == 0).all() and p.instrument.max() < 7 and p.trigger.max() < len(codes("trigger"))
    assert ((p.dependence >= 0) & (p.dependence <= 1)).all() and (np.abs(p.alignment) <= 1).all() and ((p.standing > 0) & (p.standing < 1)).all()
    troops = p.instrument == INSTRUMENTS.index("deployment")
    assert (p.request[troops] > 0).all()


def test_draws_do_not_depend_on_who_runs_the_chunk(world):
    """The same seed gives the same chunk; another gives another."""
    a, b, c = run(world), run(world), run(world, seed=8)
    assert all(np.array_equal(getattr(a, n), getattr(b, n)) for n in regions.ARRAYS)
    assert not np.array_equal(a.trigger, c.trigger)


def test_common_noise(world):
    """A rival's offer that is gone changes accessions; the crises of the first year are the same."""
    a, b = run(world), run(world, offer=0.0)
    assert np.array_equal(a.trigger[:, 0], b.trigger[:, 0]) and np.array_equal(a.outcome[:, 0], b.outcome[:, 0])
    assert a.accession[:, -1].sum() > b.accession[:, -1].sum()


def test_without_an_organisation_nobody_asks_under_its_treaty():
    """The whole case base: without the CSTO no request under a treaty and no member; with it there are some."""
    from dragoman.cases.load import case_base

    cases = list(case_base().cases.values())
    counted = counts(cases, patron="Russia")
    layers = Layers(prior(np.random.default_rng(1), 50, table=case_table(cases)))
    p = parameters(np.random.default_rng(2), counted, 50)
    _, seeds = regions.seeds(1, 1)
    treaty = codes("request").index("treaty")
    runs = [
        regions.run_chunk(regions.region(cases, counted, start=2005, without=w), p, layers, seeds[0], first=0, draws=60, years=YEARS) for w in ((), ("CSTO",))
    ]
    assert (runs[0].request == treaty).any() and (runs[0].tie == regions.COLLECTIVE).any()
    assert not (runs[1].request == treaty).any() and not (runs[1].tie == regions.COLLECTIVE).any()


def test_occupied_land_lowers_accession_and_does_not_forbid_it(world):
    """The block is soft: over many draws fewer join with land held by others, but some do."""
    cases, counted, _layers, _p = world
    given = regions.region(cases, counted)
    joined = []
    for held in (0.0, 1.0):
        columns = {**given.columns, "frozen": np.full(len(given.states), held), "alignment": np.full(len(given.states), -0.8), "accession": np.full(len(given.states), 2.0)}
        p_ = run(world, draws=200, columns=columns, rate=np.full(len(given.states), 1e-6))
        joined.append((p_.accession[:, -1] == regions.ACCESSION.index("member")).mean())
    assert joined[0] > joined[1] > 0


def test_standing_falls_with_refusals(world):
    """After requests under the treaty that brought no troops the organisation stands lower than before."""
    cases, counted, _layers, _p = world
    given = regions.region(cases, counted)
    columns = {**given.columns, "treaty_tie": np.full(len(given.states), float(regions.COLLECTIVE))}
    found = run(world, draws=200, columns=columns)
    treaty = codes("request").index("treaty")
    troops = INSTRUMENTS.index("deployment")
    asked = (found.request[:, 0] == treaty).any(axis=1)
    refused = ((found.request[:, 0] == treaty) & (found.instrument[:, 0] != troops)).any(axis=1) & ~((found.request[:, 0] == treaty) & (found.instrument[:, 0] == troops)).any(axis=1)
    assert refused.any() and found.standing[refused, 0].mean() < found.standing[~asked, 0].mean()


@pytest.mark.parametrize("draws", [0, -3])
def test_no_draws_is_an_error(draws):
    """Zero draws name the value and the next step."""
    with pytest.raises(UsageError, match=f"draws is {draws}.*--draws"):
        regions.chunks(draws)


def test_chunks_sum_to_the_draws():
    """Every draw is in one chunk."""
    assert sum(regions.chunks(1234)) == 1234 and max(regions.chunks(1234)) <= regions.CHUNK


def test_unknown_names_are_refused(world):
    """Patron and organisation, with the valid ones."""
    cases, counted, *_ = world
    with pytest.raises(UsageError, match=r"Ruritania.*Russia"):
        regions.region(cases, counted, patron="Ruritania")
    with pytest.raises(UsageError, match=r"--without SEATO.*CSTO"):
        regions.region(cases, counted, without=("SEATO",))


def test_a_chunk_goes_to_bytes_and_back(world):
    """The same bytes for the same chunk; half a file is refused."""
    p = run(world)
    raw = regions.dump(p)
    assert raw == regions.dump(p)
    back = regions.parse(raw, "x")
    assert back.years == p.years and all(np.array_equal(getattr(back, n), getattr(p, n)) for n in regions.ARRAYS)
    with pytest.raises(FormatError, match="no whole chunk"):
        regions.parse(raw[: len(raw) // 2], "x")


def test_listed_states_hold_valid_codes():
    """Every value of region_states.yaml is a code of the codebook."""
    for row in resources.load("region_states")["patrons"].values():
        for state in row["states"].values():
            for name in ("regime", "treaty_tie", "accession"):
                assert name not in state or state[name] in codes(name)
