"""Fields that the API restricts further than the model of a bundle does, by shape, in JSON Schema's words."""

from typing import Any, get_args

from foundation.model.bundle.groups.keda import Keda, SecretTarget
from foundation.model.bundle.groups.mesh import DestinationRule
from foundation.model.bundle.groups.scaling import DescribedObject, MetricIdentifier, MetricTarget
from foundation.model.bundle.groups.security import PolicyRule
from foundation.model.bundle.groups.services import ClientIp, ServiceSpec
from foundation.model.bundle.groups.storage import AccessMode
from foundation.model.bundle.groups.traffic import PeerPort
from foundation.model.chart.values import VirtualRoute
from foundation.model.kubernetes.containers import ContainerPort, ResizePolicy, ResourceRequirements
from foundation.model.kubernetes.environment import ObjectFieldSelector
from foundation.model.kubernetes.pods import DnsConfig, HostAlias
from foundation.model.kubernetes.scalars import PORT_NAME, POSITIVE_QUANTITY
from foundation.model.kubernetes.scheduling import NodeSelectorTerm
from foundation.model.kubernetes.security import PodSecurityContext, SecurityContext, WindowsOptions
from foundation.model.kubernetes.volumes import (
    ClaimTemplate,
    CsiVolume,
    DownwardFile,
    HostPathVolume,
    KeyToPath,
    TokenProjection,
    TrustProjection,
)
from foundation.model.names import DNS_SUBDOMAIN, LABEL_VALUE, QUALIFIED_NAME
from plugins.helm_chart_builder.schema_alternatives import (
    ABSENT,
    LABEL_VALUES,
    JsonSchema,
    any_of,
    fields,
    given,
    one_of,
    open_object,
)
from plugins.helm_chart_builder.schema_forms import ADDRESS, HOST_PATH, INSTEAD, RESOURCE_NAME, VOLUME_FILE

_TRAFFIC = open_object(
    "connectionPool|loadBalancer|outlierDetection|portLevelSettings|proxyProtocol|retryBudget|tls|tunnel"
)
#: Routes of Istio by protocol (networking.istio.io/v1 VirtualService).
_ISTIO_HTTP = (
    "corsPolicy|delegate|directResponse|fault|headers|match|mirror|mirrorPercentage|mirrors|name|redirect|retries|rewrite"
    "|route|timeout"
)
_SUBDOMAIN: JsonSchema = {"type": "string", "pattern": DNS_SUBDOMAIN, "maxLength": 253}
_FIELD_REQUIREMENT: JsonSchema = {
    "type": "object",
    "properties": {
        "key": {"const": "metadata.name"},
        "operator": one_of("In", "NotIn"),
        "values": {"type": "array", "items": _SUBDOMAIN, "minItems": 1, "maxItems": 1},
    },
    "required": ["key", "operator", "values"],
    "additionalProperties": False,
}
_AMOUNTS: JsonSchema = {
    "type": ["object", "null"],
    # The template says which amounts there are, and which go together.
    "patternProperties": {RESOURCE_NAME: {"type": ["string", "number", "null"]}},
    "additionalProperties": False,
}
_TEXTS: JsonSchema = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_PORT_NAME: JsonSchema = {"pattern": PORT_NAME, "maxLength": 15}
_NAMED: JsonSchema = {
    "type": ["object", "null"],
    "properties": {"name": {"type": "string", "minLength": 1}},
    "required": ["name"],
    "additionalProperties": False,
}
_POSITIVE: JsonSchema = {"type": ["string", "number", "null"], "pattern": POSITIVE_QUANTITY, "exclusiveMinimum": 0}
#: A part of a path in the API of metrics.
_SEGMENT: JsonSchema = {"type": "string", "pattern": "^[^/%]*[^/%.][^/%]*$"}
#: A claim of one pod alone has no other mode beside.
_MODES = any_of(
    *(
        {"type": "array", "items": one_of(*modes), "minItems": 1, "maxItems": len(modes)}
        for modes in (["ReadWriteOncePod"], [mode for mode in get_args(AccessMode) if mode != "ReadWriteOncePod"])
    )
)
_CLASS: JsonSchema = {"type": "string", "pattern": f"^$|{DNS_SUBDOMAIN}", "maxLength": 253}
_SOURCE: JsonSchema = {
    "type": "object",
    "patternProperties": {"^(apiGroup|kind|name|namespace)$": {"type": "string", "minLength": 1}},
    "required": ["kind", "name"],
    "additionalProperties": False,
    # What has no group is the core's, which has one source.
    **any_of({"required": ["apiGroup"]}, fields(kind=one_of("PersistentVolumeClaim"))),
}
_LABELS: JsonSchema = {
    "type": "object",
    "patternProperties": {QUALIFIED_NAME: {"type": "string", "pattern": f"^$|{LABEL_VALUE}"}},
    "additionalProperties": False,
}
_CONDITION: JsonSchema = {
    "type": "object",
    "properties": {
        "key": {"type": "string", "pattern": QUALIFIED_NAME},
        "operator": {"type": "string"},
        "values": {"type": "array", "items": {"type": "string", "pattern": f"^$|{LABEL_VALUE}"}},
    },
    "required": ["key", "operator"],
    "additionalProperties": False,
    **any_of(*LABEL_VALUES),
}
_STORAGE: JsonSchema = {"type": "object", **fields(storage={**_POSITIVE, "type": ["string", "number"]})}
#: A claim is its access modes, its size and few further fields; what a controller of claims adds nobody sets here.
_CLAIM: JsonSchema = {
    "type": "object",
    "properties": {
        "accessModes": _MODES,
        "resources": {
            "type": "object",
            **given(requests={**_STORAGE, "required": ["storage"]}),
            "additionalProperties": _STORAGE,
        },
        "storageClassName": _CLASS,
        "volumeMode": one_of("Filesystem", "Block"),
        "volumeName": {"type": "string"},
        "volumeAttributesClassName": _CLASS,
        "selector": {
            "type": "object",
            "properties": {"matchLabels": _LABELS, "matchExpressions": {"type": "array", "items": _CONDITION}},
            "additionalProperties": False,
        },
        "dataSource": _SOURCE,
        "dataSourceRef": _SOURCE,
    },
    "required": ["accessModes", "resources"],
    "additionalProperties": False,
    # The server asks for the same in both.
    **any_of(fields(dataSource=ABSENT), fields(dataSourceRef=ABSENT)),
}
_LABEL_KEY = QUALIFIED_NAME.removeprefix("^").removesuffix("$")
_FIELD_PATH: JsonSchema = {
    "type": "string",
    "pattern": rf"^(metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['{_LABEL_KEY}'\])"
    r"|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$",
}
_WHOLE: JsonSchema = {"type": "integer", "minimum": 0}
_TEXT: JsonSchema = {"type": "string"}
_FALLBACK: JsonSchema = {
    "type": ["object", "null"],
    "properties": {
        "failureThreshold": _WHOLE,
        "replicas": _WHOLE,
        "behavior": one_of("static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower"),
    },
    "required": ["failureThreshold", "replicas"],
    "additionalProperties": False,
}


