"""What an import comes to."""

from collections.abc import Callable
from typing import Any

from agent.importing.draft import Draft
from agent.importing.simplify import Outcome, Shortener, within_limits
from agent.importing.trace import missing_fields
from agent.importing.writing import document_of, written
from foundation.model.bundle.imported import Imported
from foundation.model.errors import InputError
from foundation.model.findings import Finding

#: Takes a bundle as plain data and returns exceptions from what blocks it, as plain data.
Excepted = Callable[[dict[str, Any]], list[dict[str, Any]]]
_WHO = "Who allows that it stays as it is? Fill in approver; nothing compiles before."
_UNTIL = "What stays as it is, on whose word and until when."


def finished(
    draft: Draft, outcome: Outcome, shortener: Shortener, sources: list[str], excepted: Excepted | None = None
) -> Imported:
    """Shorten and write a bundle.

    Args:
        draft: the bundle in the making.
        outcome: what a bundle comes to.
        shortener: makes bundles shorter.
        sources: names of the files that it comes from.
        excepted: returns exceptions from what blocks it; without it none are made.
    """
    document = document_of(draft)
    free = within_limits(document, outcome)
    if free:
        draft.comments["resources"] = f"No limit of {', '.join(free)}: the platform's is below what is asked for."
    document = shortener.simplified(document)
    obstacles = [] if draft.missing else _obstacles(document, outcome)
    open_fields = [*missing_fields(draft), *(f"component.{line.partition(':')[0]}" for line in draft.missing)]
    exceptions = excepted(document) if excepted is not None else []
    if exceptions:
        unsaid = any(entry["approver"] is None for entry in exceptions)
        document = {**document, "component": {**document["component"], "policy_exceptions": exceptions}}
        draft.comments["policy_exceptions"] = _WHO if unsaid else _UNTIL
        open_fields += ["component.policy_exceptions[].approver"] if unsaid else []
    return Imported(
        component=draft.name,
        slug=draft.slug,
        type=document["component"]["type"],
        namespace=draft.namespace,
        document=document,
        text=written(document, draft, sources),
        fill_in=open_fields,
        findings=[*draft.findings, *obstacles],
    )


def _obstacles(document: dict[str, Any], outcome: Outcome) -> list[Finding]:
    """Return what keeps a bundle from compiling: rules that the workload does not keep."""
    try:
        outcome(document)
    except InputError as error:
        return [
            Finding(
                code=problem.code,
                severity="warning",
                message=f"the bundle does not compile as it is: {problem.message}",
                remedy=problem.remedy,
                object=f"bundle/{document['component']['name']}",
                path=problem.path,
            )
            for problem in error.problems
        ]
    return []
