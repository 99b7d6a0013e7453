"""Mistakes that are the bundle's own, so that no draft can mend them and no model is asked."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.drafts.draft import Draft, DraftObject
from foundation.model.findings import Finding
from plugins.llm_template_expander.examination import Rehearsal
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.render import render_draft


async def own_mistakes(bundle: Bundle, library: Library, rehearse: Rehearsal) -> list[Finding]:
    """Return the mistakes that a component has whichever workload would run it; none, if one workload has none.

    Only what ends a run before anything is built counts: what the gate finds in the result, a draft may mend.

    Args:
        bundle: the component.
        library: catalog and policies.
        rehearse: says what would come of templates.
    """
    common: list[Finding] | None = None
    for kind, about in library.drafts.kinds.items():
        if about.chart is None:
            continue
        bare = Draft(objects=[DraftObject(kind=kind, spec=[])])
        templates, _ = render_draft(bare, bundle.component.type, library)
        if templates is None:
            continue
        rehearsed = await rehearse(bundle, templates)
        if rehearsed.digest is not None:
            return []
        common = [found for found in rehearsed.findings if common is None or found in common]
    return common or []
