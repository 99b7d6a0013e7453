"""What keeps a Redis server from being used, in our words; how to mend it depends on who uses it for what."""

from typing import NamedTuple


class Trouble(NamedTuple):
    """What keeps a server from being used.

    Attributes:
        reason: what it is, as the end of a sentence.
        remedy: how to mend it.
    """

    reason: str
    remedy: str


#: By what its client or the server itself says, the first that is found: what that means, and what is to be done.
#: In remedies stand the settings that say where the server is, and which password it is given.
_KNOWN = (
    ("HELLO must be called", "it wants a password, and is given none", "Put its password in {key}."),
    ("Authentication required", "it wants a password, and is given none", "Put its password in {key}."),
    ("invalid username-password", "it does not take the user and the password", "Put the right ones in {key}."),
    ("invalid password", "it does not take the password", "Put the right one in {key}."),
    ("without any password", "it has no password, and is given one", "Take the password out of {key}."),
    (
        "no permissions",
        "its user may not do what is needed",
        "Let that user run all commands on the keys of the agent.",
    ),
    ("Redis is loading", "it is still loading its data", "Wait until it has; then it can be used."),
    ("read only replica", "it is a replica, which takes no writes", "Name its primary in {address}."),
    ("Link with MASTER", "it is a replica that has lost its primary", "Name its primary in {address}."),
    ("'maxmemory'", "its memory is full", "Give it more memory (maxmemory), or take away what nobody needs there."),
    ("MISCONF", "it cannot write to its disk", "Make room on its disk, or mend the folder of its data."),
    ("NOREPLICAS", "it has too few replicas to take writes", "Start its replicas, or lower min-replicas-to-write."),
    ("unknown command", "it lacks a command that is needed", "Use Redis 6.2 or later, with all its commands."),
    ("DB index is out of range", "it has no database of that number", "Name another one in {address}."),
    ("max number of clients", "it takes no more connections", "Raise its maxclients, or end who need none."),
    ("WRONGTYPE", "something else has the key that is needed", "Name another database or stream in {address}."),
    ("InvalidResponse", "what answers there is no Redis server", "Name the port of Redis in {address}."),
    ("CERTIFICATE_VERIFY", "its certificate is not trusted", "Give it one that this machine trusts."),
    ("SSL", "it and the agent do not agree on TLS", "Say rediss:// in {address} where it has TLS, and redis:// else."),
    ("Connection closed", "it ends the connection", "See that Redis is what listens there, with TLS or without it."),
    ("Connection lost", "it ends the connection", "See that Redis is what listens there, with TLS or without it."),
    ("Connection reset", "it ends the connection", "See that Redis is what listens there, with TLS or without it."),
    ("Timeout", "it does not answer in time", "See that Redis is what listens there, with TLS or without it."),
    ("Connect call failed", "nobody listens there", "Start it, or name where it is in {address}."),
    ("Connection refused", "nobody listens there", "Start it, or name where it is in {address}."),
    ("ame or service not known", "there is no machine of that name", "Name where it is in {address}."),
)
_OTHERWISE = "Check that it runs and takes connections, and {address}."


def redis_trouble(error: BaseException, address: str, key: str | None = None) -> Trouble:
    """Return what an error of a Redis server means.

    Args:
        error: the error.
        address: the setting that says where the server is.
        key: the setting that has its password; the same one if there is none of its own.
    """
    said = f"{type(error).__name__}: {error}"
    reason, remedy = next(
        ((reason, remedy) for sign, reason, remedy in _KNOWN if sign in said),
        (str(error) or type(error).__name__, _OTHERWISE),
    )
    return Trouble(reason, remedy.format(address=address, key=key or address))
