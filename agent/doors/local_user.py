"""The user of this machine, whom a door takes to ask that only they can reach."""

from getpass import getuser


def local_user() -> str:
    """Return the user's name; a plain word where the system knows none."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "local"
