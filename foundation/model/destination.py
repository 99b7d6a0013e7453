"""Where the artifacts of a run go, and what a sink says that it did with them."""

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag

#: Kind of the destination that is a folder on this machine.
WORKSPACE = "workspace"
#: Kinds of destinations that artifacts are published to beside a folder, by how their addresses begin, in the order in
#: which they are published to: what others are told to deploy comes after what they deploy.
PUBLISHED = {
    "oci://": "oci",
    "blob+https://": "blob",
    "blob+http://": "blob",
    "git+https://": "git",
    "git+ssh://": "git",
    "git+file://": "git",
}


class Destination(FrozenModel):
    """A place that artifacts are saved at; what the place is, its sink alone knows.

    Attributes:
        kind: which sink saves there.
        place: where, as the user named it: a folder, a repository, an address.
        options: what the user wants of this sink; each sink says which options it has.
    """

    kind: str
    place: str
    options: dict[str, bool | str] = {}

    def below(self, name: str) -> "Destination":
        """Return the destination of one of several runs.

        Args:
            name: of the component or tenant, usable as the name of a folder.
        """
        # A Git address ends with a branch, and the folder in it comes after a colon.
        separator = ":" if self.kind == "git" and ":" not in self.place.partition("#")[2] else "/"
        return self.model_copy(update={"place": f"{self.place}{separator}{name}"})

    def of_run(self, execution_id: str) -> "Destination":
        """Return the destination for a run whose files name another one: what a rollback puts back.

        Args:
            execution_id: id of the run.
        """
        return self.model_copy(update={"options": {**self.options, "execution_id": execution_id}})


class Receipt(FrozenModel):
    """What a sink did with the artifacts.

    Attributes:
        kind: kind of the destination.
        place: where they are, as the user named it.
        revision: the name that the sink gives to what it saved; a workspace knows only the digest of the artifacts.
        digests: SHA-256 by path of every file that the run has at the place now.
        written: paths whose content is new or changed.
        unchanged: number of files that were already there with the same bytes.
        removed: paths of an earlier run that this one does not have.
        findings: what the sink has to say about what others have at the place; the artifacts are what the gate passed.
        published: what became of them where they were published to as well.
    """

    kind: str
    place: str
    revision: str
    digests: dict[str, str]
    written: list[str]
    unchanged: int
    removed: list[str]
    findings: list[Finding] = []
    published: list["Receipt"] = []


def workspace(folder: str, *, overwrite: bool = False) -> Destination:
    """Return the destination that is a folder on this machine.

    Args:
        folder: the folder, as the user named it.
        overwrite: whether files that a person edited may be replaced.
    """
    return Destination(kind=WORKSPACE, place=folder, options={"overwrite": overwrite})


def published_at(addresses: list[str], *, overwrite: bool = False) -> list[Destination]:
    """Return the destinations that artifacts are published to beside a folder, in their order.

    Args:
        addresses: where, as the user named it.
        overwrite: whether what is there with other bytes may be replaced.

    Raises:
        InputError: with every address that is none.
    """
    problems = [_no_address(address) for address in addresses if _kind_of(address) is None]
    if problems:
        raise InputError(*problems)
    kinds = list(PUBLISHED.values())
    named = [(kind, address) for address in dict.fromkeys(addresses) if (kind := _kind_of(address)) is not None]
    ordered = sorted(named, key=lambda one: kinds.index(one[0]))
    return [Destination(kind=kind, place=address, options={"overwrite": overwrite}) for kind, address in ordered]


def require_open(destination: Destination, allowed: list[str]) -> None:
    """Let artifacts be published to a destination that is open to clients.

    Args:
        destination: the destination.
        allowed: addresses, or how they begin, that are open to them.

    Raises:
        InputError: it is not.
    """
    if not any(_is_within(destination.place, place) for place in allowed):
        raise InputError(_closed(destination.place))


def _is_within(address: str, place: str) -> bool:
    """Tell whether an address is a place, or something in it; one that could lead out of it again is not."""
    if ".." in address or "%" in address:
        return False
    ends = ("",) if place.endswith(("/", "#", ":")) else ("/", "#") if "#" not in place else ("/", ":")
    return address == place or address.startswith(tuple(f"{place}{end}" for end in ends))


def _closed(address: str) -> Problem:
    message = f"clients may not publish to {address!r}"
    remedy = "Leave it out; whoever runs the server opens addresses with INFRA_ENGINEER_PUBLISH_TO."
    return Problem(code="publish-closed", message=message, remedy=remedy, file=Flag.PUBLISH)


def publish_flags(destinations: list[Destination]) -> list[str]:
    """Return the flags that name destinations at the command line."""
    return [part for destination in destinations for part in (str(Flag.PUBLISH), destination.place)]


def _kind_of(address: str) -> str | None:
    return next((kind for scheme, kind in PUBLISHED.items() if address.startswith(scheme)), None)


def _no_address(address: str) -> Problem:
    message = f"nothing is published to {address!r}"
    remedy = f"Give an address that begins with {' or '.join(PUBLISHED)}; a folder is named with {Flag.OUTPUT}."
    return Problem(code="publish-place", message=message, remedy=remedy, file=Flag.PUBLISH)
