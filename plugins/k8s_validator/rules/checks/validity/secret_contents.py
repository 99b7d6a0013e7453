"""A Secret has what its type promises."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

#: Keys that a type needs, all of them.
_NEEDED = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
#: Those of them that may not be empty either.
_NOT_EMPTY = ("ssh-privatekey",)
_ACCOUNT = "kubernetes.io/service-account.name"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    kind, data, plain = (
        text(item.data.get("type")),
        mapping(item.data.get("data")),
        mapping(item.data.get("stringData")),
    )
    for key in _NEEDED.get(kind, ()):
        there = {**data, **plain}.get(key)
        if there is None or (there == "" and key in _NOT_EMPTY):
            yield item.fault(f"a Secret of the type {kind} needs the key {key}", "data", key)
        elif key.startswith(".docker") and not _is_json(data.get(key), plain.get(key)):
            yield item.fault(f"{key} holds no JSON object", "data", key)
    if kind == "kubernetes.io/basic-auth" and not {"username", "password"} & {*data, *plain}:
        yield item.fault("a Secret of the type kubernetes.io/basic-auth needs username or password", "data", "username")
    if kind == "kubernetes.io/service-account-token" and not mapping(item.metadata.get("annotations")).get(_ACCOUNT):
        yield item.fault(f"a token needs the annotation {_ACCOUNT}", "metadata", "annotations", _ACCOUNT)


def _is_json(encoded: Any, plain: Any) -> bool:
    try:
        content = json.loads(plain if isinstance(plain, str) else base64.b64decode(str(encoded)))
    except (ValueError, binascii.Error):
        return False
    return content is None or isinstance(content, dict)


CHECK = Check(
    code="secret-contents",
    severity="error",
    title="A Secret has the keys that its type promises.",
    remedy="Add the key, or give the Secret another type.",
    references=("Kubernetes: pkg/apis/core/validation, ValidateSecret",),
    run=each_object(_look, "Secret"),
    kinds=("Secret",),
)
