"""A validation as SARIF 2.1.0 (OASIS), as code scanning of a forge reads it."""

import json
from typing import Any
from urllib.parse import quote

from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.model.run.fingerprint import fingerprint, identity
from foundation.model.run.outcome import RuleDescription, Validation
from foundation.model.run.trace import GENERATED_BY

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_STDIN = "stdin"
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}


def as_sarif(validation: Validation) -> str:
    """Return one SARIF log with one run; a finding of the baseline is ``unchanged`` in it."""
    results = [
        result
        for outcome in validation.outcomes
        for result in (
            *(_result(finding, "new") for finding in outcome.findings),
            *(_result(finding, "unchanged") for finding in outcome.known),
            *(_of_problem(problem) for problem in outcome.problems),
        )
    ]
    described = {rule.code: rule for rule in validation.rules}
    rules = sorted({result["ruleId"] for result in results} | set(described))
    index = {code: position for position, code in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = index[result["ruleId"]]
    driver = {
        "name": GENERATED_BY,
        "version": _version(),
        "rules": [_rule(code, described.get(code)) for code in rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _version() -> str:
    from importlib.metadata import version

    return version(GENERATED_BY)


def _rule(code: str, rule: RuleDescription | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": list(rule.references)},
    }


def _result(finding: Finding, state: str) -> dict[str, Any]:
    names = [name for name in (finding.environment, finding.object, finding.path) if name]
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}. {finding.remedy}"},
        "locations": _of_finding(finding, " ".join(names)),
        "baselineState": state,
        "partialFingerprints": {"finding/v1": fingerprint(identity(finding))},
    }


def _of_finding(finding: Finding, name: str) -> list[dict[str, Any]]:
    """Point at what caused a finding: the generated object is in no repository, so it is the logical place."""
    cause = finding.cause
    if cause is not None:
        return _locations(cause.file, cause.line, cause.column, name)
    return _locations(finding.file, finding.line, None, name)


def _of_problem(problem: Problem) -> dict[str, Any]:
    return {
        "ruleId": problem.code,
        "level": "error",
        "message": {"text": f"{problem.message}. {problem.remedy}"},
        "locations": _locations(problem.file, problem.line, problem.column, problem.path or ""),
        "baselineState": "new",
    }


def _locations(file: str | None, line: int | None, column: int | None, name: str) -> list[dict[str, Any]]:
    location: dict[str, Any] = {}
    if file:
        # Code scanning takes relative references alone, and what came through a pipe has none.
        name_of_file = _STDIN if file == "<stdin>" else file
        artifact = {"uri": quote(name_of_file.encode(errors="replace"), safe="/")}
        region = {key: value for key, value in (("startLine", line), ("startColumn", column)) if value}
        location["physicalLocation"] = {"artifactLocation": artifact, **({"region": region} if line else {})}
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return [location] if location else []
