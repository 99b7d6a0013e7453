"""The values of the prompts for a component: the bundle's, and what the policy says."""

from typing import Any

from foundation.model.bundle.bundle import Bundle
from foundation.model.drafts.policy import DraftPolicy
from foundation.prompting.arguments import component_arguments


def prompt_arguments(bundle: Bundle, policy: DraftPolicy) -> dict[str, Any]:
    """Return the values of the expansion prompt; the repair prompt takes some of them too."""
    guidance = policy.guidance.get(bundle.component.type)
    kinds = {"allowed_kinds": ", ".join(policy.kinds)}
    return {**component_arguments(bundle), **kinds, **({"guidance": guidance} if guidance else {})}
