"""Pictures and notes of a model about invented countries, for tests of drawings and pages."""

from dragoman.records.forecasts import Chance, WhatIfCard, WhatIfNote, WhatIfRow
from dragoman.records.pictures import (
    Bin,
    Calibration,
    ChanceRow,
    Chances,
    GainRow,
    Gains,
    Lane,
    Lanes,
    ModelPage,
    PairRow,
    Pairs,
    Panel,
    Paths,
    Reach,
    Series,
    ShareRow,
    Shares,
    Tornado,
)

HOSTILE = "<script>alert('Orsenna')</script> & \"Velmark\" \x07\ud800 ]]> " + "x" * 300


def every(words: str = "Orsenna") -> list:
    """One picture of each kind, with these words wherever words stand."""
    about = {"name": "p", "title": words, "told": words}
    years = tuple(range(2000, 2011))
    flat = tuple(0.5 for _ in years)
    return [
        Chances(**about, rows=(ChanceRow(label=words, chance=0.4, inner=(0.3, 0.5), outer=(0.1, 0.7), base=0.2), ChanceRow(label="b", chance=1.0, inner=None, outer=(1.0, 1.0)))),
        Shares(**about, parts=(words, "b", "c", "d"), rows=(ShareRow(label=words, note="12 %", shares=(0.5, 0.25, 0.25, 0.0)),), noted="how likely"),
        Pairs(**about, before=words, after=words, rows=(PairRow(label=words, before=(0.5, 0.2, 0.8), after=(0.6, 0.3, 0.9)),)),
        Tornado(**about, centre=0.5, rows=(Reach(label=words, low=0.2, low_label=words, high=0.5, high_label=""),)),
        Gains(**about, unit="nats", rows=(GainRow(label=words, mean=-0.1, low=-0.3, high=0.1, chance=0.2), GainRow(label="b", mean=0.2, low=None, high=None, chance=None)), aim=0.08, aimed="b"),
        Paths(**about, x=years, x_label=words, panels=(Panel(title=words, series=(Series(label=words, middle=flat, bands=((flat, flat),)),), top=1.0, percent=True),)),
        Lanes(**about, years=years, kinds=(words, "b"), shaded=words, lanes=(Lane(label=words, shade=flat, marks=((2003, words), (2009, "b"))),)),
        Calibration(**about, panels=((words, (Bin(said=0.1, seen=0.2, spread=0.05, forecasts=40),)),)),
    ]


def page(*pictures, words: str = "Orsenna") -> ModelPage:
    return ModelPage(
        head=words, title=words, about=((words, words),), warnings=(words,), assumptions=(f"First assumption. {words}",), assumed=((words, "1", words),),
        pictures=pictures, cannot_know=(words,), command=words,
    )


def note(words: str = "Orsenna") -> WhatIfNote:
    half = Chance(mean=0.5, low=0.2, high=0.8)
    card = WhatIfCard(
        question=f"What if {words}?", change="request treaty -> none", rows=(WhatIfRow(name=words, before=half, after=half, difference=Chance(mean=0.1, low=-0.1, high=0.3)),),
        warnings=("Common warning.", f"Own warning {words}."), command="dragoman whatif DOSSIER --set request=none",
    )
    other = WhatIfCard(question="What if not?", change="a -> b", rows=(), warnings=("Common warning.",), command="dragoman whatif DOSSIER --set a=b")
    return WhatIfNote(
        head="MODEL, NOT REPORT", rests_on=f"Fitted on 9 cases. {words}", instruments=((words, half), ("open force", half)), outcomes=(("ruler survives", half),),
        cards=(card, other), assumptions=("First assumption.",), cannot_know=("No cause.",),
    )
