"""Version: what is installed."""

from importlib import metadata

from agent import __version__

_PACKAGES = ("semantic-kernel", "helm-python-sdk", "kubernetes-validate", "mcp", "pydantic")


def version() -> dict[str, str]:
    """Return the versions of the agent and of what it stands on, by package."""
    return {"infrastructure-engineer-agent": __version__, **{name: metadata.version(name) for name in _PACKAGES}}
