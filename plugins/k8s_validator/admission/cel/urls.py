"""URLs: absolute ones, or absolute paths, as Go's ``ParseRequestURI`` takes them."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel.native import BOOL, DYN, OPAQUE, STRING, Native, accepts, marked

_MARK = "kubernetes.URL"
_FORM = expression(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/|/)[^\x00-\x20\x7f]*")
_BROKEN_ESCAPE = expression(r"%(?![0-9A-Fa-f]{2})")


def _parse(text: str) -> dict[str, str]:
    if not _FORM.fullmatch(text) or _BROKEN_ESCAPE.search(text):
        raise ValueError(f"{text[:60]!r} is no URL")
    urlsplit(text).port  # noqa: B018 - it is read for the ValueError of a wrong port
    return {_MARK: text}


def _parts(value: Any) -> SplitResult:
    return urlsplit(marked(_MARK, value))


def _host(value: Any) -> str:
    return _parts(value).netloc.rpartition("@")[2]


def _port(value: Any) -> str:
    port = _parts(value).port
    return "" if port is None else str(port)


def _hostname(value: Any) -> str:
    host = _host(value)
    return host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]


FUNCTIONS = (
    Native("url", (STRING,), OPAQUE, _parse, member=False),
    Native("isURL", (STRING,), BOOL, accepts(_parse), member=False),
    Native("getScheme", (OPAQUE,), STRING, lambda value: _parts(value).scheme),
    Native("getHost", (OPAQUE,), STRING, _host),
    Native("getHostname", (OPAQUE,), STRING, _hostname),
    Native("getPort", (OPAQUE,), STRING, _port),
    Native("getEscapedPath", (OPAQUE,), STRING, lambda value: quote(_parts(value).path, safe="/%:@!$&'()*+,;=~-._")),
    Native("getQuery", (OPAQUE,), DYN, lambda value: parse_qs(_parts(value).query, keep_blank_values=True)),
)
