"""`validate --list` and `validate --explain`: every code, the rules of the gate before the others."""

import sys
from typing import Any

import typer

from agent.bootstrap.use_cases.codes import build_codes
from agent.doors.cli.output import write_json
from agent.reporting.codes import code_text, codes_data, codes_text
from agent.settings import load_settings
from agent.use_cases.codes import CodesCommand

#: What says which codes to tell of, and how; and the formats that they can be told in.
_TAKEN = ("explain", "list_rules", "policy", "profile", "output_format", "json")
_FORMATS = ("text", "json")


def require_about_codes(context: typer.Context, chosen: str) -> None:
    """Refuse what says nothing of codes: whoever gives it expects that something is validated.

    Args:
        context: what the command line says.
        chosen: the format.

    Raises:
        BadParameter: the command line says more than a list or an explanation takes.
    """
    given = [each for each in context.command.params if _is_given(context, each)]
    asked = "--list" if context.params["explain"] is None else "--explain"
    others = [_spelled(each) for each in given if each.name not in _TAKEN]
    if context.params["list_rules"] and asked != "--list":
        raise typer.BadParameter("--list lists every code and --explain tells of one; use one of them")
    if others:
        raise typer.BadParameter(f"{asked} tells of codes and validates nothing; leave {', '.join(others)} out")
    if chosen not in _FORMATS:
        raise typer.BadParameter(f"codes are written as {' or '.join(_FORMATS)}, not as {chosen}")


def _is_given(context: typer.Context, parameter: Any) -> bool:
    source = context.get_parameter_source(parameter.name)
    return source is not None and source.name == "COMMANDLINE"


def _spelled(parameter: Any) -> str:
    return str(parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0])


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
