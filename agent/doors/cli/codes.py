"""`validate --list` and `validate --explain`: every code, the rules of the gate before the others."""

import sys
from typing import TYPE_CHECKING, Any

from agent.bootstrap.use_cases.codes import build_codes
from agent.doors.cli.output import write_json
from agent.settings import load_settings
from agent.use_cases.codes import CodesCommand

if TYPE_CHECKING:
    from agent.use_cases.codes import KnownCode


def write_codes(policy: str | None, profile: str | None, *, as_json: bool) -> None:
    """Write every code, by kind; rules in the order in which they run.

    Args:
        policy: policy folder, if one is named.
        profile: profile, if one is named.
        as_json: whether to write all that is known of them.
    """
    known = build_codes(load_settings())(CodesCommand(policy=policy, profile=profile or "")).codes
    if as_json:
        write_json([_data(entry) for entry in known])
        return
    width = max(len(entry.code) for entry in known)
    for entry in known:
        sys.stdout.write(f"{entry.code:<{width}}  {entry.severity or entry.kind:<7}  {entry.title}\n")


def explain_code(code: str, policy: str | None, profile: str | None, *, as_json: bool) -> None:
    """Write what a code means, how to mend what it is about, and where it comes from.

    Args:
        code: the code.
        policy: policy folder, if one is named.
        profile: profile, if one is named.
        as_json: whether to write it as JSON.

    Raises:
        InputError: there is no such code; the message names the nearest one.
    """
    told = build_codes(load_settings())(CodesCommand(code=code, policy=policy, profile=profile or ""))
    (entry,) = told.codes
    if as_json:
        write_json(_data(entry))
        return
    sys.stdout.write(f"{entry.code} ({entry.severity or entry.kind})\n\n  {entry.title}\n  mend: {entry.remedy}\n")
    sys.stdout.write(f"  looks at: {', '.join(entry.kinds)}\n" if entry.kinds else "")
    sys.stdout.write("".join(f"  parameter: {name} = {value}\n" for name, value in entry.parameters.items()))
    sys.stdout.write(f"  profile: {told.profile}\n" if entry.kind == "rule" and told.profile else "")
    sys.stdout.write("".join(f"  see: {reference}\n" for reference in entry.references))


def _data(entry: "KnownCode") -> dict[str, Any]:
    """Return a code as JSON; what only rules have is left out of the others."""
    of_rules = {"severity", "kinds", "parameters"} if entry.kind != "rule" else None
    return entry.model_dump(exclude=of_rules)
