"""Files that come with the agent: in the package, or in a checkout."""

from pathlib import Path

_AGENT = Path(__file__).resolve().parents[1]


def data_path(name: str, checkout: str) -> Path:
    """Return a file or folder that comes with the agent.

    Args:
        name: its name in the package's data.
        checkout: its path in a checkout.
    """
    packaged = _AGENT / "data" / name
    return packaged if packaged.exists() else _AGENT.parent / checkout
