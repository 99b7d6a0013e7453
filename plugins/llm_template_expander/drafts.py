"""Asking a model for a draft, and freezing the one that passes."""

from foundation.language_model.model import LanguageModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.digests import json_digest
from foundation.model.drafts.definition import definition_digest
from foundation.model.drafts.errors import DraftRefusedError
from foundation.model.drafts.lock import DraftLock
from foundation.model.findings import Report
from foundation.model.run.artifacts import sha256
from plugins.llm_template_expander.attempts import Conversation
from plugins.llm_template_expander.conversation import Drafting
from plugins.llm_template_expander.remedies import for_people


async def draft_component(bundle: Bundle, drafting: Drafting, model: LanguageModel, kube_version: str) -> DraftLock:
    """Return the lock of a draft that the gate passed, without any decision.

    Args:
        bundle: the component.
        drafting: leads the conversation.
        model: drafts.
        kube_version: Kubernetes version that the gate checks against.

    Raises:
        DraftRefusedError: no draft passed.
        AgentError: the model gave no answer.
    """
    conversation = await drafting.draft(bundle, model)
    last = conversation.last
    if not last.accepted or last.draft is None:
        raise DraftRefusedError(_report(conversation, kube_version))
    return DraftLock(
        component=bundle.component.name,
        type=bundle.component.type,
        definition=definition_digest(bundle),
        prompts=conversation.prompts,
        model=model.identity,
        response_schema=json_digest(drafting.form),
        repairs=conversation.repairs,
        draft=last.draft,
    )


def _report(conversation: Conversation, kube_version: str) -> Report:
    """Say what was found in the last answer; the digest names what was looked at."""
    last = conversation.last
    text = last.text.encode("utf-8", "surrogatepass")
    digest = last.rehearsed.digest if last.rehearsed is not None else None
    return Report(
        digest=digest or f"sha256:{sha256(text)}", kube_version=kube_version, findings=for_people(last.findings)
    )
