"""All reconcilers in the order in which they build on one another."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reconciling.accounts import compare_accounts
from dragoman.reconciling.actors import resolve_actors
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.events import resolve_events
from dragoman.reconciling.figures import compare_figures
from dragoman.reconciling.relations import resolve_relations
from dragoman.reconciling.utterances import match_utterances
from dragoman.records.documents import Report
from dragoman.records.findings import Reconciled
from dragoman.records.readings import Reading


def reconcile(reports: Sequence[Report], readings: Sequence[Reading]) -> Reconciled:
    """What the readings come to together. The order of reports does not change what is joined."""
    corpus = Corpus.of(reports, readings)
    actors, actor_of = resolve_actors(corpus)
    same_as, alignments = match_utterances(corpus, actor_of)
    findings = compare_figures(corpus, actor_of)
    events = resolve_events(corpus, actor_of)
    accounts = compare_accounts(corpus, actor_of, events, same_as)
    relations = resolve_relations(corpus, actor_of)
    return Reconciled(
        actors=actors,
        actor_of=actor_of,
        findings=findings,
        events=events,
        accounts=accounts,
        relations=relations,
        same_as=same_as,
        alignments=alignments,
    )
