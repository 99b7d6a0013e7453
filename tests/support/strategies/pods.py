"""Where pods run, and what a pod has beside containers and volumes."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.containers import IDS, SHORTEST_GRACE
from tests.support.strategies.text import LABELS, METADATA_KEYS, TEXT, WORDS, optional, some

_KEYS = WORDS | st.builds("{}.example.com/{}".format, WORDS, WORDS)
_WEIGHTS = st.integers(1, 100)
_PLACES = st.sampled_from(["kubernetes.io/hostname", "topology.kubernetes.io/zone"])
_SELECTORS = st.fixed_dictionaries({"matchLabels": st.dictionaries(_KEYS, LABELS, min_size=1, max_size=2)}) | st.builds(
    lambda key, values: {"matchExpressions": [{"key": key, "operator": "NotIn", "values": values}]},
    _KEYS,
    some(LABELS, least=1),
)
_NODES = st.builds(
    lambda requirements: {"matchExpressions": requirements},
    some(
        st.builds(lambda key: {"key": key, "operator": "Exists"}, _KEYS)
        | st.builds(lambda key, values: {"key": key, "operator": "In", "values": values}, _KEYS, some(LABELS, least=1))
        | st.builds(lambda key, cores: {"key": key, "operator": "Gt", "values": [str(cores)]}, _KEYS, _WEIGHTS),
        least=1,
    ),
)
_PODS = st.builds(lambda place, pods: {"topologyKey": place, "labelSelector": pods}, _PLACES, _SELECTORS)


def _affinity(required: st.SearchStrategy[Any], preferred: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return optional(
        requiredDuringSchedulingIgnoredDuringExecution=required,
        preferredDuringSchedulingIgnoredDuringExecution=some(preferred, least=1),
    )


def affinities() -> st.SearchStrategy[dict[str, Any]]:
    """Return wishes about nodes and other pods."""
    nodes = _affinity(
        st.builds(lambda terms: {"nodeSelectorTerms": terms}, some(_NODES, least=1)),
        st.builds(lambda weight, term: {"weight": weight, "preference": term}, _WEIGHTS, _NODES),
    )
    pods = _affinity(
        some(_PODS, least=1),
        st.builds(lambda weight, term: {"weight": weight, "podAffinityTerm": term}, _WEIGHTS, _PODS),
    )
    return optional(nodeAffinity=nodes, podAffinity=pods, podAntiAffinity=pods)


def _spread() -> st.SearchStrategy[list[dict[str, Any]]]:
    constraint = st.fixed_dictionaries(
        {"maxSkew": st.integers(1, 3), "whenUnsatisfiable": st.sampled_from(["DoNotSchedule", "ScheduleAnyway"])},
        optional={"nodeTaintsPolicy": st.sampled_from(["Honor", "Ignore"])},
    )
    places = st.permutations(["kubernetes.io/hostname", "topology.kubernetes.io/zone"])
    return st.builds(
        lambda places, constraints: [
            {**constraint, "topologyKey": place} for place, constraint in zip(places, constraints, strict=False)
        ],
        places,
        some(constraint, least=1),
    )


def _tolerations() -> st.SearchStrategy[list[dict[str, Any]]]:
    effect = optional(effect=st.sampled_from(["NoSchedule", "PreferNoSchedule"]))
    exists = st.builds(lambda key, effect: {"key": key, "operator": "Exists", **effect}, _KEYS, effect)
    equal = st.builds(lambda key, value: {"key": key, "value": value}, _KEYS, LABELS)
    timed = st.builds(
        lambda key, seconds: {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": seconds},
        _KEYS,
        st.integers(0, 600),
    )
    return some(exists | equal | timed)


def _security() -> st.SearchStrategy[dict[str, Any]]:
    return optional(
        fsGroup=IDS,
        fsGroupChangePolicy=st.sampled_from(["OnRootMismatch", "Always"]),
        runAsUser=IDS,
        supplementalGroups=some(IDS),
        sysctls=st.just([{"name": "net.ipv4.tcp_syncookies", "value": "1"}]),
    )


def pod_settings() -> dict[str, st.SearchStrategy[Any]]:
    """Return the settings of the pod, by name."""
    aliases = st.builds(
        lambda ip, names: {"ip": ip, "hostnames": names}, st.sampled_from(["10.0.0.7", "::1"]), some(WORDS)
    )
    options = some(st.fixed_dictionaries({"name": WORDS}, optional={"value": TEXT}))
    return {
        "affinity": affinities(),
        "topology_spread_constraints": _spread(),
        "tolerations": _tolerations(),
        "node_selector": st.dictionaries(_KEYS, LABELS, max_size=2),
        "pod_security_context": _security(),
        "pod_labels": st.dictionaries(METADATA_KEYS, LABELS, max_size=2),
        "pod_annotations": st.dictionaries(METADATA_KEYS, TEXT, max_size=2),
        "host_aliases": some(aliases),
        "dns_config": st.builds(lambda options: {"options": options}, options),
        "priority_class_name": WORDS,
        "enable_service_links": st.booleans(),
        "share_process_namespace": st.booleans(),
        "image_pull_secrets": some(st.builds(lambda name: {"name": name}, WORDS)),
        "termination_grace_period_seconds": st.integers(SHORTEST_GRACE, 600),
    }
