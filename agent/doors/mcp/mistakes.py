"""Mistakes and failures as answers, where no process of the desk could make one."""

import json
from typing import Any

from mcp.types import ErrorData, Tool

from agent.doors.mcp.answering import Answer
from agent.doors.mcp.bounds import bounded_notes
from agent.doors.mcp.words import in_own_words
from foundation.model.errors import AgentError, InputError

#: The protocol's own code for a resource that there is not.
_NOT_FOUND = -32002
_INTERNAL = -32603


def failed(error: AgentError, tool: Tool) -> Answer:
    """Return the answer of a call that failed.

    Args:
        error: why.
        tool: what was called.
    """
    kept, left_out = bounded_notes(error.problems)
    problems = [problem.model_dump(mode="json", exclude_none=True) for problem in kept]
    data: dict[str, Any] = {"status": "failed", "problems": problems, "problems_left_out": left_out}
    if "failure" in (tool.outputSchema or {}).get("properties", {}):
        data["failure"] = error.failure
    told = in_own_words(data)
    return Answer(text=json.dumps(told, ensure_ascii=False), data=told, failed=True)


def error_of(error: AgentError, otherwise: int = _NOT_FOUND) -> ErrorData:
    """Return what is answered to a request, other than a call, that failed.

    Args:
        error: why.
        otherwise: the protocol's number of the error, if what the client asked for is wrong.
    """
    kept, _ = bounded_notes(error.problems)
    problems = in_own_words([problem.model_dump(mode="json", exclude_none=True) for problem in kept])
    message = "; ".join(f"{problem['message']}. {problem['remedy']}" for problem in problems)
    number = otherwise if isinstance(error, InputError) else _INTERNAL
    return ErrorData(code=number, message=message, data={"problems": problems})
