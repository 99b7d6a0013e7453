"""A run that was given up."""

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import Problem
from foundation.model.findings import Report


class Failure(FrozenModel):
    """What is known of a failed run.

    Attributes:
        execution_id: id of the run.
        subject: what was to be generated: the digest of the bundle, or the name of what could not be read.
        component: name of the component.
        trace_id: its trace, if the bundle has one.
        failure: name of the failure in the retry policy.
        problems: everything that is wrong.
        report: the gate's report, if the gate blocked.
        attempts: how often it was tried.
        recipients: whom it concerns.
        pull_request: address of the pull request that the bundle names, if it does.
    """

    execution_id: str
    subject: str
    component: str
    trace_id: str | None
    failure: str
    problems: list[Problem]
    report: Report | None = None
    attempts: int = 1
    recipients: list[str]
    pull_request: str | None = None

    @property
    def digest(self) -> str:
        """Return a digest of what failed and why: the same mistakes in the same bundle are the same failure."""
        return json_digest([self.subject, self.failure, [problem.model_dump() for problem in self.problems]])
