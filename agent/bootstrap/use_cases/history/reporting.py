"""Wiring of `runs report`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.history.reporting import RunReportCommand, run_report
from foundation.model.run.outcome import RuleDescription, Validation


def build_run_report(settings: Settings) -> Callable[[RunReportCommand], Validation]:
    """Wire the use case."""
    return partial(run_report, memory=build_memory(settings), rules=_rules)


def _rules() -> list[RuleDescription]:
    # Imported here: the rules take time to load, and most of what is asked about runs needs none of them.
    from agent.use_cases.validate import rule_descriptions

    return rule_descriptions()
