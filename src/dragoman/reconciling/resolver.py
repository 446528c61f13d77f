"""All reconcilers in the order in which they build on one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.reconciling.accounts import compare_accounts
from dragoman.reconciling.actors import resolve_actors
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.events import resolve_events
from dragoman.reconciling.figures import compare_figures
from dragoman.reconciling.proposals import add_accounts, join_actors, join_quotes, kept_apart, opinion_on_events, same_quantities
from dragoman.reconciling.relations import resolve_relations
from dragoman.reconciling.utterances import match_utterances
from dragoman.records.claims import MODEL_TOPIC
from dragoman.records.documents import Report
from dragoman.records.findings import Reconciled
from dragoman.records.proposals import Proposals
from dragoman.records.readings import Reading


def reconcile(reports: Sequence[Report], readings: Sequence[Reading], proposals: Proposals | None = None) -> Reconciled:
    """What the readings come to together. The order of reports does not change what is joined.

    Proposals of a model are weighed after the rules have joined what they join; without them nothing changes.
    """
    corpus = Corpus.of(reports, readings)
    proposed = proposals or Proposals()
    actors, actor_of, no_actors = join_actors(corpus, *resolve_actors(corpus), proposed)
    same_as, alignments, no_quotes = join_quotes(corpus, *match_utterances(corpus, actor_of), actor_of, proposed)
    pairs, no_figures = same_quantities(corpus, actor_of, proposed)
    findings = compare_figures(corpus, actor_of, pairs)
    events = resolve_events(corpus, actor_of, opinion_on_events(corpus, proposed))
    accounts = compare_accounts(_of_rules(corpus) if proposals else corpus, actor_of, events, same_as)
    accounts, no_accounts = add_accounts(corpus, accounts, actor_of, proposed)
    relations = resolve_relations(corpus, actor_of, {a.id: a.name for a in actors})
    return Reconciled(
        actors=actors,
        actor_of=actor_of,
        findings=findings,
        events=events,
        accounts=accounts,
        relations=relations,
        same_as=same_as,
        alignments=alignments,
        refusals=(*no_actors, *no_quotes, *no_figures, *kept_apart(corpus, events, proposed), *no_accounts),
    )


def _of_rules(corpus: Corpus) -> Corpus:
    """The corpus without statements that only a model found: they have no topic that the rules for accounts could go by."""
    readings = [replace(r, statements=tuple(s for s in r.statements if s.topic != MODEL_TOPIC)) for r in corpus.readings]
    return replace(corpus, readings=readings, reading={r.report: r for r in readings})
