"""What several tests of reconciling read with."""

from __future__ import annotations

import pytest

from dragoman.reading.mentions import find_mentions
from dragoman.reading.pipeline import parse
from dragoman.reconciling.actors import resolve_actors
from dragoman.reconciling.corpus import Corpus
from dragoman.records.documents import Report
from dragoman.records.readings import Reading


@pytest.fixture(scope="module")
def called(nlp):
    """Texts to {(report, words): actor}."""

    def run(*texts):
        reports = [Report(id=f"r{n}", file=f"{n}.txt", text=text) for n, text in enumerate(texts)]
        readings = []
        for report in reports:
            p = parse(report, nlp)
            mentions, chains = find_mentions(report, p)
            readings.append(Reading(report=report.id, sentences=tuple(p.sentences), mentions=mentions, chains=chains))
        corpus = Corpus.of(reports, readings)
        _, actor_of = resolve_actors(corpus)
        return {(m.span.report, corpus.words(m.span).removeprefix("The ").removeprefix("the ")): actor_of[m.id] for r in readings for m in r.mentions}

    return run
