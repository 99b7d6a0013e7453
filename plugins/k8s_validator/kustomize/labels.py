"""The transformer ``labels`` with ``includeTemplates``."""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.pod_templates import pod_template
from plugins.k8s_validator.objects.values import value_at


def set_labels(item: dict[str, Any], pairs: dict[str, str]) -> None:
    """Put labels on an object and on every template inside it; changed in place."""
    for owner in _owners(item):
        owner.setdefault("metadata", {}).setdefault("labels", {}).update(pairs)


def _owners(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield item
    template = pod_template(item)
    if template is not None and template[0]:
        yield template[1]
    job = value_at(item, ("spec", "jobTemplate")) if item.get("kind") == "CronJob" else None
    if isinstance(job, dict):
        yield job
    claims = value_at(item, ("spec", "volumeClaimTemplates")) if item.get("kind") == "StatefulSet" else None
    yield from (claim for claim in (claims if isinstance(claims, list) else []) if isinstance(claim, dict))
