"""The forms that values of the Kubernetes API have, by the names that ``fields/`` uses.

Source of the forms: Kubernetes, ``apimachinery/pkg/util/validation`` and ``apimachinery/pkg/api/validation``.
"""

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_NAME_PART = "([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]"
_INT32 = 2**31 - 1
_UNITS = ("k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")


@dataclass(frozen=True)
class Form:
    """A form of values.

    Attributes:
        schema: the keywords of JSON Schema that hold a value to it.
        words: what is allowed, as it stands after "has to be".
    """

    schema: Schema
    words: str


def _pattern(pattern: str, words: str, longest: int | None = None, **more: Any) -> Form:
    length = {"maxLength": longest} if longest else {}
    return Form({"pattern": f"^({pattern})$", **length, **more}, words)


def _format(name: str, words: str) -> Form:
    return Form({"format": name}, words)


def _optional(form: Form) -> Form:
    """Return a form that allows the empty text as well: the server takes it for a value that is left out."""
    return Form({"anyOf": [{"maxLength": 0}, form.schema]}, form.words)


def _divisor(numbers: list[float], pattern: str, words: str) -> Form:
    """Return a form of quantities that are listed; the server takes them with blanks around."""
    return Form({"anyOf": [{"enum": numbers}, {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}]}, words)


def _range(lowest: int, highest: int | None, words: str) -> Form:
    return Form({"minimum": lowest, **({} if highest is None else {"maximum": highest})}, words)


