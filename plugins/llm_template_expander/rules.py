"""What a draft must satisfy before anything is made of it; pure functions over draft and policy."""

import re
from collections import Counter
from collections.abc import Iterator

from foundation.model.drafts.draft import Draft, DraftField, DraftObject
from foundation.model.drafts.policy import DraftableField, DraftableKind, DraftPolicy
from foundation.model.findings import Finding
from foundation.model.names import nearest
from foundation.secrets.walk import literal_secrets
from plugins.llm_template_expander.findings import finding
from plugins.llm_template_expander.forms import allowed_paths
from plugins.llm_template_expander.paths import Path, matches, parse, starts_with

_LONGEST_VALUE = 253
#: Fields that come from the bundle or the platform, by any part of a path, and what is used instead.
_OURS = {
    **dict.fromkeys(
        ("metadata", "apiVersion", "kind", "status", "name", "namespace", "labels", "annotations", "selector"),
        "it is filled in",
    ),
    **dict.fromkeys(("serviceAccount", "serviceAccountName", "securityContext"), "the platform's is used"),
    **dict.fromkeys(("image", "command", "args", "schedule"), "the definition's is used"),
    **dict.fromkeys(("env", "envFrom"), "the definition's variables are used"),
    **dict.fromkeys(("ports", "replicas", "completions", "parallelism", "tolerations"), "the definition's are used"),
    **dict.fromkeys(("resources", "limits", "requests"), "the definition's resources are used"),
    **dict.fromkeys(("livenessProbe", "readinessProbe", "startupProbe"), "the definition's probes are used"),
    **dict.fromkeys(("nodeSelector", "affinity"), "the definition's rules for nodes are used"),
    **dict.fromkeys(("volumeClaimTemplates", "persistentVolumeClaim"), "the definition's claims are used"),
    **dict.fromkeys(("initContainers", "ephemeralContainers"), "only the definition names containers"),
}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PLAIN_TEXT = re.compile(r"[\x20-\x7e]*")


def draft_findings(draft: Draft, policy: DraftPolicy) -> list[Finding]:
    """Return everything that is wrong with a draft.

    Args:
        draft: the draft.
        policy: what it may hold.
    """
    if draft.cannot is not None and not draft.gives_no_reason:
        message = f"the model says that the component cannot run with the allowed kinds: {draft.cannot}"
        return [finding("draft-impossible", message, "Write a template for the type, or allow the kind it needs.")]
    return [*_contradiction(draft), *_kinds(draft, policy), *_amount(draft, policy), *_fields(draft, policy)]


def _contradiction(draft: Draft) -> Iterator[Finding]:
    if draft.gives_no_reason:
        message = "cannot is not null, and gives no reason"
        remedy = 'Write "cannot": null beside the objects; or why it cannot be in a sentence, and no objects.'
        yield finding("draft-impossible", message, remedy, "cannot")


def _kinds(draft: Draft, policy: DraftPolicy) -> Iterator[Finding]:
    allowed = ", ".join(policy.kinds)
    for index, item in enumerate(draft.objects):
        if item.kind not in policy.kinds:
            close = nearest(item.kind, policy.kinds)
            remedy = f"Use {close}." if close else f"Leave the object out, or use one of {allowed}."
            message = f"the kind {item.kind!r} is not allowed"
            yield finding("draft-kind", message, remedy, f"objects[{index}].kind")
    for kind, count in Counter(item.kind for item in draft.objects).items():
        if count > 1:
            message = f"there are {count} objects of the kind {kind!r}; each kind stands in a draft once"
            yield finding("draft-kind-twice", message, "Keep one of them.", "objects")
    workloads = [item.kind for item in draft.objects if item.kind in policy.kinds and policy.kinds[item.kind].chart]
    if len(workloads) != 1:
        known = ", ".join(kind for kind, about in policy.kinds.items() if about.chart)
        message = f"a draft has exactly one workload; this one has {', '.join(workloads) or 'none'}"
        yield finding("draft-workload", message, f"Keep one of {known}.", "objects")


def _amount(draft: Draft, policy: DraftPolicy) -> Iterator[Finding]:
    count = sum(len(item.spec) for item in draft.objects)
    if count > policy.max_fields:
        message = f"the draft has {count} fields; the policy allows {policy.max_fields}"
        yield finding("draft-too-many-fields", message, "Leave out what the platform's defaults do.", "objects")


def _fields(draft: Draft, policy: DraftPolicy) -> Iterator[Finding]:
    for index, item in enumerate(draft.objects):
        about = policy.kinds.get(item.kind)
        for number, field in enumerate(item.spec[: policy.max_fields]):
            place = f"objects[{index}].spec[{number}]"
            yield from _value(field, place)
            if about is not None:
                yield from _path(item, about, field, place)


def _path(item: DraftObject, about: DraftableKind, field: DraftField, place: str) -> Iterator[Finding]:
    path = parse(field.path)
    if path is None:
        message = f"{field.path!r} is no path"
        yield finding("draft-path", message, _instead(item.kind, about, field.path), f"{place}.path")
    elif allowed_field(about, path) is None:
        yield _refused(item.kind, about, field.path, path, f"{place}.path")


def allowed_field(about: DraftableKind, path: Path) -> DraftableField | None:
    """Return the policy's entry that allows a path, if there is one."""
    for field in about.fields:
        inner = starts_with(path, field.path)
        if inner is not None and (not field.only or any(matches(pattern, inner) for pattern in field.only)):
            return field
    return None


def _refused(kind: str, about: DraftableKind, written: str, path: Path, place: str) -> Finding:
    remedy = _instead(kind, about, written)
    ours = next((part for part in path if part in _OURS), None)
    if ours is not None:
        message = f"{written} of a {kind} is not the draft's to say: {ours} comes from the bundle and the platform"
        return finding("draft-field-filled-in", message, remedy, place)
    message = f"{written} of a {kind} is not among the fields that a draft may give"
    return finding("draft-field", message, remedy, place)


def _instead(kind: str, about: DraftableKind, written: str) -> str:
    """Say what to do about a path that is refused: what is used instead of it, or how allowed ones are written."""
    reason = next((_OURS[word] for word in _WORD.findall(written) if word in _OURS), None)
    if reason is not None:
        return f"Leave it out: {reason}."
    known = allowed_paths(about)
    if not known:
        return f'Leave it out: write "spec": [] for a {kind}.'
    close = nearest(written, known)
    hint = f" If you mean {close}, write exactly that." if close else ""
    return f"Leave it out.{hint} A {kind} may have: {', '.join(known)}."


def _value(field: DraftField, place: str) -> Iterator[Finding]:
    where = f"{place}.value"
    if not isinstance(field.value, str):
        return
    if len(field.value) > _LONGEST_VALUE:
        message = f"the value has {len(field.value)} characters; the limit is {_LONGEST_VALUE}"
        yield finding("draft-value-long", message, "Write a short plain value.", where)
    if _PLAIN_TEXT.fullmatch(field.value) is None:
        message = "the value has characters that are not printable ASCII on one line"
        yield finding("draft-value-characters", message, "Write plain ASCII text on one line.", where)
    if "{{" in field.value or "}}" in field.value or "$(" in field.value or "${" in field.value:
        message = "the value holds a template or substitution expression"
        yield finding("draft-value-expression", message, "Write the value itself.", where)
    for _, kind in literal_secrets({field.path: field.value}):
        message = f"the value is {kind.value}"
        yield finding("draft-value-secret", message, "Leave it out; Secrets are referred to in the bundle.", where)
