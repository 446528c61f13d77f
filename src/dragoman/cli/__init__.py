"""The command line: parse, call one method of the workbench, print."""

from __future__ import annotations

import sys

import click

from dragoman import __version__
from dragoman.errors import DragomanError

COMMANDS = {
    "dossier": "Read reports and write a dossier.",
    "show": "Show a dossier in the terminal.",
    "verify": "Check every span, hash and count of a dossier again.",
    "compare-readers": "Compare what the rules and a language model find.",
    "cases": "List, show and draft cases.",
    "precedents": "Nearest cases to a dossier or a case.",
    "theories": "The rules that the founding reports state, raced over the cases.",
    "forecast": "Forecast a case: instruments, outcomes, simple rivals and nearest cases.",
    "whatif": "What if: change inputs of a case, see the difference and its parts.",
    "simulate": "Run the system forward: crises, patrons, treaties.",
    "play": "Play a crisis through, choosing for one side.",
    "validate": "How good the model is on cases that it has not seen.",
    "ledger": "Show what the founding reports predicted, and file forecasts of your own.",
}
"""Name and first line of each command, so that the list needs no command's module."""


class Commands(click.Group):
    """Commands live one to a file and are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        import importlib

        command: click.Command = importlib.import_module(f"dragoman.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            raise click.UsageError(f"No such command {args[0]!r}; there are: {', '.join(COMMANDS)}. Try: dragoman --help", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog="Example: dragoman dossier reports/ -o dossier/")
@click.version_option(__version__, prog_name="dragoman")
def cli() -> None:
    """Reads reports that disagree and writes a sourced dossier: who did what to whom, who said what, which figures are
    claimed, and where the reports differ; every item tied to its words.

    \b
    Exit codes: 0 done; 1 unexpected; 2 wrong usage; 3 nothing to read;
    4 done, some inputs failed; 5 in use by another run; 6 verify found a
    mismatch; 130 interrupted.
    """


def main(args: list[str] | None = None) -> None:
    """Entry point; ends the process with a documented exit code."""
    try:
        code = cli.main(args=args, prog_name="dragoman", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Interrupted; nothing was written.", err=True)
        code = 130
    except click.ClickException as problem:
        problem.show()
        code = 2
    except KeyboardInterrupt:
        click.echo("Interrupted; nothing was written.", err=True)
        code = 130
    except DragomanError as problem:
        click.echo(f"Error: {problem}", err=True)
        code = problem.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)
