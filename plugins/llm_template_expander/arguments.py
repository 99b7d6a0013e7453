"""The values of the prompts for a component: the bundle's, and what the policy says."""

from typing import Any

from foundation.model.bundle.bundle import Bundle
from foundation.model.drafts.policy import DraftPolicy
from foundation.prompting.arguments import component_arguments
from plugins.llm_template_expander.telling import told_fields, told_kinds


def prompt_arguments(bundle: Bundle, policy: DraftPolicy) -> dict[str, Any]:
    """Return the values of the expansion and repair prompts that are no answer's."""
    guidance = policy.guidance_for(bundle.component.type)
    judged = {
        "allowed_kinds": ", ".join(policy.kinds),
        "kinds": told_kinds(policy),
        "fields": told_fields(policy),
        "most_fields": str(policy.max_fields),
    }
    return {**component_arguments(bundle), **judged, **({"guidance": guidance} if guidance else {})}
