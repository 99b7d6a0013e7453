"""Objects as the API server returns them: what it filled in by itself is taken out again."""

from dataclasses import replace
from typing import Any

from agent.importing.objects import SourceObject

#: Fields with the value that the API server gives them when nobody says anything (core/v1, apps/v1, batch/v1 defaults).
_DEFAULTS: dict[str, tuple[Any, ...]] = {
    "terminationMessagePath": ("/dev/termination-log",),
    "terminationMessagePolicy": ("File",),
    "dnsPolicy": ("ClusterFirst",),
    "schedulerName": ("default-scheduler",),
    "restartPolicy": ("Always",),
    "securityContext": ({},),
    "resources": ({},),
    "progressDeadlineSeconds": (600,),
    "revisionHistoryLimit": (10,),
    "strategy": ({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},),
    "updateStrategy": (
        {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
    ),
    "podManagementPolicy": ("OrderedReady",),
    "internalTrafficPolicy": ("Cluster",),
    "sessionAffinity": ("None",),
    "ipFamilies": (["IPv4"], ["IPv6"]),
    "ipFamilyPolicy": ("SingleStack",),
    "successThreshold": (1,),
    "timeoutSeconds": (1,),
    "scheme": ("HTTP",),
    "apiVersion": ("v1",),
}
#: Parts in which these names mean something else.
_OTHER = frozenset({"data", "binaryData", "metadata", "env", "annotations", "labels"})


def cleaned(item: SourceObject) -> SourceObject:
    """Return an object without the defaults of the API server, if it comes from there."""
    if not item.metadata.get("uid"):
        return item
    data = {key: _without(value) if key == "spec" else value for key, value in item.data.items() if key != "status"}
    return replace(item, data=data)


def _without(data: Any) -> Any:
    if isinstance(data, list):
        return [_without(entry) for entry in data]
    if not isinstance(data, dict):
        return data
    return {
        key: value if key in _OTHER else _without(value)
        for key, value in data.items()
        if value not in _DEFAULTS.get(key, ())
    }
