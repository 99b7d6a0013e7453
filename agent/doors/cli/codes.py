"""`validate --list` and `validate --explain`: every code, the rules of the gate before the others."""

import sys

from agent.bootstrap.use_cases.codes import build_codes
from agent.doors.cli.output import write_json
from agent.reporting.codes import code_text, codes_data, codes_text
from agent.settings import load_settings
from agent.use_cases.codes import CodesCommand


def write_codes(policy: str | None, profile: str | None, *, as_json: bool) -> None:
    """Write every code, by kind; rules in the order in which they run.

    Args:
        policy: policy folder, if one is named.
        profile: profile, if one is named.
        as_json: whether to write all that is known of them.
    """
    told = build_codes(load_settings())(CodesCommand(policy=policy, profile=profile or ""))
    if as_json:
        write_json(codes_data(told))
    else:
        sys.stdout.write(codes_text(told.codes))


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
    if as_json:
        write_json(codes_data(told)[0])
    else:
        sys.stdout.write(code_text(told.codes[0], told.profile))
