"""Forms that a pattern cannot hold a text to; each function tells whether a text has one.

Source: Kubernetes, ``apimachinery/pkg/util/validation`` and ``pkg/apis/core/validation``.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

from foundation.model.bundle.schedule import check_schedule
from foundation.model.expressions import expression
from plugins.k8s_validator.objects.quantities import amount
from plugins.k8s_validator.validity.windows import is_user_name

_SUBDOMAIN = expression(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = expression(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_LONGEST_KEY = 253 + len("/") + 63
_CONFIG_KEY = expression(r"[-._a-zA-Z0-9]+")
_PORT_NAME = expression(r"[a-z0-9]+(-[a-z0-9]+)*")
_QUANTITY = expression(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?")
_PATH = expression(r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+")
_HUGE_PAGES = expression(r"hugepages-\S+")
_RESOURCE_FIELD = expression(r"(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\S+)")
_KEYED = expression(r"metadata\.(labels|annotations)\['(.*)'\]", re.DOTALL)
_ENV_FIELDS = {
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
}
_FILE_FIELDS = {"metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"}
_STANDARD_FINALIZERS = {"kubernetes", "orphan", "foregroundDeletion"}


def _is_subdomain(text: str) -> bool:
    return len(text) <= 253 and _SUBDOMAIN.fullmatch(text) is not None


def is_label_key(text: str) -> bool:
    """Tell whether a text is a qualified name: the key of a label."""
    return len(text) <= _LONGEST_KEY and _is_qualified(text)


@lru_cache(maxsize=1024)  # the same keys stand in object after object
def _is_qualified(text: str) -> bool:
    prefix, slash, name = text.rpartition("/")
    if slash and not _is_subdomain(prefix):
        return False
    return 0 < len(name) <= 63 and _QUALIFIED.fullmatch(name) is not None


def _is_annotation_key(text: str) -> bool:
    return is_label_key(text.lower())


def _is_domain_prefixed(text: str) -> bool:
    domain, slash, path = text.partition("/")
    return bool(slash) and _is_subdomain(domain) and _PATH.fullmatch(path) is not None


def _is_finalizer(text: str) -> bool:
    return text in _STANDARD_FINALIZERS or ("/" in text and is_label_key(text))


def _is_path_segment(text: str) -> bool:
    return text not in (".", "..") and "/" not in text and "%" not in text


def _is_generate_name(text: str) -> bool:
    return _is_subdomain(f"{text.removesuffix('-')}x") if text else True


def _is_config_key(text: str) -> bool:
    plain = len(text) <= 253 and _CONFIG_KEY.fullmatch(text) is not None
    return plain and text != "." and not text.startswith("..")


def is_port_name(text: str) -> bool:
    """Tell whether a text is a port's name (IANA service name)."""
    return len(text) <= 15 and _PORT_NAME.fullmatch(text) is not None and not text.replace("-", "").isdigit()


def _is_quantity(text: str) -> bool:
    return _QUANTITY.fullmatch(text.strip()) is not None


def _is_quantity_from_zero(text: str) -> bool:
    return _is_quantity(text) and (amount(text.strip()) or 0) >= 0


def _is_quantity_above_zero(text: str) -> bool:
    return _is_quantity(text) and (amount(text.strip()) or 0) > 0


def is_container_resource(text: str) -> bool:
    """Tell whether a container can request a resource of this name."""
    if not is_label_key(text):
        return False
    if "/" not in text:
        return text in ("cpu", "memory", "ephemeral-storage") or _HUGE_PAGES.fullmatch(text) is not None
    return not text.startswith("requests.")


def _is_pod_resource(text: str) -> bool:
    return text in ("cpu", "memory") or _HUGE_PAGES.fullmatch(text) is not None


def _is_resource_field(text: str) -> bool:
    return _RESOURCE_FIELD.fullmatch(text) is not None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    # Leading zeros are taken, as the server does for old fields.
    parts = text.split(".")
    if len(parts) == 4 and all(part.isascii() and part.isdigit() for part in parts):
        text = ".".join(part.lstrip("0") or "0" for part in parts)
    try:
        return None if "%" in text else ipaddress.ip_address(text)
    except ValueError:
        return None


