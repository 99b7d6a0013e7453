"""What the API refuses in the fields of one Kubernetes shape together, in JSON Schema's words.

The model of a bundle refuses the same with Python (``foundation/model/kubernetes/``), which no schema is made from.
Alternatives say what has to hold rather than what must not, so that Helm's message tells what is wrong. Rules about
several shapes are in the templates, rules that hardly anybody can break by a value (parts of a network) in neither.
"""

from typing import Any, get_args

from foundation.model.base import choices_of
from foundation.model.bundle.groups.jobs import JobSpec
from foundation.model.bundle.groups.mesh import DestinationRule
from foundation.model.bundle.groups.scaling import Metric, RollingUpdate
from foundation.model.bundle.groups.security import PolicyRule
from foundation.model.bundle.groups.services import ServiceSpec
from foundation.model.bundle.groups.storage import AccessMode
from foundation.model.bundle.groups.traffic import NetworkPeer, PeerPort
from foundation.model.chart.values import Route, VirtualRoute
from foundation.model.kubernetes.containers import ContainerPort, ResizePolicy, ResourceRequirements
from foundation.model.kubernetes.environment import EnvironmentVariable
from foundation.model.kubernetes.pods import DnsConfig, HostAlias
from foundation.model.kubernetes.probes import Probe
from foundation.model.kubernetes.scalars import PORT_NAME
from foundation.model.kubernetes.scheduling import (
    LabelRequirement,
    NodeRequirement,
    NodeSelectorTerm,
    PodAffinityTerm,
    Toleration,
    TopologySpreadConstraint,
)
from foundation.model.kubernetes.security import AppArmorProfile, SeccompProfile, SecurityContext
from foundation.model.kubernetes.volumes import ClaimTemplate, CsiVolume, VolumeMount
from foundation.model.names import DNS_SUBDOMAIN
from plugins.helm_chart_builder.schema_forms import ADDRESS, RESOURCE_NAME

JsonSchema = dict[str, Any]
#: Marks a reference that null may stand for, until references are written.
OPTIONAL = "x-optional"

ABSENT: JsonSchema = {"type": "null"}
NONE_OR_EMPTY: JsonSchema = {"type": ["array", "null"], "maxItems": 0}


def _fields(**schemas: JsonSchema) -> JsonSchema:
    """Return what holds of an object whose fields are like this, where they are there."""
    return {"properties": schemas}


def _given(**schemas: JsonSchema) -> JsonSchema:
    """Return what holds of an object that has these fields."""
    return {"properties": schemas, "required": list(schemas)}


def _one_of(*values: Any) -> JsonSchema:
    return {"enum": list(values)}


def _any(*alternatives: JsonSchema) -> JsonSchema:
    return {"anyOf": list(alternatives)}


def _all(*rules: JsonSchema) -> JsonSchema:
    return {"allOf": list(rules)}


def _some(least: int = 1) -> JsonSchema:
    return {"type": "array", "minItems": least}


_NOT_NONE: JsonSchema = {"not": _one_of(0, "0%")}
_WHOLE_NUMBER: JsonSchema = {"type": "array", "minItems": 1, "maxItems": 1, "items": {"pattern": "^[0-9]+$"}}
_LABEL_VALUES = (
    _given(operator=_one_of("In", "NotIn"), values=_some()),
    _fields(operator=_one_of("Exists", "DoesNotExist"), values=NONE_OR_EMPTY),
)


def _open(fields: str, **needed: Any) -> JsonSchema:
    """Return the type of objects of some fields, of which only the names are looked at."""
    form = f"^({fields})$"
    return {"type": "object", "patternProperties": {form: {}}, "additionalProperties": False, **needed}


def _route(kinds: tuple[str, ...], fields: str, conditions: str) -> JsonSchema:
    """Return what holds of routes of the Gateway API, by the further fields of their rules and of their matches."""
    matches = {"matches": {"items": _open(conditions)}} if conditions else {}
    rule = {
        "properties": {"name": {"type": "string"}, "backendRefs": {"type": "array"}, **matches},
        "patternProperties": {f"^({fields})$": {}},
        "additionalProperties": False,
        "required": [] if conditions else ["backendRefs"],
    }
    return _fields(kind=_one_of(*kinds), rules={"items": rule})


_LOCAL_FILE = _any(
    _given(type=_one_of("Localhost"), localhostProfile={"type": "string", "pattern": "^[^/]"}),
    _fields(type=_one_of("RuntimeDefault", "Unconfined"), localhostProfile=ABSENT),
)
_SOURCES = {
    each: each[0].lower() + each[1:] for each in ("Resource", "ContainerResource", "Pods", "Object", "External")
}

