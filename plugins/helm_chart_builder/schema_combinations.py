"""What the API refuses in the fields of one Kubernetes shape together, in JSON Schema's words.

The model of a bundle refuses the same with Python (``foundation/model/kubernetes/``), which no schema is made from.
Alternatives say what has to hold rather than what must not, so that Helm's message tells what is wrong. Rules about
several shapes are in the templates, rules that hardly anybody can break by a value (parts of a network) in neither.
"""

from typing import Any

from foundation.model.base import choices_of
from foundation.model.bundle.groups.jobs import JobSpec, OnExitCodes
from foundation.model.bundle.groups.keda import SecretTarget
from foundation.model.bundle.groups.scaling import Metric, RollingUpdate, ScalingRules
from foundation.model.bundle.groups.security import PolicyRule
from foundation.model.bundle.groups.services import ServiceSpec
from foundation.model.bundle.groups.traffic import NetworkPeer, PeerPort
from foundation.model.chart.values import Route
from foundation.model.kubernetes.containers import ContainerPort
from foundation.model.kubernetes.environment import (
    EnvironmentVariable,
    EnvironmentVariableSource,
    ResourceFieldSelector,
)
from foundation.model.kubernetes.probes import Probe
from foundation.model.kubernetes.scheduling import (
    LabelRequirement,
    NodeRequirement,
    PodAffinityTerm,
    Toleration,
    TopologySpreadConstraint,
)
from foundation.model.kubernetes.security import AppArmorProfile, SeccompProfile
from foundation.model.kubernetes.volumes import DownwardFile, VolumeMount
from plugins.helm_chart_builder.schema_alternatives import (
    ABSENT,
    LABEL_VALUES,
    NONE_OR_EMPTY,
    JsonSchema,
    all_of,
    any_of,
    fields,
    given,
    one_of,
    open_object,
)
from plugins.helm_chart_builder.schema_narrowing import NARROWER

#: Marks a reference that null may stand for, until references are written.
OPTIONAL = "x-optional"

_NOT_NONE: JsonSchema = {"not": one_of(0, "0%")}
_WHOLE_NUMBER: JsonSchema = {"type": "array", "minItems": 1, "maxItems": 1, "items": {"pattern": "^[0-9]+$"}}


def _route(kinds: tuple[str, ...], names: str, conditions: str) -> JsonSchema:
    """Return what holds of routes of the Gateway API, by the further fields of their rules and of their matches."""
    matches = {"matches": {"items": open_object(conditions)}} if conditions else {}
    rule = {
        "properties": {"name": {"type": "string"}, "backendRefs": {"type": "array"}, **matches},
        "patternProperties": {f"^({names})$": {}},
        "additionalProperties": False,
        "required": [] if conditions else ["backendRefs"],
    }
    return fields(kind=one_of(*kinds), rules={"items": rule})


_LOCAL_FILE = any_of(
    given(type=one_of("Localhost"), localhostProfile={"type": "string", "pattern": "^[^/]"}),
    fields(type=one_of("RuntimeDefault", "Unconfined"), localhostProfile=ABSENT),
)
_OBJECT: JsonSchema = {"type": "object"}
_NOT_BY_INDEX = one_of("FailJob", "Ignore", "Count")
#: batch/v1, maxParallelismForIndexedJob.
_MOST_INDEXED = 100_000
_BYTES = "^(0|1(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?)$"
_OF_VARIABLES = r"^(spec|status|metadata[.](name|namespace|uid|labels\[|annotations\[))"
_AMOUNT: JsonSchema = {"type": ["string", "number"]}
_OF_RESOURCES = any_of(
    {**fields(averageValue=ABSENT, averageUtilization={"type": "integer"}), "required": ["averageUtilization"]},
    {**fields(averageUtilization=ABSENT, averageValue=_AMOUNT), "required": ["averageValue"]},
)
_TARGETS = {
    "Resource": _OF_RESOURCES,
    "ContainerResource": _OF_RESOURCES,
    "Pods": given(averageValue=_AMOUNT),
    "Object": any_of(given(value=_AMOUNT), given(averageValue=_AMOUNT)),
    "External": any_of(
        {**fields(averageValue=ABSENT, value=_AMOUNT), "required": ["value"]},
        {**fields(value=ABSENT, averageValue=_AMOUNT), "required": ["averageValue"]},
    ),
}


def _divisor(form: str) -> JsonSchema:
    """Return the type of units in which an amount is told: one of each, or none, which is one."""
    return {"type": ["string", "integer", "null"], "pattern": form, "minimum": 0, "maximum": 1}


def _source(kind: str) -> str:
    """Return the field in which a metric of a kind is described."""
    return kind[0].lower() + kind[1:]


