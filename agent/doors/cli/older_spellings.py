"""Flags as they were once called: scripts that use them go on working, and are told the new name."""

import sys

#: What is written instead of each, where a command has the flag that it begins with.
_NOW = {
    "--kustomize": ("--with", "kustomize"),
    "--no-chart": ("--without", "chart"),
    "--no-manifests": ("--without", "manifests"),
}
_QUIET = frozenset({"-q", "--quiet"})


def spelled_now(arguments: list[str], options: set[str]) -> list[str]:
    """Return arguments in which older flags have their new spelling; a line on stderr names it.

    Args:
        arguments: what follows the name of the command.
        options: spellings of the options that the command has.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    spelled: list[str] = []
    for argument in arguments[:end]:
        now = _NOW.get(argument, (argument,))
        if argument in options or now[0] not in options:
            now = (argument,)
        elif not _QUIET.intersection(arguments[:end]):
            sys.stderr.write(f"{argument}: use {' '.join(now)}\n")
        spelled += now
    return [*spelled, *arguments[end:]]
