"""Names: from what people write to what the Kubernetes API accepts.

Sources of the limits: RFC 1123 labels (63 characters) for namespaces and labels; Helm
refuses release names over 53 characters; a CronJob's name may have 52 because the
controller appends 11 to it.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from foundation.model.expressions import expression

MAX_LABEL = 63
MAX_RELEASE = 52

#: What YAML 1.1 reads as a boolean or as nothing; no object of the cluster should be called that.
AMBIGUOUS_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})

#: Control characters, and those that turn the order of text around: whoever has one in their name could pass for
#: somebody else in a record or a log.
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
#: One line of text, all of which is seen.
SEEN_LINE = rf"^[^\s{_UNSEEN}]([^{_UNSEEN}]*[^\s{_UNSEEN}])?$"
#: A namespace in which the tenant and the component may stand for themselves.
NAMESPACE_PATTERN = r"^([a-z0-9]|\{tenant\}|\{component\})(-*([a-z0-9]|\{tenant\}|\{component\}))*$"
LABEL_VALUE = r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"
DNS_LABEL = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
DNS_SUBDOMAIN = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"
#: Name of a label, an annotation or a taint, with an optional DNS prefix.
QUALIFIED_NAME = r"^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"
#: Semantic Versioning 2.0.0 without build metadata, which image tags cannot hold.
SEMANTIC_VERSION = (
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"
    r"(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?"
)


#: What the chart template puts behind the name of a Job, and how much of the component's name it keeps before it.
_JOB_DIGEST, _JOB_STEM = expression(r"-[0-9a-f]{10}"), 46


def is_job_of(name: str, slug: str) -> bool:
    """Tell whether a Job's name is the component's, or is made of it and the digest of what the Job runs.

    What a Job runs is immutable, so each release of it has a name of its own (``templates/helm/job/v1.tpl``).

    Args:
        name: name of the Job.
        slug: name of the component's objects.
    """
    stem = slug[:_JOB_STEM].removesuffix("-")
    return name == slug or (name.startswith(stem) and _JOB_DIGEST.fullmatch(name[len(stem) :]) is not None)


#: What some parser of YAML takes for a number or a date.
_NUMBER = expression(
    r"0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
    r"|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
)


def is_ambiguous(name: str) -> bool:
    """Tell whether some parser of YAML takes a name without quotes for something else than text."""
    return name.lower() in AMBIGUOUS_WORDS or _NUMBER.fullmatch(name) is not None


def dns_label(name: str) -> str:
    """Map a component's name to the name of its objects: ``OrderService`` to ``orderservice``.

    Letters become lower case; underscores, dots and spaces become hyphens.

    Args:
        name: the name in the bundle.

    Returns:
        The mapped name; it may still be empty or too long, which the caller reports.
    """
    return re.sub(r"-{2,}", "-", re.sub(r"[_. ]", "-", name.lower())).strip("-")


#: A longer name is no misspelling, and comparing it takes long.
_LONGEST_GUESS = 200


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name that looks most like ``name``, if any looks like it.

    Case and separators do not count, so ``nodeSelector`` finds ``node_selector``.
    """
    if len(name) > _LONGEST_GUESS:
        return None

    def folded(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.lower())

    by_folded = {folded(candidate): candidate for candidate in sorted(valid)}
    matches = get_close_matches(folded(name), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(
    name: str, valid: Iterable[str], otherwise: str = "", *, before: str = "", after: str = "", also: str = ""
) -> str:
    """Return the remedy for a name that nothing has.

    Args:
        name: the name.
        valid: names that there are.
        otherwise: the remedy if none of them looks like it.
        before: what people write before such a name.
        after: what they write after it.
        also: what is said in both cases.
    """
    close = nearest(name, valid)
    said = f"Did you mean {before}{close}{after}?" if close else otherwise
    return " ".join(part for part in (said, also) if part)


#: A shorter part of a name has too many neighbours that are meant as they are.
_SHORTEST_SLIP, _SHORTEST_OTHER_LETTER = 3, 4


def is_slip_of(name: str, known: str) -> bool:
    """Tell whether a name looks like another in which one letter went wrong: ``prdo`` and ``prd`` like ``prod``.

    Names that only count on are none: another digit, a letter more at the end or in front, another part between
    hyphens. So ``dev2``, ``prodb``, ``pprod`` and ``prod-eu`` are no slips of names that are there already.

    Args:
        name: the name.
        known: the name that may be meant.
    """
    parts, others = name.split("-"), known.split("-")
    if len(parts) != len(others):
        return False
    different = [(part, other) for part, other in zip(parts, others, strict=True) if part != other]
    return len(different) == 1 and _is_slip(*different[0])


def _is_slip(part: str, known: str) -> bool:
    if min(len(part), len(known)) < _SHORTEST_SLIP or re.sub(r"\D", "", part) != re.sub(r"\D", "", known):
        return False
    pairs = zip(part, known, strict=False)
    start = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(part), len(known)))
    rest, meant = part[start:], known[start:]
    if len(part) == len(known):
        other_letter = len(part) >= _SHORTEST_OTHER_LETTER and start > 0 and rest[1:] == meant[1:] != ""
        return other_letter or (rest[:2] == meant[1::-1] and rest[2:] == meant[2:])
    if len(part) < len(known):
        return start > 0 and rest == meant[1:]
    in_front, doubled = part[1:] == known, part[-2:-1] == part[-1:]
    return start > 0 and not in_front and rest[1:] == meant and (doubled or meant != "")