FORMS: dict[str, Form] = {
    "not-empty": Form({"minLength": 1, "minItems": 1}, "not empty"),
    "empty": Form({"maxLength": 0, "maxItems": 0, "maxProperties": 0}, "left out"),
    "dns-label": _pattern(_LABEL, "a name of at most 63 lower-case letters, digits and hyphens", 63),
    "dns-1035-label": _pattern(
        "[a-z]([-a-z0-9]*[a-z0-9])?",
        "a name of at most 63 lower-case letters, digits and hyphens that begins with a letter",
        63,
    ),
    "dns-subdomain": _pattern(
        _SUBDOMAIN, "a name of at most 253 lower-case letters, digits, hyphens and dots between them", 253
    ),
    "cron-job-name": _pattern(
        _SUBDOMAIN, "a name of at most 52 lower-case letters, digits, hyphens and dots between them", 52
    ),
    "external-name": _format("external-name", "a host name in lower case"),
    "host-name": _pattern(
        _SUBDOMAIN, "a name of at most 64 lower-case letters, digits, hyphens and dots between them", 64
    ),
    "wildcard-host": _pattern(
        rf"(\*\.)?{_SUBDOMAIN}", "a host name in lower case, with *. in front for all below it", 253
    ),
    "search-domain": _pattern(
        r"\.|_?[a-z0-9]([-a-z0-9_]*[a-z0-9])?(\._?[a-z0-9]([-a-z0-9_]*[a-z0-9])?)*\.?",
        "a domain of lower-case letters, digits, hyphens and dots",
    ),
    "generate-name": _format("generate-name", "the beginning of a name: lower-case letters, digits, hyphens and dots"),
    "path-segment": _format("path-segment", "a name without / and %, and not . or .."),
    "label-key": _format(
        "label-key", "at most 63 letters, digits, hyphens, dots and underscores, with an optional domain and / in front"
    ),
    "annotation-key": _format(
        "annotation-key",
        "at most 63 letters, digits, hyphens, dots and underscores, with an optional domain and / in front",
    ),
    "domain-prefixed": _format("domain-prefixed", "a domain, a slash and a path, such as example.com/team"),
    "finalizer": _format("finalizer", "a domain, a slash and a name, such as example.com/cleanup"),
    "label-value": _pattern(
        f"({_NAME_PART})?",
        "at most 63 letters, digits, hyphens, dots and underscores, a letter or digit at each end",
        63,
    ),
    "config-key": _format("config-key", "a key of at most 253 letters, digits, hyphens, dots and underscores"),
    "env-name": _pattern("[ -<>-~]+", "a name of printable ASCII characters without ="),
    "env-prefix": _pattern("[ -<>-~]*", "a prefix of printable ASCII characters without ="),
    "port": _range(1, 65535, "a port from 1 to 65535"),
    "optional-port": _range(0, 65535, "a port from 1 to 65535"),
    "port-name": _format(
        "port-name", "a name of at most 15 lower-case letters, digits and single hyphens, with a letter in it"
    ),
    "port-or-name": Form(
        {"minimum": 1, "maximum": 65535, "format": "port-name"},
        "a port from 1 to 65535, or the name of one: at most 15 lower-case letters, digits and single hyphens",
    ),
    "target-port": Form(
        {"minimum": 0, "maximum": 65535, "format": "optional-port-name"},
        "a port from 1 to 65535, or the name of one: at most 15 lower-case letters, digits and single hyphens",
    ),
    "not-negative": _range(0, None, "0 or more"),
    "positive": _range(1, None, "1 or more"),
    "zero-or-one": _range(0, 1, "1"),
    "percent": _range(1, 100, "from 1 to 100"),
    "file-mode": _range(0, 0o777, "a file mode from 0 to 0777"),
    "id-from-one": _range(1, _INT32, f"a number from 1 to {_INT32}"),
    "id": _range(0, _INT32, f"an id from 0 to {_INT32}"),
    "count-or-percentage": Form({"minimum": 0, "pattern": "^[0-9]+%$"}, "a number from 0, or a percentage such as 25%"),
    "share-or-percentage": Form(
        {"minimum": 0, "pattern": "^(0*(100|[0-9]{1,2}))%$"}, "a number from 0, or a percentage from 0% to 100%"
    ),
    "quantity": _format("quantity", "a quantity such as 100m, 1.5 or 64Mi"),
    "quantity-from-zero": Form(
        {"format": "quantity-from-zero", "minimum": 0}, "a quantity from 0, such as 100m, 1.5 or 64Mi"
    ),
    "quantity-above-zero": Form(
        {"format": "quantity-above-zero", "exclusiveMinimum": 0}, "a quantity above 0, such as 100m, 1.5 or 64Mi"
    ),
    "container-resource": _format(
        "container-resource",
        "cpu, memory, ephemeral-storage, hugepages-<size>, or a resource with its domain such as example.com/gpu",
    ),
    "container-resource-field": _format(
        "container-resource-field",
        "limits or requests of cpu, memory, ephemeral-storage or hugepages-<size>, such as limits.cpu",
    ),
    "pod-resource": _format("pod-resource", "cpu, memory or hugepages-<size>: a pod as a whole has no other resources"),
    "cpu-divisor": _divisor([0, 1, 0.001], "0|1|1m|1000m", "1 or 1m"),
    "bytes-divisor": _divisor(
        [0, 1, 1000, 10**6, 10**9],
        f"0|1({'|'.join(_UNITS)})?|1024[KMGTP]i|1000[mkMGTP]",
        "1, or 1 of a unit such as 1k or 1Mi",
    ),
    "ip": _format("ip", "an IPv4 or IPv6 address"),
    "cluster-ip": _format("cluster-ip", "None, or an IPv4 or IPv6 address"),
    "external-ip": _format("external-ip", "an address that other hosts can reach"),
    "cidr": _format("cidr", "a network such as 10.0.0.0/16 or 2001:db8::/64"),
    "cidr-with-blanks": _format("cidr-with-blanks", "a network such as 10.0.0.0/16 or 2001:db8::/64"),
    "base64": _format("base64", "base64"),
    "schedule": _format("schedule", "a cron schedule of five fields, or one such as @daily"),
    "time-zone": _format("time-zone", "an IANA time zone such as Europe/Berlin"),
    "absolute-path": _pattern("/.*", "an absolute path"),
    "http-path": _format("http-path", "an absolute path without //, /./, /../, %2f and %5c"),
    "relative-path": _format("relative-path", "a relative path without .."),
    "mounted-file": _format("mounted-file", "a relative path without .. that does not begin with .."),
    "path-without-backsteps": _format("path-without-backsteps", "a path without .."),
    "image": _format("image", "an image reference without blanks around it"),
    "header-name": _pattern("[-A-Za-z0-9]+", "a header name of letters, digits and hyphens"),
    "env-pod-field": _format(
        "env-pod-field",
        "metadata.name, namespace, uid, labels['key'], annotations['key'], spec.nodeName, spec.serviceAccountName, "
        "status.hostIP, hostIPs, podIP or podIPs",
    ),
    "file-pod-field": _format(
        "file-pod-field", "metadata.name, namespace, uid, labels, annotations, labels['key'] or annotations['key']"
    ),
    "windows-user": _format("windows-user", "a user of Windows, such as ContainerUser or DOMAIN\\user"),
    "driver": _pattern(
        r"[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?",
        "a driver's name of at most 63 letters, digits, dots and hyphens",
        63,
    ),
    "iqn": _pattern(
        r"iqn\.\d{4}-\d{2}\.([a-z\d.-]+)(:([^,;*&$|\s]+)?)?|eui\.\w{16}|naa\.\w{32}",
        "an iSCSI name, such as iqn.2001-04.com.example:storage",
    ),
}
FORMS |= {
    f"optional-{name}": _optional(FORMS[name])
    for name in ("dns-label", "dns-subdomain", "wildcard-host", "label-key", "absolute-path")
}
