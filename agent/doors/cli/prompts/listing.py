"""`prompts list`: which prompts there are."""

import sys
from typing import TYPE_CHECKING

from agent.doors.cli.options import Json

if TYPE_CHECKING:
    from agent.use_cases.prompts.catalog import PromptDescription

NAME = "list"


def command(json: Json = False) -> None:
    """List the prompts with their versions, data sets and recordings.

    Exit code 2 says that files of some are wrong; the others are listed all the same.
    """
    from agent.bootstrap.use_cases.prompts.catalog import build_list_prompts
    from agent.settings import load_settings
    from foundation.model.errors import InputError

    found = build_list_prompts(load_settings())()
    _write(found.prompts, json=json)
    if found.problems:
        raise InputError(*found.problems)


def _write(prompts: "list[PromptDescription]", *, json: bool) -> None:
    from agent.doors.cli.output import write_json

    if json:
        write_json([prompt.model_dump() for prompt in prompts])
        return
    width = max((len(prompt.name) for prompt in prompts), default=0)
    for prompt in prompts:
        versions = ", ".join(f"v{number}" for number in prompt.versions)
        figures = f"{versions}; {prompt.cases} cases, {prompt.recordings} recordings"
        sys.stdout.write(f"{prompt.name:<{width}}  {figures}\n{'':<{width}}  {prompt.description}\n")
