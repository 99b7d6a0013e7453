"""Where people are told, as a setting names it: ROLE=ADDRESS, the address in the words of apprise."""

import re
from urllib.parse import urlsplit

#: What is called after those who have no channel of their own.
OTHERS = "*"
#: Kinds of services, by the scheme: chats, e-mail and webhooks. Others of apprise would act on this machine.
SCHEMES = frozenset({"slack", "workflows", "mailto", "mailtos", "json", "jsons"})
_ROLE = re.compile(r"\*|[A-Za-z][A-Za-z0-9-]{0,99}")
_WANTED = (
    "Give ROLE=ADDRESS, several of them separated by spaces: the role as in the escalation policy or * for all others, "
    f"the address one of apprise ({', '.join(sorted(SCHEMES))})"
)


def alert_addresses(text: str) -> dict[str, list[str]]:
    """Read addresses, by role.

    Args:
        text: the addresses.

    Raises:
        ValueError: one of them is none; the message does not quote it.
    """
    found: dict[str, list[str]] = {}
    for part in text.split():
        role, _, address = part.partition("=")
        if not _ROLE.fullmatch(role) or not _is_address(address):
            raise ValueError(_WANTED)
        if address in found.setdefault(role, []):
            raise ValueError("Give each address of a role once")
        found[role].append(address)
    return found


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc) and not re.search(r"[^\x21-\x7e]", text)
