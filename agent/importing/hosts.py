"""Where texts that programs read name hosts: how sure that is, and of what a name is made."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

#: How sure it is that a word is a host: its form says so; what stands before it says so; or it only could be one.
Sureness = Literal["form", "hint", "perhaps"]

_WORD = re.compile(r"(?<![\w.-])[A-Za-z0-9_][\w-]*(?:\.[A-Za-z0-9_][\w-]*)*")
_PORT = re.compile(r":[0-9]{2,5}(?![\w.])")
_SCHEME = re.compile(r"://(?:[^\s/@'\"]*@)?$")
_USER = re.compile(r"\w@$")
#: Behind the user of an address, before its host.
_LOGIN = re.compile(r"(?::[^\s/@'\"]*)?@")
#: Names of settings whose value is a host, at their end: DB_HOST, redisAddr, spring.datasource.url, -h.
_SAYS_HOST = (
    r"(?:hosts?|hostnames?|addr|addrs|address|addresses|urls?|uris?|endpoints?|servers?|upstreams?|brokers?|peers?"
    r"|backends?|proxy|dsn|bootstrap|seeds?|service|svc|data source|nodes)[0-9]*"
)
_NAMED = re.compile(rf"{_SAYS_HOST}$", re.IGNORECASE)
_ASSIGNED = re.compile(rf"(?:{_SAYS_HOST}[\"']?\s*[=: ]\s*[\"']?|(?:^|\s)-[hH]\s+)$", re.IGNORECASE)
#: Commands whose first word without a dash is a host.
_CALLED = re.compile(r"\b(?:nc|telnet|ping|nslookup|dig|getent hosts|wait-for|wait-for-it(?:\.sh)?)(?:\s+-\S+)*\s+$")
_ENDS = re.compile(r"$|[\s\"',;/&)\]}]")
_BLANK = re.compile(r"\s")
_SERVICE = "svc"
#: How much of a text before a word can say that it is a host.
_BEFORE = 100


@dataclass(frozen=True)
class HostName:
    """A word that may be the name of a Service.

    Attributes:
        start: where it starts in the text.
        text: the word.
        sureness: how sure it is.
    """

    start: int
    text: str
    sureness: Sureness

    def readings(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield how the name can be read: a pod before the Service, the Service, its namespace, the rest behind it.

        Kubernetes: DNS for Services and Pods. A namespace that the name leaves out is empty.
        """
        labels = self.text.split(".")
        for pods in (0, 1):
            pod, rest = ".".join(labels[:pods]), labels[pods:]
            if rest and len(rest) < 3:
                yield pod, rest[0], "".join(rest[1:2]), ""
            elif len(rest) >= 3 and rest[2] == _SERVICE:
                yield pod, rest[0], rest[1], ".".join(["", *rest[2:]])


def hosts_in(text: str, named: str, known: Container[str]) -> Iterator[HostName]:
    """Yield the words of a text that may be names of Services.

    Args:
        text: the text.
        named: what the text is the value of, such as the name of a variable or the option before an argument.
        known: names of Services; of any other word only its form is looked at.
    """
    whole = _BLANK.search(text) is None
    hinted = whole and bool(_NAMED.search(named) or named in ("-h", "-H"))
    for found in _WORD.finditer(text):
        start, end = found.span()
        labels = found[0].split(".", 2)
        sureness = _by_form(text, start, end)
        if sureness is None and (labels[0] in known or (labels[1:] and labels[1] in known)):
            sureness = _by_context(text, start, end, whole, hinted)
        if sureness is not None:
            yield HostName(start, found[0], sureness)


def _by_form(text: str, start: int, end: int) -> Sureness | None:
    """Tell whether a word is the host of an address: behind a scheme or a user, before a port, or of the cluster."""
    if text[max(0, start - 2) : start] == "//" or text[max(0, start - 1) : start] == "@":
        before = text[max(0, start - _BEFORE) : start]
        if _SCHEME.search(before):
            return None if _LOGIN.match(text, end) else "form"
        return "form" if _USER.search(before) and _ENDS.match(text, end) else None
    if text[max(0, start - 1) : start] == "/" or text.startswith("://", end):
        return None  # part of a path or of an image, or a scheme
    of_cluster = text[start:end].split(".")[2:4]
    return "form" if _PORT.match(text, end) or _SERVICE in of_cluster else None


def _by_context(text: str, start: int, end: int, whole: bool, hinted: bool) -> Sureness | None:
    """Tell whether what stands before a word says that it is a host."""
    before = text[max(0, start - _BEFORE) : start]
    if before.endswith(("/", "@")) or text.startswith("://", end) or not _ENDS.match(text, end):
        return None
    if _ASSIGNED.search(before) or _CALLED.search(before) or (hinted and _listed(before)):
        return "hint"
    return "perhaps" if whole and (not before or before.endswith(("=", ","))) and text[end : end + 1] != "/" else None


def _listed(before: str) -> bool:
    """Tell whether there are at most other entries of a list before a word."""
    return before == "" or before.endswith((",", ";"))
