"""What an answer calls what a client can say: the tools' arguments, where a text names flags of the command line."""

from agent.doors.words import Answer, Words
from foundation.model.flags import Flag

_WORDS = Words(
    {
        Flag.APPROVER: "approver",
        Flag.BLUEPRINT_ID: "blueprint_id",
        Flag.COMPONENT: "component",
        Flag.CONFIG_ONLY: "parts",
        Flag.DRY_RUN: "dry_run",
        Flag.ENVIRONMENT: "environments",
        Flag.EXPIRES: "expires",
        Flag.KUBE_VERSION: "kube_version",
        Flag.MERGE: "merge",
        Flag.ONLY: "parts",
        Flag.OUTPUT: "output",
        Flag.PROFILE: "profile",
        Flag.PUBLISH: "publish",
        Flag.SCOPE: "component_scope",
        Flag.TEAM: "team",
        Flag.TENANT: "tenant",
        Flag.TRACE_ID: "trace_id",
        Flag.WITH: "parts",
        Flag.WITHOUT: "parts",
    }
)


def in_own_words(answer: Answer) -> Answer:
    """Return an answer, or a part of it, that names no flag where a client may take one for its own.

    Args:
        answer: an outcome, or plain data; it stays as it is.
    """
    return _WORDS.of(answer)
