"""Taking a call from its raw arguments to its answer, in a process with an agent; a mistake becomes an answer too."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agent.doors.mcp.answering import Answer
from agent.doors.mcp.askers import seen_by
from agent.doors.mcp.bounds import bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools import commands
from agent.doors.mcp.words import in_own_words
from foundation.model.access import Principal, require
from foundation.model.errors import AgentError, Problem
from foundation.source.document import Document, parse_documents
from foundation.source.validation import validate

if TYPE_CHECKING:
    from agent.bootstrap import Agent

#: Codes of what is not there.
_MISSING = frozenset({"missing-key", "trace-missing"})
#: A call whose answer has one of these failed, or did not do all of what was asked.
_FAILED = frozenset({"failed", "saved"})


def with_additions(arguments: dict[str, Any], added: Mapping[str, str]) -> dict[str, Any]:
    """Return arguments whose bundle has what was missing; a bundle in text becomes an object, if it is one bundle.

    Args:
        arguments: the arguments.
        added: what to add, by its path in the bundle.

    Raises:
        InputError: the text is no bundle.
    """
    bundle = arguments["bundle"]
    if isinstance(bundle, str):
        documents = parse_documents(bundle, "bundle")
        if len(documents) != 1:  # nobody can say of which of them it was missing
            return arguments
        bundle = documents[0].data
    for path, value in added.items():
        *around, key = path.split(".")
        bundle = _with(bundle, around, key, value)
    return {**arguments, "bundle": bundle}


def _with(data: Any, around: Sequence[str], key: str, value: str) -> dict[str, Any]:
    known = data if isinstance(data, dict) else {}
    if not around:
        return {**known, key: value}
    return {**known, around[0]: _with(known.get(around[0]), around[1:], key, value)}


def outcome_of(agent: "Agent", asker: Principal | None, name: str, arguments: dict[str, Any]) -> Outcome:
    """Return what a call comes to.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.
        name: the tool's name.
        arguments: what the client sent.
    """
    command = commands()[name]
    try:
        own = seen_by(asker, agent, command.role)
        parsed = validate(command.arguments, Document(data=arguments), "arguments")
        return in_own_words(command.run(own, parsed, require(asker, command.role)))
    except AgentError as error:
        return failure(name, error)


def failure(name: str, error: AgentError) -> Outcome:
    """Return what a call comes to that failed.

    Args:
        name: the tool's name.
        error: why.
    """
    kind = commands()[name].outcome
    kept, left_out = bounded_notes(error.problems)
    content: dict[str, Any] = {"status": "failed", "problems": kept, "problems_left_out": left_out}
    if "failure" in kind.model_fields:
        content["failure"] = error.failure
    return in_own_words(kind(**content))


def said(outcome: Outcome) -> Answer:
    """Return what a client gets of an outcome."""
    data = outcome.model_dump(mode="json", exclude_none=True)
    return Answer(
        text=outcome.model_dump_json(exclude_none=True),
        data=data,
        failed=data["status"] in _FAILED,
        links=outcome.links,
        events=outcome.announced,
        missing=_missing(outcome.problems),
    )


def _missing(problems: Sequence[Problem]) -> list[str]:
    """Return where something is missing; nothing, if anything else is wrong too."""
    found = [problem.path for problem in problems if problem.code in _MISSING and problem.path]
    return found if len(found) == len(problems) else []