#: By shape: core/v1, networking.k8s.io/v1 and autoscaling/v2, validation.go of each.
COMBINATIONS: dict[type[Any], JsonSchema] = {
    EnvironmentVariable: any_of(fields(value=ABSENT), fields(valueFrom=ABSENT)),
    VolumeMount: all_of(
        any_of(fields(subPath=ABSENT), fields(subPathExpr=ABSENT)),
        any_of(fields(recursiveReadOnly=one_of("Disabled", None)), given(readOnly=one_of(True))),
    ),
    LabelRequirement: any_of(*LABEL_VALUES),
    NodeRequirement: any_of(*LABEL_VALUES, given(operator=one_of("Gt", "Lt"), values=_WHOLE_NUMBER)),
    PodAffinityTerm: any_of(
        fields(matchLabelKeys=NONE_OR_EMPTY, mismatchLabelKeys=NONE_OR_EMPTY),
        given(labelSelector={"type": "object"}),
    ),
    Toleration: all_of(
        any_of(given(key={"type": "string"}), given(operator=one_of("Exists"))),
        any_of(fields(operator=one_of("Equal", None)), fields(value=one_of("", None))),
        any_of(fields(tolerationSeconds=ABSENT), given(effect=one_of("NoExecute"))),
    ),
    TopologySpreadConstraint: any_of(fields(minDomains=ABSENT), fields(whenUnsatisfiable=one_of("DoNotSchedule"))),
    NetworkPeer: any_of(
        {**fields(ipBlock=ABSENT), "required": ["podSelector"]},
        {**fields(ipBlock=ABSENT), "required": ["namespaceSelector"]},
        {**fields(podSelector=ABSENT, namespaceSelector=ABSENT, ipBlock=_OBJECT), "required": ["ipBlock"]},
    ),
    PolicyRule: {"required": ["apiGroups", "resources", "verbs"]},
    RollingUpdate: any_of(fields(maxSurge=_NOT_NONE), fields(maxUnavailable=_NOT_NONE)),
    SeccompProfile: _LOCAL_FILE,
    AppArmorProfile: _LOCAL_FILE,
    ServiceSpec: any_of(
        fields(ipFamilies={"type": ["array", "null"], "maxItems": 1}),
        given(ipFamilyPolicy=one_of("PreferDualStack", "RequireDualStack")),
    ),
    JobSpec: all_of(
        any_of(
            fields(maxFailedIndexes=ABSENT, backoffLimitPerIndex=ABSENT),
            given(completionMode=one_of("Indexed"), backoffLimitPerIndex={"type": "integer"}),
        ),
        any_of(
            fields(podFailurePolicy={"properties": {"rules": {"items": fields(action=_NOT_BY_INDEX)}}}),
            given(backoffLimitPerIndex={"type": "integer"}),
        ),
        any_of(fields(podFailurePolicy=ABSENT), fields(podReplacementPolicy=one_of("Failed", None))),
        any_of(fields(completionMode=one_of("NonIndexed", None)), fields(parallelism={"maximum": _MOST_INDEXED})),
    ),
    OnExitCodes: any_of(
        given(operator=one_of("In"), values={"type": "array", "items": {"minimum": 1}}), given(operator=one_of("NotIn"))
    ),
    Route: any_of(
        _route(("HTTPRoute",), "filters|retry|sessionPersistence|timeouts", "headers|method|path|queryParams"),
        _route(("GRPCRoute",), "filters|sessionPersistence", "headers|method"),
        _route(("TLSRoute", "TCPRoute", "UDPRoute"), "backendRefs", ""),
    ),
    PeerPort: any_of(fields(endPort=ABSENT), given(port={"type": "integer"})),
    Metric: any_of(*(given(type=one_of(kind), **{_source(kind): fields(target=_TARGETS[kind])}) for kind in _TARGETS)),
    ScalingRules: all_of(fields(policies={"minItems": 1})),
    ContainerPort: any_of(fields(hostIP=ABSENT), given(hostPort={"type": "integer"})),
    ResourceFieldSelector: any_of(
        fields(resource=one_of("limits.cpu", "requests.cpu"), divisor=_divisor("^(0|1m?)$")),
        # All others are counted in bytes.
        fields(resource={"pattern": "[^u]$"}, divisor=_divisor(_BYTES)),
    ),
    # Labels and annotations as a whole are for files, addresses for variables.
    EnvironmentVariableSource: all_of(fields(fieldRef=fields(fieldPath={"pattern": _OF_VARIABLES}))),
    DownwardFile: all_of(
        fields(
            fieldRef=fields(fieldPath={"pattern": "^metadata"}),
            resourceFieldRef={"type": ["object", "null"], **given(containerName={"type": "string"})},
        )
    ),
    SecretTarget: {"required": ["key", "name", "parameter"]},
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
    properties = found["properties"]
    needed = len(schema.get("required", []))
    if not choices or kind in _CHOSEN:
        return found
    if len(choices) + needed == len(properties):
        return {**found, "minProperties": needed + 1, "maxProperties": needed + 1}
    return {**found, "oneOf": [{"required": [name]} for name in choices]}


def narrowed(kind: type[Any], schema: JsonSchema) -> JsonSchema:
    """Return the schema of a part of the values with what holds of its fields in Kubernetes.

    Args:
        kind: the part.
        schema: what holds of each of its fields.
    """
    properties = {**schema["properties"], **NARROWER.get(kind, {})}
    return {**schema, "properties": properties, **COMBINATIONS.get(kind, {})}


def _written(kind: type[Any], name: str) -> str:
    return str(kind.model_fields[name].alias or name)
