"""Wiring of `doctor --report`."""

import os
from collections.abc import Callable, Iterator
from functools import partial

from pydantic import SecretStr

from agent.bootstrap.use_cases.diagnose import build_diagnose
from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.settings import Settings, load_settings, variable_of
from agent.use_cases.bug_report import bug_report
from agent.use_cases.history.listing import ListRunsCommand
from foundation.model.diagnosis import BugReport

#: How many of the last runs are told.
_RUNS = 5


def build_bug_report() -> Callable[[], BugReport]:
    """Wire the use case: the settings are read by it, because they may be what is wrong."""
    return partial(
        bug_report,
        diagnose=lambda: build_diagnose(load_settings())(),
        last_runs=lambda: list(_last_runs()),
        settings=dict(_variables()),
        environment=dict(os.environ),
    )


def _variables() -> Iterator[tuple[str, bool]]:
    """Yield the variable of each setting, and whether its value may be shown to others."""
    for name, field in Settings.model_fields.items():
        yield str(field.validation_alias or variable_of(name)), SecretStr.__name__ not in str(field.annotation)


def _last_runs() -> Iterator[tuple[str, str]]:
    settings = load_settings()
    show = build_show_run(settings)
    for known in build_list_runs(settings)(ListRunsCommand(limit=_RUNS)).runs:
        run = show(known.run.run_id, known.tenant).run
        errors = [finding.code for finding in run.findings if finding.severity == "error"]
        codes = dict.fromkeys([*(problem.code for problem in run.problems), *errors])
        why = ", ".join(part for part in (run.failure, *codes) if part)
        yield run.run_id, f"{run.kind} {run.status} at {run.recorded_at}{f': {why}' if why else ''}"
