"""What `republish` and `rollback` share: running one of them, and writing what became of it."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from agent.doors.cli.exit_codes import exit_code

if TYPE_CHECKING:
    from foundation.model.run.publication import Publication


def publish_recorded(run: "Callable[[], Publication]", place: str, *, as_json: bool, quiet: bool, events: bool) -> None:
    """Run a use case, write what became of it, and end with its exit code.

    Args:
        run: runs it.
        place: where the recorded artifacts are.
        as_json: whether the result is written as JSON.
        quiet: whether only errors are written.
        events: whether stdout is for the events.
    """
    from agent.doors.cli.output import write_json
    from agent.reporting.generation import refusal
    from agent.reporting.publication import publication_summary
    from foundation.model.events import RefusedError

    try:
        done = run()
    except RefusedError as error:
        if as_json:
            write_json(refusal(error))
        raise
    if as_json:
        write_json(publication_summary(done, place))
    _report(done, place, as_json=as_json, quiet=quiet, headline=not as_json and not quiet and not events)
    raise typer.Exit(exit_code(done.fault))


def _report(done: "Publication", place: str, *, as_json: bool, quiet: bool, headline: bool) -> None:
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.reporting.generation import published_lines
    from agent.reporting.publication import publication_headline, shown_findings

    line = publication_headline(done, place) + "\n"
    found = shown_findings(done, place)
    if done.status == "published":
        report_findings([] if quiet else found)
        report_findings(done.receipt.findings if done.receipt and not quiet else [])
        if headline:
            sys.stdout.write(line)
            sys.stdout.writelines(f"{one}\n" for one in published_lines(done.recorded.component, done.receipt))
    elif not as_json:
        known = [finding.problem for finding in done.blocking]
        report_findings([finding for finding in found if finding.severity == "error" or finding in done.notices])
        report_problems([problem for problem in done.problems if problem not in known])
        sys.stderr.write(line)
