"""Working from lock files: what a run does that asks no model."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from foundation.model.drafts.errors import DraftPendingError, DraftRejectedError
from foundation.model.drafts.lock import DraftLock
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.source.tree import shown
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.mounts import volumes_of
from plugins.llm_template_expander.render import render_draft


def frozen_templates(lock: DraftLock, name: str, bundle: Bundle, library: Library, pages: str = "") -> TemplateSet:
    """Return the templates of an approved draft.

    Args:
        lock: the lock.
        name: its name.
        bundle: the bundle that it is for.
        library: catalog and policies; a policy that has changed since counts as it is now.
        pages: address of the server on whose pages drafts are decided about, if it is known.

    Raises:
        DraftPendingError: nobody has approved it, or it was edited since.
        DraftRejectedError: people rejected it.
        InputError: the policy does not allow it any more.
    """
    if lock.status == "pending":
        raise _pending(name, pages, edited=lock.decision is not None)
    decision = lock.decision
    if lock.status == "rejected" or decision is None:
        why = f": {decision.reason}" if decision is not None and decision.reason else ""
        message = f"the draft {name} for the type {lock.type} was rejected{why}"
        remedy = "Write a template for the type, or delete the lock file to have the component drafted again."
        raise DraftRejectedError(_problem("draft-rejected", message, remedy))
    about = {
        "draft_digest": lock.draft.digest,
        "draft_approved_by": decision.by,
        "draft_model": shown(f"{lock.model.provider}/{lock.model.model}"),
    }
    templates, findings = render_draft(lock.draft, bundle.component.type, library, about, volumes_of(bundle))
    if templates is None:
        raise InputError(*(_refused(found, name) for found in findings))
    return templates


def not_kept(lock: DraftLock) -> DraftPendingError:
    """Return the failure of a dry run whose draft passed: there is nothing that could be approved."""
    message = f"a draft for the type {lock.type} passed the gate; a run that writes nothing keeps none"
    remedy = f"Run `infra-engineer generate` without {Flag.DRY_RUN}; its draft then waits for approval."
    return DraftPendingError(_problem("draft-pending", message, remedy))


def _pending(name: str, pages: str, *, edited: bool) -> DraftPendingError:
    message = f"the draft {name} " + ("was edited after it was decided about" if edited else "waits for approval")
    remedy = f"Review it, then run `infra-engineer templates approve {name} {Flag.BY} YOU` or `templates reject`."
    remedy += f" It is decided about at {pages.rstrip('/')}/ui/templates/drafts/{name} too." if pages else ""
    return DraftPendingError(_problem("draft-pending", message, remedy))


def _problem(code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, path="component.type")


def _refused(found: Finding, name: str) -> Problem:
    return Problem(code=found.code, message=f"{name}: {found.message}", remedy=found.remedy, path="component.type")
