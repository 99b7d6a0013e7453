"""Names, numbers and quantities as the API server accepts them."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from foundation.model.names import DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, QUALIFIED_NAME, is_ambiguous


def _stays_inside(path: str) -> str:
    """Refuse a path with a way out."""
    if ".." in path.split("/"):
        raise ValueError(f"{path[:60]!r} leads out of the volume")
    return path


def _is_not_reserved(path: str) -> str:
    """Refuse a name that kubelet keeps for itself, such as ``..data`` (core/v1 validateLocalNonReservedPath)."""
    if path.startswith(".."):
        raise ValueError(f"{path[:60]!r} begins with two dots, which kubelet keeps for itself")
    return path


def _reads_as_text(name: str) -> str:
    """Refuse a name that people would have to write in quotes, wherever they use it."""
    if is_ambiguous(name):
        raise ValueError("YAML reads this name as something else than text; give it a prefix or another name")
    return name


def _octal(mode: Any) -> Any:
    """Read a mode as people write it and kubectl reads it: 0644 and 0o644 are octal."""
    return int(mode[1:].removeprefix("o"), 8) if isinstance(mode, str) and re.fullmatch("0o?[0-7]{1,4}", mode) else mode


#: Names that the API server accepts for an environment variable before its relaxed rule of 1.30.
EnvironmentName = Annotated[str, Field(pattern=r"^[-._A-Za-z][-._A-Za-z0-9]*$", max_length=253)]
PortNumber = Annotated[int, Field(ge=1, le=65535)]
#: IANA service name: at most 15 characters, at least one letter (RFC 6335).
PORT_NAME = r"^([0-9][0-9-]*)?[a-z]([a-z0-9-]*[a-z0-9])?$"
PortName = Annotated[str, Field(pattern=PORT_NAME, max_length=15)]
QuantityText = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$")]
POSITIVE_QUANTITY = r"^([0-9]*[1-9][0-9]*([.][0-9]+)?|0+[.]0*[1-9][0-9]*)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$"
#: Size of a claim: the API server refuses nothing, and warns of a part of a byte.
BytesText = Annotated[
    str,
    Field(pattern=r"^(0*[1-9][0-9]*|(0*[1-9][0-9]*([.][0-9]+)?|0+[.]0*[1-9][0-9]*)(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))$"),
]
Quantity = QuantityText | Annotated[int, Field(ge=0)] | Annotated[float, Field(ge=0)]
ObjectName = Annotated[str, Field(pattern=DNS_SUBDOMAIN, max_length=253)]
#: A Service's name is a name in DNS (RFC 1035): no digit comes first.
ServiceName = Annotated[str, Field(pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=63)]
#: Key of a ConfigMap or a Secret; two dots in front kubelet keeps for itself.
DataKey = Annotated[str, Field(pattern=r"^[.]?[-_A-Za-z0-9][-._A-Za-z0-9]*$", max_length=253)]
QualifiedName = Annotated[str, Field(pattern=QUALIFIED_NAME)]
#: Value of a label or of a taint, which may be empty.
LabelText = Annotated[str, Field(pattern=rf"^$|{LABEL_VALUE}")]
#: Percentage of pods.
PercentText = Annotated[str, Field(pattern=r"^(100|[1-9]?[0-9])%$")]
#: A path inside a container; the API keeps the colon for itself.
MountPath = Annotated[str, Field(pattern=r"^/[^:\x00]*$")]
AbsolutePath = Annotated[str, Field(pattern=r"^/[^\x00]*$")]
#: A path below something, without a way out of it. A line's end at its own end would not survive the end of a manifest.
RELATIVE_PATH = r"^[^/\x00\n]([^\x00]*[^\x00\n])?$"
RelativePath = Annotated[str, Field(pattern=RELATIVE_PATH), AfterValidator(_stays_inside)]
#: Path of a file that kubelet writes into a volume.
VolumeFilePath = Annotated[RelativePath, AfterValidator(_is_not_reserved)]
DnsLabel = Annotated[str, Field(pattern=DNS_LABEL)]
#: Number of things or of seconds.
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
PositiveCount = Annotated[int, Field(ge=1, le=2**31 - 1)]
CountOrPercent = Count | PercentText
#: Mode of a file: 0644, or the same as a number, 420.
FileMode = Annotated[int, BeforeValidator(_octal), Field(ge=0, le=0o777)]
#: Id of a user or a group.
NumericId = Annotated[int, Field(ge=0, le=2**31 - 1)]
#: Name of a label or an annotation of our own objects.
MetadataName = Annotated[QualifiedName, AfterValidator(_reads_as_text)]
#: An IPv4 or IPv6 address, roughly.
ADDRESS = r"^[0-9A-Fa-f.:]+$"
Labels = dict[MetadataName, LabelText | None]
Annotations = dict[MetadataName, str | None]
