"""`prompts list`: which prompts there are."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List the prompts with their versions, data sets and recordings.

    Exit code 2 says that files of some are wrong; the others are listed all the same.
    """
    from agent.bootstrap.use_cases.prompts.catalog import build_list_prompts
    from agent.doors.cli.output import write_json
    from agent.reporting.prompts import prompts_text
    from agent.settings import load_settings
    from foundation.model.errors import InputError

    found = build_list_prompts(load_settings())()
    if json:
        write_json([prompt.model_dump() for prompt in found.prompts])
    else:
        sys.stdout.write(prompts_text(found.prompts))
    if found.problems:
        raise InputError(*found.problems)