def is_ip(text: str) -> bool:
    """Tell whether a text is an IPv4 or IPv6 address."""
    return _address(text) is not None


def _is_external_ip(text: str) -> bool:
    address = _address(text)
    return address is not None and not (
        address.is_unspecified or address.is_loopback or address.is_link_local or str(address).startswith("224.0.0.")
    )


def is_cidr(text: str) -> bool:
    """Tell whether a text is a network in CIDR notation; bits of hosts are taken, as the server does."""
    address, slash, length = text.partition("/")
    found = _address(address)
    if not slash or found is None or not (length.isascii() and length.isdigit()):
        return False
    return int(length) <= found.max_prefixlen and (length == "0" or not length.startswith("0"))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_schedule(text: str) -> bool:
    if re.fullmatch(r"@every \S+", text):
        return re.fullmatch(r"@every (\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+", text) is not None
    try:
        check_schedule(" ".join(text.split()))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    import zoneinfo  # imported here: few objects name a time zone

    return frozenset(zoneinfo.available_timezones())


def _is_time_zone(text: str) -> bool:
    return bool(text) and text.lower() != "local" and (text in _time_zones() or text == "UTC")


def _is_http_path(text: str) -> bool:
    lowered = text.lower()
    inside = any(part in text for part in ("//", "/./", "/../")) or "%2f" in lowered or "%5c" in lowered
    return text.startswith("/") and not inside and not text.endswith(("/..", "/."))


def _is_without_backsteps(text: str) -> bool:
    return ".." not in text.split("/")


def _is_relative(text: str) -> bool:
    return not text.startswith("/") and _is_without_backsteps(text)


def _is_mounted_file(text: str) -> bool:
    return _is_relative(text) and not text.startswith("..")


def _is_image(text: str) -> bool:
    return bool(text) and text == text.strip()


def _is_keyed(text: str) -> bool:
    match = _KEYED.fullmatch(text)
    return match is not None and (is_label_key(match[2]) if match[1] == "labels" else _is_annotation_key(match[2]))


def _is_env_field(text: str) -> bool:
    return text in _ENV_FIELDS or _is_keyed(text)


def _is_file_field(text: str) -> bool:
    return text in _FILE_FIELDS or _is_keyed(text)


def _or_empty(holds: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: not text or holds(text)


FORMATS: dict[str, Callable[[str], bool]] = {
    "label-key": is_label_key,
    "annotation-key": _is_annotation_key,
    "domain-prefixed": _is_domain_prefixed,
    "finalizer": _is_finalizer,
    "path-segment": _is_path_segment,
    "generate-name": _is_generate_name,
    "config-key": _is_config_key,
    "port-name": is_port_name,
    "optional-port-name": _or_empty(is_port_name),
    "quantity": _is_quantity,
    "quantity-from-zero": _is_quantity_from_zero,
    "quantity-above-zero": _is_quantity_above_zero,
    "container-resource": is_container_resource,
    "container-resource-field": _is_resource_field,
    "ip": is_ip,
    "external-name": lambda text: _is_subdomain(text.removesuffix(".")),
    "cluster-ip": lambda text: text in ("", "None") or is_ip(text),
    "external-ip": _is_external_ip,
    "cidr": is_cidr,
    "cidr-with-blanks": lambda text: is_cidr(text.strip()),
    "base64": _is_base64,
    "schedule": _is_schedule,
    "time-zone": _is_time_zone,
    "http-path": _is_http_path,
    "relative-path": _is_relative,
    "mounted-file": _is_mounted_file,
    "path-without-backsteps": _is_without_backsteps,
    "image": _is_image,
    "env-pod-field": _is_env_field,
    "file-pod-field": _is_file_field,
    "pod-resource": _is_pod_resource,
    "windows-user": is_user_name,
}
