"""How much of a case has a source."""

from __future__ import annotations

from dragoman.cases.codebook import model_fields
from dragoman.records.cases import Case


def sourced_share(case: Case) -> float:
    """Share of the model's fields with a value whose settled coding has a source; fields without a value count as not sourced.

    A field that cannot apply counts neither way: `request_answer` when nothing was asked.
    """
    names = [n for n in model_fields() if not (n == "request_answer" and case.value("request") == "none" and n not in case.fields)]
    return sum(bool(case.fields.get(n)) and case.fields[n][0].sourced for n in names) / len(names)
