"""What the API server does to an object that is created, before validating policies look at it."""

import base64
from typing import Any

from plugins.k8s_validator.admission.served.decoding import decoded
from plugins.k8s_validator.admission.served.pods import admitted_pod
from plugins.k8s_validator.admission.served.types import type_of
from plugins.k8s_validator.objects.values import mapping, text

#: Where an object without a namespace goes.
NAMESPACE = "default"
#: Identities are the cluster's to give; this one says that there is one.
NO_UID = "00000000-0000-0000-0000-000000000000"


def created(data: dict[str, Any], *, namespaced: bool) -> dict[str, Any]:
    """Return an object as validating policies see it on its creation; the given one is not changed.

    Kinds that the API server has no types for, such as custom resources, only get their namespace.

    Args:
        data: the object.
        namespaced: whether it belongs to a namespace.
    """
    found = dict(data)
    metadata = mapping(data.get("metadata"))
    if namespaced and not metadata.get("namespace"):
        found["metadata"] = {**metadata, "namespace": NAMESPACE}
    name = type_of(text(data.get("apiVersion")), text(data.get("kind")))
    if name is None:
        return found
    if name != "core/v1.Node":
        found.pop("status", None)
    prepare = _PREPARED.get(name)
    return prepare(decoded(found, name)) if prepare else _plain(decoded(found, name))


def _plain(data: Any) -> dict[str, Any]:
    return mapping(data)


def _secret(data: dict[str, Any]) -> dict[str, Any]:
    """Text is put among the data and is not kept as such."""
    given = mapping(data.get("stringData"))
    if not given:
        return data
    encoded = {key: base64.b64encode(str(value).encode()).decode() for key, value in given.items()}
    kept = {key: value for key, value in data.items() if key != "stringData"}
    return {**kept, "data": {**mapping(data.get("data")), **encoded}}


def _job(data: dict[str, Any]) -> dict[str, Any]:
    """A Job selects its pods by labels that the API server gives it."""
    spec = mapping(data.get("spec"))
    if spec.get("manualSelector") is True:
        return data
    template = mapping(spec.get("template"))
    metadata = mapping(template.get("metadata"))
    name = text(mapping(data.get("metadata")).get("name"))
    own = {"batch.kubernetes.io/controller-uid": NO_UID, "batch.kubernetes.io/job-name": name}
    labels = {**mapping(metadata.get("labels")), "controller-uid": NO_UID, "job-name": name, **own}
    selector = {"matchLabels": {"batch.kubernetes.io/controller-uid": NO_UID}}
    template = {**template, "metadata": {**metadata, "labels": labels}}
    return {**data, "spec": {**spec, "selector": selector, "template": template}}


_PREPARED = {"core/v1.Pod": admitted_pod, "core/v1.Secret": _secret, "batch/v1.Job": _job}
