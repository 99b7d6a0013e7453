"""What `generate` says of its runs: each result as it comes, or all manifests as one stream once all have passed."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent.doors.cli.progress import progress

if TYPE_CHECKING:
    from agent.use_cases.generate import Generated
    from foundation.model.errors import Fault, Problem
    from foundation.model.run.request import GenerationResult


def tell(done: "Generated", *, as_json: bool, quiet: bool, no_tree: bool) -> "Iterator[Fault | None]":
    """Write each result as it comes, keep none of them, and yield whose fault it is that not all was done.

    Args:
        done: the results.
        as_json: whether they are written as JSON.
        quiet: whether nothing is said of what went well but what is advised.
        no_tree: whether the tree of what was written is left out.
    """
    from agent.doors.cli.output import JsonWriter
    from agent.reporting.generation import Tally, saved_tree, summary
    from agent.reporting.mistakes import printable
    from foundation.model.errors import Problem

    json, tally, told = JsonWriter(many=done.many, wanted=as_json), Tally(), set[Problem]()
    with progress("generating", wanted=not quiet, least=2) as bar, json:
        for result in done.results:
            with bar.hidden():
                json.write(summary(result) if as_json else None)
                _write(result, told, many=done.many, as_json=as_json, quiet=quiet)
                if result.receipt and result.artifacts and not (done.many or as_json or quiet or no_tree):
                    sys.stdout.write(saved_tree(result.receipt, result.artifacts))
            tally.add(result)
            bar(done.total, result)
            yield result.fault
    _tell_waivers(done)
    if done.many and not as_json and (said := tally.written_and_not):
        sys.stderr.write(f"{printable(said)}\n")


def tell_streamed(done: "Generated", *, quiet: bool) -> "Iterator[Fault | None]":
    """Write the manifests of all runs to stdout if all have passed, and all else to stderr; yield as `tell` does.

    Args:
        done: the results.
        quiet: whether nothing is said of what went well but what is advised.

    Raises:
        InputError: a run is for several environments.
    """
    from agent.reporting.counts import counted
    from agent.reporting.manifest_stream import manifest_stream, require_one_environment, stream_line
    from foundation.model.errors import Problem

    passed, told = list["GenerationResult"](), set[Problem]()
    with progress("generating", wanted=not quiet, least=2) as bar:
        for result in done.results:
            require_one_environment(result)
            with bar.hidden():
                _write(result, told, many=done.many, as_json=False, quiet=True)
            passed += [result] if result.status == "generated" else []
            bar(done.total, result)
            yield result.fault
    _tell_waivers(done)
    if len(passed) < done.total:
        left = f"{done.total - len(passed)} of {counted(done.total, 'run')} did not pass"
        sys.stderr.write(f"nothing was written to standard output: {left}\n")
        return
    sys.stdout.write(manifest_stream(passed))
    sys.stderr.writelines(f"{stream_line(result)}\n" for result in passed if not quiet)


def _tell_waivers(done: "Generated") -> None:
    """Say which exceptions were written, where that was asked for; it is known when the last run has ended."""
    from agent.reporting.generation import waivers_line
    from agent.reporting.mistakes import printable

    if done.waivers is not None:
        line = waivers_line(done.waivers.file, done.waivers.number, done.waivers.approver)
        sys.stderr.write(f"{printable(line)}\n")


def _write(result: "GenerationResult", told: "set[Problem]", *, many: bool, as_json: bool, quiet: bool) -> None:
    """Write all that is said of a result beside JSON and the tree: the headline to stdout, what is wrong to stderr."""
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.reporting.generation import beyond_report, headline, notes, noticed, published_lines, untold
    from agent.reporting.mistakes import printable

    done = result.status in ("generated", "unchanged")
    if result.status == "generated" and not (as_json and quiet):  # JSON has them
        report_findings(result.findings if not many else [])
        report_findings(result.review.findings if result.review else [])
    if done and not (as_json or quiet):
        briefly = many or result.status == "unchanged"
        sys.stdout.write(headline(result) + (noticed(result) if briefly else "") + "\n")
        sys.stdout.writelines(f"{line}\n" for line in published_lines(result.component, result.receipt))
    elif not done and not as_json:
        report_findings(result.blocking if result.status == "blocked" else [])
        report_problems(untold(beyond_report(result), result.fault, told))
        sys.stderr.write(headline(result) + "\n")
    report_findings([*(result.receipt.findings if result.receipt else []), *result.notices])
    sys.stderr.writelines(f"{printable(line)}\n" for line in notes(result) if not quiet)
