"""`validate --list` and `validate --explain`: the rules of the gate."""

import sys
from typing import Any

from agent.doors.cli.output import write_json
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS


def write_rules(*, as_json: bool) -> None:
    """Write every rule in the order in which they run."""
    if as_json:
        write_json([_data(check) for check in CHECKS.values()])
        return
    width = max(map(len, CHECKS))
    for check in CHECKS.values():
        sys.stdout.write(f"{check.code:<{width}}  {check.severity:<7}  {check.title}\n")


def explain_rule(code: str, *, as_json: bool) -> None:
    """Write what one rule wants, how to mend what it finds, and where it comes from.

    Raises:
        InputError: there is no such rule; the message names the nearest one.
    """
    check = CHECKS.get(code)
    if check is None:
        remedy = did_you_mean(code, CHECKS, "`infra-engineer validate --list` shows them all.")
        message = f"there is no rule {code!r}"
        raise InputError(Problem(code="rule-unknown", message=message, remedy=remedy, file="--explain"))
    if as_json:
        write_json(_data(check))
        return
    sys.stdout.write(f"{check.code} ({check.severity})\n\n  {check.title}\n  mend: {check.remedy}\n")
    parameters = check.parameters.model_dump() if check.parameters else {}
    sys.stdout.write(f"  looks at: {', '.join(check.kinds)}\n" if check.kinds else "")
    sys.stdout.write("".join(f"  parameter: {name} = {value}\n" for name, value in parameters.items()))
    sys.stdout.write("".join(f"  see: {reference}\n" for reference in check.references))


def _data(check: Check) -> dict[str, Any]:
    return {
        "code": check.code,
        "severity": check.severity,
        "title": check.title,
        "remedy": check.remedy,
        "kinds": list(check.kinds),
        "parameters": check.parameters.model_dump() if check.parameters else {},
        "references": list(check.references),
    }
