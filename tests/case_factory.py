"""Cases of an invented state, for tests of the model."""

import datetime as dt

from dragoman.records.cases import Case, Coding


def coding(value, *sources):
    return (Coding(value=value, sources=sources or ("book",)),)


def a_case(id="freedonia-2001", **fields):
    """A crisis of an invented state."""
    told = {"start": coding(dt.date(2001, 3, 1)), "end": coding(dt.date(2001, 4, 1))}
    told |= {k: v if isinstance(v, tuple) else coding(v) for k, v in fields.items()}
    return Case(id=id, name=id, client="Freedonia", client_iso="FRD", patron="Sylvania", patron_iso="SYL", depth="brief", fields=told)