def _closed(**properties: JsonSchema) -> JsonSchema:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


NARROWER: dict[type[Any], dict[str, JsonSchema]] = {
    NodeSelectorTerm: {"matchFields": {"type": ["array", "null"], "items": _FIELD_REQUIREMENT}},
    ResizePolicy: {"resourceName": one_of("cpu", "memory")},
    PolicyRule: {"apiGroups": _TEXTS, "resources": _TEXTS},
    ServiceSpec: {
        "ipFamilies": one_of(["IPv4"], ["IPv6"], ["IPv4", "IPv6"], ["IPv6", "IPv4"], None),
        "loadBalancerClass": {"type": ["string", "null"], **INSTEAD[QUALIFIED_NAME]},
    },
    ClientIp: {"timeoutSeconds": {"type": ["integer", "null"], "minimum": 1, "maximum": 86_400}},
    DnsConfig: {
        "nameservers": {"type": ["array", "null"], "items": ADDRESS, "maxItems": 3},
        "searches": {
            "type": ["array", "null"],
            "items": {"type": "string", "pattern": f"{DNS_SUBDOMAIN}|^[.]$"},
            "maxItems": 32,
        },
    },
    VirtualRoute: {
        "http": {"type": "array", "items": open_object(_ISTIO_HTTP)},
        "tls": {"type": "array", "items": open_object("match|route", required=["match"])},
        "tcp": {"type": "array", "items": open_object("match|route")},
    },
    DestinationRule: {
        "trafficPolicy": {**_TRAFFIC, "type": ["object", "null"]},
        "subsets": {"type": ["array", "null"], "items": open_object("labels|name|trafficPolicy", required=["name"])},
    },
    PeerPort: {"port": {"type": ["integer", "string", "null"], "minimum": 1, "maximum": 65535, **_PORT_NAME}},
    HostAlias: {"ip": ADDRESS, "hostnames": {"type": ["array", "null"], "items": _SUBDOMAIN}},
    # Unmasked is for pods of a user namespace of their own, which the values cannot ask for.
    SecurityContext: {"procMount": one_of("Default", None)},
    # Servers take another one with a feature that is off.
    PodSecurityContext: {"seLinuxChangePolicy": one_of("Recursive", None)},
    WindowsOptions: {"gmsaCredentialSpecName": {**_SUBDOMAIN, "type": ["string", "null"]}},
    ClaimTemplate: {"spec": _CLAIM},
    CsiVolume: {
        "driver": {"type": "string", "pattern": "^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$", "maxLength": 63},
        "nodePublishSecretRef": _NAMED,
    },
    HostPathVolume: {"path": HOST_PATH},
    **{kind: {"path": VOLUME_FILE} for kind in (KeyToPath, DownwardFile, TokenProjection, TrustProjection)},
    ResourceRequirements: {"requests": _AMOUNTS, "limits": _AMOUNTS},
    ContainerPort: {"hostIP": {**ADDRESS, "anyOf": [*ADDRESS["anyOf"], {"type": "null"}]}},
    ObjectFieldSelector: {"fieldPath": _FIELD_PATH},
    MetricTarget: {"averageValue": _POSITIVE, "value": _POSITIVE},
    MetricIdentifier: {"name": _SEGMENT},
    DescribedObject: {"kind": _SEGMENT},
    SecretTarget: {"name": _SUBDOMAIN},
    # What a bundle passes on to KEDA as it is.
    Keda: {
        "fallback": _FALLBACK,
        "advanced": _closed(
            restoreToOriginalReplicaCount={"type": "boolean"},
            horizontalPodAutoscalerConfig=open_object("behavior|name"),
            scalingModifiers=_closed(formula=_TEXT, target=_TEXT, activationTarget=_TEXT, metricType=_TEXT),
        ),
        "rollout": _closed(strategy=_TEXT, propagationPolicy=_TEXT),
        "scalingStrategy": _closed(
            strategy=_TEXT,
            customScalingQueueLengthDeduction={"type": "integer"},
            customScalingRunningJobPercentage=_TEXT,
            multipleScalersCalculation=_TEXT,
            pendingPodConditions={"type": "array", "items": _TEXT},
        ),
    },
}
