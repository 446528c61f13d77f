"""The frame counts client-years by ties, marks them by rows of data sets, and says which cases lie in it."""

from __future__ import annotations

import datetime as dt

import pytest
from audits.frame import BEGIN, END, client_years, section, spells, write

from dragoman.records.cases import Case, Coding

FILES = {
    "capabilities_economy/gw_states.csv": "gwcode,stateabb,statename,startdate,enddate\n365.0,RUS,Russia,1816-01-01,2017-12-31\n900.0,NOR,Norland (Old Norland),1990-01-01,2017-12-31\n901.0,SUD,Sudland,1995-01-01,2017-12-31\n",
    "capabilities_economy/contiguity.csv": "ccode1,ccode2,conttype,stdate,enddate\n365.0,900.0,1.0,1990-01-01,2000-12-31\n900.0,901.0,1.0,1995-01-01,2016-12-01\n",
    "atop/atop_dyad_year_usa_rus_fra_gbr_chn_1946.csv": "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n365.0,901.0,1996.0,1.0,0,0,0,0\n365.0,901.0,1997.0,0.0,0,0,1,0\n",
    "atop/atop_dyad_year_postsoviet.csv": "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n",
    "deployments/us_troops_country_year.csv": "countryname,year,ccode,iso3c,troops_ad\nNorland,1999,900,NOX,250\nSudland,1999,901,SUX,40\n",
    "un_idealpoints/idealpoints.csv": "iso3c,ccode\nNOX,900\nSUX,901\n",
    "coups/colpus_1_1.csv": "id,ccode,year\n900-1,900,1994\n",
    "coups/cline_coups_2_1_2.csv": "coup_id,cowcode,year,realized,attempt\n1,900,1995,0,0\n2,901,1996,0,1\n",
    "csra_revolutions/revolutions_2000_2022.csv": "iso3c,start_year\nNOX,2000\n",
    "ucdp/ucdp_onsets.csv": "gwcode,year,sumonset5\n900,1994,1\n901,1997,0\n",
    "icb/icb_actor_core.csv": "actorname,trigger_year\nNorland,1994.0\n",
    "mass_mobilization/mm_events_world.csv": "ccode,year,participants_category,removal_of_politician,political_behavior_process,price increases_tax_policy\n900,1998,>10000,1,0,0\n900,1999,100-999,1,0,0\n",
}


@pytest.fixture
def data(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def case(name, client, patron, start):
    return Case(id=name, name=name, client=client, client_iso=client, patron=patron, patron_iso=patron, depth="brief", fields={"start": (Coding(value=start),)})


def test_ties_marks_and_cases(data):
    """A year counts where there is a tie; a conspiracy or a small crowd is no mark; a case marks its own years only."""
    years = {(y.patron, y.client, y.year): y for y in client_years(data, [case("norland-1994", "NOX", "RUS", dt.date(1994, 3, 1))])}
    assert {y for p, c, y in years if (p, c) == (365, 900)} == set(range(1990, 2001))
    assert {y for p, c, y in years if (p, c) == (365, 901)} == {1996}
    assert {(p, c, y) for p, c, y in years if p == 2} == {(2, 900, 1999)}
    assert years[365, 900, 1994].marks == {"coup", "armed conflict", "international crisis"}
    assert years[365, 900, 1994].cases == ("norland-1994",)
    assert years[365, 900, 1995].marks == frozenset() and years[365, 900, 1999].marks == frozenset()
    assert years[365, 900, 1998].marks == {"crowd"} and years[365, 900, 2000].marks == {"revolution"}
    assert years[365, 901, 1996].marks == {"coup"}


def test_what_is_missing_is_named(data):
    """A year with three kinds of marks and no case is listed; cases outside the frame are told apart."""
    cases = {c.id: c for c in (case("sudland-1996", "SUX", "RUS", dt.date(1996, 5, 1)), case("norland-2001", "NOX", "QQQ", dt.date(2001, 1, 1)))}
    text = section(client_years(data, cases.values()), cases, {code: name for code, (name, _) in spells(data).items()})
    assert "Russia, Soviet Union (1): Norland 1994." in text
    assert "Of 2 cases 1 lie in a client-year" in text
    assert "1 with a patron below great power (norland-2001)" in text


def test_page_keeps_the_rest(tmp_path):
    """Only what stands between the marks is replaced; a page without marks is refused."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write(page, "new")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    page.write_text("none", encoding="utf-8")
    with pytest.raises(ValueError, match="has no"):
        write(page, "new")
