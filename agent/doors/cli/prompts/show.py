"""`prompts show`: one prompt and everything around it."""

import sys
from typing import TYPE_CHECKING, Any

from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Name, Version

if TYPE_CHECKING:
    from agent.use_cases.prompts.catalog import PromptDescription

NAME = "show"


def command(name: Name, version: Version = None, json: Json = False) -> None:
    """Show a prompt: its variables, settings, notes, data sets and recordings."""
    from agent.bootstrap.use_cases.prompts.catalog import build_show_prompt
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    found = build_show_prompt(load_settings())(name, version)
    if json:
        write_json(found.model_dump())
    else:
        _write(found)


def _write(found: "PromptDescription") -> None:
    versions = ", ".join(f"v{number}" for number in found.versions)
    lines = [
        f"{found.name}/v{found.version}: {found.description}",
        f"file: {found.file}",
        f"versions: {versions}",
        f"digest: {found.digest}",
        f"system message: {found.system or ('this is one' if found.role == 'system' else 'its own')}",
        f"answer: {found.answer}",
        f"cases: {found.cases}; recordings: {found.recordings} ({', '.join(found.models) or 'of no model'})",
    ]
    lines += [f"settings {model}: {_listed(settings)}" for model, settings in found.settings.items()]
    lines += [f"variables: {'' if found.variables else 'none'}"]
    for variable in found.variables:
        optional = "" if variable.is_required else f" (default {variable.default!r})"
        lines.append(f"  {variable.name:<22} {variable.description}{optional}")
    if found.notes:
        lines += ["notes:", *(f"  {line}" for line in found.notes.splitlines())]
    sys.stdout.write("\n".join(line.rstrip() for line in lines) + "\n")


def _listed(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())
