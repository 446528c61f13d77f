"""What the commands that may ask a language model have in common: their options made into an asker, and what is said afterwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.reading.llm.replaying import Answers
    from dragoman.workbench.asking import Asker

READERS = ("rules", "llm")


def asker_for(
    reader: str,
    *,
    endpoint: str | None,
    model: str | None,
    send: bool,
    insecure: bool,
    readings: Path,
    readings_given: bool,
    replay: Path | None,
    concurrency: int,
    timeout: float,
    max_calls: int | None,
    max_tokens: int | None,
    quiet: bool,
) -> Asker | None:
    """Where the answers of a model come from; None when only the rules read.

    Raises:
        UsageError: the options do not go together.
    """
    names = [n.strip() for n in reader.split(",")]
    if any(n not in READERS for n in names) or len(set(names)) < len(names):
        raise UsageError(f"--reader is {reader!r}; expected rules, llm or rules,llm.")
    if replay is not None and names == ["rules"]:
        names = ["rules", "llm"]  # a recording is of no use to the rules alone
    if "llm" not in names:
        if endpoint or model or readings_given:
            raise UsageError("--endpoint, --model and --readings are for a language model, and --reader is rules. Add --reader rules,llm")
        return None
    from dragoman.workbench.asking import Ask, Replay

    both = "rules" in names
    if replay is not None:
        if endpoint or readings_given:
            raise UsageError("--replay uses recorded answers and asks nobody; leave out --endpoint and --readings, or --replay.")
        return Replay(replay, both=both, model=model or "")
    if not endpoint or not model:
        raise UsageError(f"--reader {reader} needs {'--endpoint' if not endpoint else '--model'}, or recorded answers. Try: --reader {reader} --endpoint http://127.0.0.1:8080/v1 --model NAME, or --replay FOLDER")
    from dragoman.remote.chat import Budget, Chat, Key
    from dragoman.remote.chat import endpoint as endpoint_at

    chat = Chat(endpoint_at(endpoint, insecure=insecure), model, key=Key(os.environ.get("DRAGOMAN_API_KEY", "")), budget=Budget(calls=max_calls, tokens=max_tokens), timeout=timeout)
    # what is sent where is always said; how far it is only when somebody wants to know
    return Ask(chat, readings, both=both, send=send, concurrency=concurrency, say=lambda line: click.echo(line, err=True) if not quiet or line.startswith("asking ") else None)


def tell_model(answers: Answers | None, files: Mapping[str, str]) -> bool:
    """Say on standard error what the model did; whether reports are without its answer."""
    if answers is None:
        return False
    n = len(answers.located)
    if not n:
        reasons = list(dict.fromkeys(answers.missing.values()))[:3]
        click.echo(f"The model gave no answer that could be used ({'; '.join(reasons)}). The dossier is that of the rules alone.", err=True)
        return True
    asked, answered = answers.tokens
    click.echo(f"{answers.model} read {n} of {n + len(answers.missing)} reports; {asked} tokens asked, {answered} answered, {answers.seconds:.0f} s", err=True)
    for report, reason in answers.missing.items():
        click.echo(f"not read by the model: {files.get(report, report)}: {reason}", err=True)
    if answers.across_missing:
        click.echo(f"no proposals across reports: {answers.across_missing}", err=True)
    return bool(answers.missing or answers.across_missing)
