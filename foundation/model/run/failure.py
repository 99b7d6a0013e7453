"""A run that was given up."""

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.findings import Report


class Failure(FrozenModel):
    """What is known of a failed run.

    Attributes:
        component: name of the component.
        trace_id: its trace, if the bundle has one.
        failure: name of the failure in the retry policy.
        problems: everything that is wrong.
        report: the gate's report, if the gate blocked.
        attempts: how often it was tried.
        recipients: whom it concerns.
    """

    component: str
    trace_id: str | None
    failure: str
    problems: list[Problem]
    report: Report | None = None
    attempts: int = 1
    recipients: list[str]
