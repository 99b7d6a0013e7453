"""`version`: what is installed."""

import sys

from agent.doors.cli.options import Json

NAME = "version"
_PACKAGES = ("semantic-kernel", "helm-python-sdk", "kubernetes-validate", "mcp", "pydantic")


def command(json: Json = False) -> None:
    """Print the versions of the agent and of what it stands on."""
    from importlib.metadata import version

    from agent import __version__
    from agent.doors.cli.output import write_json

    found = {name: version(name) for name in _PACKAGES}
    if json:
        write_json({"infrastructure-engineer-agent": __version__, **found})
        return
    sys.stdout.write(f"infrastructure-engineer-agent {__version__}\n")
    sys.stdout.writelines(f"{name} {number}\n" for name, number in found.items())
