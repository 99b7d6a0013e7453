"""Where in which registry: oci://HOST[:PORT]/PATH."""

import re

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.this_machine import is_this_machine

SCHEME = "oci://"
#: A host with or without a port, and a path as registries take it (OCI distribution specification, <name>).
_PLACE = re.compile(r"oci://([a-zA-Z0-9.-]+(?::\d+)?)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)/?")


class OciPlace(FrozenModel):
    """A place in a registry.

    Attributes:
        host: the registry, with its port.
        path: below which charts are.
    """

    host: str
    path: str

    @property
    def is_plain(self) -> bool:
        """Whether it is spoken to without TLS: only on this machine."""
        return is_this_machine(self.host)

    def repository(self, chart: str) -> str:
        """Return the repository of a chart, as Helm names it."""
        return f"{self.host}/{self.path}/{chart}"


def oci_place(text: str) -> OciPlace:
    """Return the place that a user means.

    Args:
        text: the place, as the user named it.

    Raises:
        InputError: it is none.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        message = f"{text!r} is no place in a registry"
        remedy = "Give oci://HOST[:PORT]/PATH in small letters, without a user and a tag."
        raise InputError(Problem(code="publish-place", message=message, remedy=remedy, file=Flag.PUBLISH))
    return OciPlace(host=match[1], path=match[2])