#: By shape: core/v1, networking.k8s.io/v1 and autoscaling/v2, validation.go of each.
COMBINATIONS: dict[type[Any], JsonSchema] = {
    EnvironmentVariable: _any(_fields(value=ABSENT), _fields(valueFrom=ABSENT)),
    VolumeMount: _all(
        _any(_fields(subPath=ABSENT), _fields(subPathExpr=ABSENT)),
        _any(_fields(recursiveReadOnly=_one_of("Disabled", None)), _given(readOnly=_one_of(True))),
    ),
    LabelRequirement: _any(*_LABEL_VALUES),
    NodeRequirement: _any(*_LABEL_VALUES, _given(operator=_one_of("Gt", "Lt"), values=_WHOLE_NUMBER)),
    PodAffinityTerm: _any(
        _fields(matchLabelKeys=NONE_OR_EMPTY, mismatchLabelKeys=NONE_OR_EMPTY),
        _given(labelSelector={"type": "object"}),
    ),
    Toleration: _all(
        _any(_given(key={"type": "string"}), _given(operator=_one_of("Exists"))),
        _any(_fields(operator=_one_of("Equal", None)), _fields(value=_one_of("", None))),
        _any(_fields(tolerationSeconds=ABSENT), _given(effect=_one_of("NoExecute"))),
    ),
    TopologySpreadConstraint: _any(_fields(minDomains=ABSENT), _fields(whenUnsatisfiable=_one_of("DoNotSchedule"))),
    NetworkPeer: _any(
        {**_fields(ipBlock=ABSENT), "minProperties": 1},
        {**_fields(podSelector=ABSENT, namespaceSelector=ABSENT), "required": ["ipBlock"]},
    ),
    PolicyRule: {"required": ["apiGroups", "resources", "verbs"]},
    RollingUpdate: _any(_fields(maxSurge=_NOT_NONE), _fields(maxUnavailable=_NOT_NONE)),
    SeccompProfile: _LOCAL_FILE,
    AppArmorProfile: _LOCAL_FILE,
    ServiceSpec: _any(
        _fields(ipFamilies={"type": ["array", "null"], "maxItems": 1}),
        _given(ipFamilyPolicy=_one_of("PreferDualStack", "RequireDualStack")),
    ),
    JobSpec: _any(
        _fields(maxFailedIndexes=ABSENT, backoffLimitPerIndex=ABSENT),
        _given(completionMode=_one_of("Indexed"), backoffLimitPerIndex={"type": "integer"}),
    ),
    Route: _any(
        _route(("HTTPRoute",), "filters|retry|sessionPersistence|timeouts", "headers|method|path|queryParams"),
        _route(("GRPCRoute",), "filters|sessionPersistence", "headers|method"),
        _route(("TLSRoute", "TCPRoute", "UDPRoute"), "backendRefs", ""),
    ),
    PeerPort: _any(_fields(endPort=ABSENT), _given(port={"type": "integer"})),
    Metric: _any(*(_given(type=_one_of(kind), **{source: {"type": "object"}}) for kind, source in _SOURCES.items())),
}
_TRAFFIC = _open("connectionPool|loadBalancer|outlierDetection|portLevelSettings|proxyProtocol|retryBudget|tls|tunnel")
#: Routes of Istio by protocol (networking.istio.io/v1 VirtualService).
_ISTIO_HTTP = (
    "corsPolicy|delegate|directResponse|fault|headers|match|mirror|mirrorPercentage|mirrors|name|redirect|retries|rewrite"
    "|route|timeout"
)
_FIELD_REQUIREMENT: JsonSchema = {
    "type": "object",
    "properties": {
        "key": {"const": "metadata.name"},
        "operator": _one_of("In", "NotIn"),
        "values": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1},
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
_AMOUNT: JsonSchema = {"type": ["string", "number"]}
_MODES: JsonSchema = {"type": "array", "items": _one_of(*get_args(AccessMode)), "minItems": 1}
_SOURCE: JsonSchema = {
    "type": "object",
    "patternProperties": {"^(apiGroup|kind|name|namespace)$": {"type": "string"}},
    "required": ["kind", "name"],
    "additionalProperties": False,
}
#: A claim is its access modes, its size and few further fields; what a controller of claims adds nobody sets here.
_CLAIM: JsonSchema = {
    "type": "object",
    "properties": {
        "accessModes": _MODES,
        "resources": {"type": "object", **_given(requests={"type": "object", **_given(storage=_AMOUNT)})},
        "storageClassName": {"type": "string"},
        "volumeMode": _one_of("Filesystem", "Block"),
        "volumeName": {"type": "string"},
        "volumeAttributesClassName": {"type": "string"},
        "selector": {"type": "object"},
        "dataSource": _SOURCE,
        "dataSourceRef": _SOURCE,
    },
    "required": ["accessModes", "resources"],
    "additionalProperties": False,
}
#: Fields that the API restricts further than the model of a bundle does, by shape.
NARROWER: dict[type[Any], dict[str, JsonSchema]] = {
    NodeSelectorTerm: {"matchFields": {"type": ["array", "null"], "items": _FIELD_REQUIREMENT}},
    ResizePolicy: {"resourceName": _one_of("cpu", "memory")},
    PolicyRule: {"apiGroups": _TEXTS, "resources": _TEXTS},
    ServiceSpec: {"ipFamilies": _one_of(["IPv4"], ["IPv6"], ["IPv4", "IPv6"], ["IPv6", "IPv4"], None)},
    DnsConfig: {
        "nameservers": {"type": ["array", "null"], "items": ADDRESS},
        "searches": {"type": ["array", "null"], "items": {"type": "string", "pattern": f"{DNS_SUBDOMAIN}|^[.]$"}},
    },
    VirtualRoute: {
        "http": {"type": "array", "items": _open(_ISTIO_HTTP)},
        "tls": {"type": "array", "items": _open("match|route", required=["match"])},
        "tcp": {"type": "array", "items": _open("match|route")},
    },
    DestinationRule: {
        "trafficPolicy": {**_TRAFFIC, "type": ["object", "null"]},
        "subsets": {"type": ["array", "null"], "items": _open("labels|name|trafficPolicy", required=["name"])},
    },
    PeerPort: {"port": {"type": ["integer", "string", "null"], "minimum": 1, "maximum": 65535, **_PORT_NAME}},
    HostAlias: {"hostnames": {"type": ["array", "null"], "items": {"type": "string", "pattern": DNS_SUBDOMAIN}}},
    # Unmasked is for pods of a user namespace of their own, which the values cannot ask for.
    SecurityContext: {"procMount": _one_of("Default", None)},
    ClaimTemplate: {"spec": _CLAIM},
    CsiVolume: {"nodePublishSecretRef": _NAMED},
    ResourceRequirements: {"requests": _AMOUNTS, "limits": _AMOUNTS},
    ContainerPort: {"hostIP": {**ADDRESS, "type": ["string", "null"]}},
}
#: Shapes that the templates look at, so that an empty one is none.
_LOOKED_AT = frozenset({Probe})
#: Fields of which at least one is there.
_CHOSEN = {NetworkPeer: frozenset({"podSelector", "namespaceSelector"})}


def combined(kind: type[Any], schema: JsonSchema) -> JsonSchema:
    """Return the schema of a shape with what holds of its fields together.

    Args:
        kind: the shape.
        schema: what holds of each of its fields.
    """
    names = {_written(kind, name) for name in choices_of(kind)} | _CHOSEN.get(kind, frozenset())
    choices = {} if kind in _LOOKED_AT else {name: schema["properties"][name] for name in sorted(names)}
    # What is chosen is there; in lists nobody takes null away, as Helm does in mappings.
    chosen = {name: {word: value for word, value in each.items() if word != OPTIONAL} for name, each in choices.items()}
    found = narrowed(kind, {**schema, "properties": {**schema["properties"], **chosen}})
    fields = found["properties"]
    needed = len(schema.get("required", []))
    if not choices or kind in _CHOSEN:
        return found
    if len(choices) + needed == len(fields):
        return {**found, "minProperties": needed + 1, "maxProperties": needed + 1}
    return {**found, "oneOf": [{"required": [name]} for name in choices]}


def narrowed(kind: type[Any], schema: JsonSchema) -> JsonSchema:
    """Return the schema of a part of the values with what holds of its fields in Kubernetes.

    Args:
        kind: the part.
        schema: what holds of each of its fields.
    """
    fields = {**schema["properties"], **NARROWER.get(kind, {})}
    return {**schema, "properties": fields, **COMBINATIONS.get(kind, {})}


def _written(kind: type[Any], name: str) -> str:
    return str(kind.model_fields[name].alias or name)
