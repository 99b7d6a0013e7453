"""What has changed behind a bundle's back: templates under their old ids, and files though nobody asked for others."""

from foundation.model.findings import Finding
from memory.records.templates import TemplateRecord


def drift(before: TemplateRecord | None, after: TemplateRecord) -> list[Finding]:
    """Return what is to be known of two uses of a template for one component.

    Args:
        before: the earlier use, if there was one.
        after: the later one.
    """
    if before is None:
        return []
    changed = sorted(
        name for name in before.sources.keys() & after.sources.keys() if before.sources[name] != after.sources[name]
    )
    if changed:
        return [_changed(name, before) for name in changed]
    same = (before.asked, before.sources) == (after.asked, after.sources)
    return [_unasked(before)] if same and before.rendered != after.rendered else []


def _changed(name: str, before: TemplateRecord) -> Finding:
    return Finding(
        code="template-drift",
        severity="warning",
        message=f"the template {name} is not what it was under this id on {before.recorded_at}",
        remedy="Give a changed template a new version in its id, or let this be the new state.",
        object=before.component,
    )


def _unasked(before: TemplateRecord) -> Finding:
    return Finding(
        code="output-drift",
        severity="warning",
        message=f"the same bundle and templates came to other files on {before.recorded_at}",
        remedy="Policies, the agent or Helm have changed since: look at the difference before you deploy it.",
        object=before.component,
    )
