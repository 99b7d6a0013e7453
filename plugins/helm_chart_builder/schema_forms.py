"""Forms of texts in values.schema.json, as Helm reads them soonest and the API takes them."""

from typing import Annotated, Any

from pydantic import Field

from foundation.model.bundle.groups import services, traffic
from foundation.model.chart import shapes
from foundation.model.kubernetes import scalars
from foundation.model.kubernetes.images import ImageReference
from foundation.model.names import DNS_LABEL, LABEL_VALUE, MAX_LABEL, QUALIFIED_NAME

JsonSchema = dict[str, Any]

#: A folder or a file in a path: a name of one dot at most in front, one of two dots and more, and none, as in a//b.
_ONE_DOT, _TWO_DOTS = r"[.]?[^/.\x00][^/\x00]*|[.]", r"[.][.][^/\x00]+"
_FURTHER = f"(/({_ONE_DOT}|{_TWO_DOTS})?)*"
#: Paths that do not lead out of where they are; names with two dots in front kubelet keeps for itself.
VOLUME_FILE: JsonSchema = {"type": "string", "pattern": f"^({_ONE_DOT}){_FURTHER}$"}
HOST_PATH: JsonSchema = {"type": "string", "pattern": f"^/({_ONE_DOT}|{_TWO_DOTS})?{_FURTHER}$"}
#: Texts of one form that occur in many places: to read a form takes Helm twice as long as to follow a reference.
FORMS = {
    "AbsolutePath": scalars.AbsolutePath,
    "Address": services.IpAddress,
    "DataKey": scalars.DataKey,
    "FilePath": scalars.RelativePath,
    "Host": traffic.HostPattern,
    "HostOrNone": shapes.HostOrNone,
    "ImageName": ImageReference,
    "LabelText": scalars.LabelText,
    "MountPath": scalars.MountPath,
    "MountPathOrNone": shapes.MountPathOrNone,
    "Name": scalars.DnsLabel,
    "NetworkRange": services.Network,
    "ObjectName": scalars.ObjectName,
    "ObjectNameOrNone": shapes.ObjectNameOrNone,
    "Percent": scalars.PercentText,
    "PortName": scalars.PortName,
    "QualifiedName": scalars.QualifiedName,
    "QuantityText": scalars.QuantityText,
    "VariableName": scalars.EnvironmentName,
    "VolumeFile": Annotated[str, Field(pattern=VOLUME_FILE["pattern"])],
}
#: A prefix of 253 characters, a slash and a name.
_LONGEST_NAME = 253 + 1 + MAX_LABEL
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = f"{_OCTET}[.]{_OCTET}[.]{_OCTET}[.]{_OCTET}"
_GROUP = "[0-9A-Fa-f]{1,4}"
#: Eight groups, or fewer with a gap of at least one.
_IPV6 = "|".join(
    [
        f"({_GROUP}:){{7}}{_GROUP}",
        f"({_GROUP}:){{1,7}}:",
        *(f"({_GROUP}:){{{before}}}(:{_GROUP}){{1,{7 - before}}}" for before in range(1, 7)),
        f":((:{_GROUP}){{1,7}}|:)",
    ]
)
#: Helm reads both as Go does, and its message says which of the two it is not.
ADDRESS: JsonSchema = {"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]}
#: What stands instead of a form of the model. A form that counts takes Go ten times as long as a length beside it; of
#: addresses the model knows the rough form, because Python looks at them too.
INSTEAD: dict[str, JsonSchema] = {
    **{
        form: {"pattern": form.replace("{0,61}", "*"), "maxLength": MAX_LABEL}
        for form in (DNS_LABEL, LABEL_VALUE, rf"^$|{LABEL_VALUE}")
    },
    QUALIFIED_NAME: {"pattern": QUALIFIED_NAME.replace("{0,251}", "*"), "maxLength": _LONGEST_NAME},
    scalars.ADDRESS: ADDRESS,
    services.NETWORK: {"pattern": f"^{_IPV4}/([12]?[0-9]|3[0-2])$|^({_IPV6})/([1-9]?[0-9]|1[01][0-9]|12[0-8])$"},
    scalars.RELATIVE_PATH: {"pattern": f"^({_ONE_DOT}|{_TWO_DOTS}){_FURTHER}$"},
}
#: Resources that a container asks for: the API's own, or one with its domain (core/v1 ValidateResourceName).
RESOURCE_NAME = (
    "^(cpu|memory|ephemeral-storage|hugepages-[1-9][0-9]*(k|M|G|T|Ki|Mi|Gi|Ti)?|[a-z0-9]([a-z0-9.-]*[a-z0-9])?/"
    "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)$"
)
