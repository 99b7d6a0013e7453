"""Each overlay of the kustomization gives exactly the objects of its environment's manifests."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal
from plugins.k8s_validator.kustomize.render import Kustomizer
from plugins.k8s_validator.kustomize.target import Identity, identity_of
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject

_OVERLAYS = "overlays/"


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    files = subject.kustomization
    if not files:
        raise NothingToCheck(f"there is no kustomization; output.kustomize or {Flag.WITH} kustomize makes one")
    expected = _manifests(subject)
    overlays = {path.split("/")[1] for path in files if path.startswith(_OVERLAYS)}
    kustomizer = Kustomizer(files)
    for environment in sorted(overlays | expected.keys()):
        for file, message in _compare(kustomizer, environment, expected.get(environment, {})):
            finding = subject.finding(check, message, file=f"{subject.kustomize_folder}{file}")
            yield finding.model_copy(update={"environment": environment})
    for path in sorted(files.keys() - kustomizer.used):
        yield subject.finding(check, "no kustomization names this file", file=f"{subject.kustomize_folder}{path}")


def _manifests(subject: Subject) -> dict[str, dict[Identity, Any]]:
    found: dict[str, dict[Identity, Any]] = {}
    for item in subject.objects:
        try:
            identity = identity_of(item.data, item.file)
        except KustomizeRefusal:
            continue  # object-shape reports it
        found.setdefault(item.environment or "", {})[identity] = item.data
    return found


def _compare(kustomizer: Kustomizer, environment: str, expected: dict[Identity, Any]) -> Iterator[tuple[str, str]]:
    overlay = f"{_OVERLAYS}{environment}"
    try:
        rendered = kustomizer.render(overlay)
    except KustomizeRefusal as refusal:
        yield refusal.file, str(refusal)
        return
    for identity in sorted(rendered.keys() | expected.keys()):
        what = f"{identity.kind}/{identity.name}"
        if identity not in expected:
            yield f"{overlay}/kustomization.yaml", f"it gives {what}, which is in no manifest of {environment}"
        elif identity not in rendered:
            yield f"{overlay}/kustomization.yaml", f"it lacks {what} of the manifests of {environment}"
        elif not _same(rendered[identity], expected[identity]):
            yield f"{overlay}/kustomization.yaml", f"it gives another {what} than the manifests of {environment}"
        elif any(value_at(expected[identity], ("metadata", key)) == {} for key in ("labels", "annotations")):
            yield f"{overlay}/kustomization.yaml", f"kustomize drops the empty labels or annotations of {what}"


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


CHECK = Check(
    code="kustomize-equality",
    severity="error",
    title="Base and patches of each overlay give the objects of its environment's manifests, value by value.",
    remedy="Generate again; do not edit manifests or kustomization by hand.",
    references=("the chart is the template, manifests and kustomization are its render",),
    run=_run,
)
