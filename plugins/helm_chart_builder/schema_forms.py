"""Forms of texts in values.schema.json, as Helm reads them soonest and the API takes them."""

from typing import Any

from foundation.model.bundle.groups import services, traffic
from foundation.model.chart import shapes
from foundation.model.kubernetes import scalars
from foundation.model.kubernetes.images import ImageReference
from foundation.model.names import DNS_LABEL, LABEL_VALUE, MAX_LABEL, QUALIFIED_NAME

JsonSchema = dict[str, Any]

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
}
#: A prefix of 253 characters, a slash and a name.
_LONGEST_NAME = 253 + 1 + MAX_LABEL
_IPV4, _IPV6 = r"([0-9]{1,3}[.]){3}[0-9]{1,3}", "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*"
ADDRESS: JsonSchema = {"type": "string", "pattern": f"^{_IPV4}$|^{_IPV6}$"}
#: What stands instead of a form of the model. A form that counts takes Go ten times as long as a length beside it; of
#: addresses the model knows the rough form, because Python looks at them too.
INSTEAD: dict[str, JsonSchema] = {
    **{
        form: {"pattern": form.replace("{0,61}", "*"), "maxLength": MAX_LABEL}
        for form in (DNS_LABEL, LABEL_VALUE, rf"^$|{LABEL_VALUE}")
    },
    QUALIFIED_NAME: {"pattern": QUALIFIED_NAME.replace("{0,251}", "*"), "maxLength": _LONGEST_NAME},
    scalars.ADDRESS: ADDRESS,
    services.NETWORK: {"pattern": f"^{_IPV4}/([12]?[0-9]|3[0-2])$|^{_IPV6}/1?[0-9]{{1,2}}$"},
}
#: Resources that a container asks for: the API's own, or one with its domain (core/v1 ValidateResourceName).
RESOURCE_NAME = (
    "^(cpu|memory|ephemeral-storage|hugepages-[0-9]+[A-Za-z]+|[a-z0-9]([a-z0-9.-]*[a-z0-9])?/"
    "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)$"
)
