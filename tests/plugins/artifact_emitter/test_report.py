"""report.json as it is read again."""

import json
from typing import Any

import pytest

from foundation.model.findings import Report, check_result
from plugins.artifact_emitter.report import read_report, report_artifact

_REPORT = Report(
    digest="sha256:1",
    kube_version="1.32",
    checks=[check_result("schema", "passed"), check_result("yamllint", "skipped", "off")],
)
_CONTENT = report_artifact(_REPORT).content


def test_a_report_is_read_as_it_was_written() -> None:
    assert read_report(_CONTENT) == _REPORT


def test_many_reports_share_what_became_of_their_checks() -> None:
    """A thousand bundles that need no work are held until they are told."""
    first, second = (read_report(_CONTENT) for _ in range(2))
    assert first is not None
    assert second is not None
    assert all(one is other for one, other in zip(first.checks, second.checks, strict=True))


@pytest.mark.parametrize(
    "checks",
    [
        *(3, None, {"code": "schema"}, [3], [[]], [{}], [{"code": []}], [{"code": "a", "status": "unheard-of"}]),
        *([{"code": "a", "status": "passed", "further": ""}], [{"code": 1, "status": "passed"}]),
    ],
)
def test_a_report_with_other_checks_is_none(checks: Any) -> None:
    assert read_report(json.dumps({**json.loads(_CONTENT), "checks": checks}).encode()) is None
