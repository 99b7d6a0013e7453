"""Asking the user for what a bundle lacks, where the client can; otherwise the mistake is told."""

from typing import Any

from agent.doors.mcp.caller import Caller

#: What a user can be asked for: one line of text each.
_ASKED = {
    "trace_id": ("Trace", "Id that links the infrastructure to its blueprint."),
    "blueprint_id": ("Blueprint", "Id of the use case or of the microservice."),
    "component_scope": ("Scope", "Domain that owns the component, such as Order."),
    "component.name": ("Name", "Name of the component."),
    "component.type": ("Type", "Type of the component, such as microservice or worker."),
    "component.transport": ("Transport", "How it is called: http, grpc, tcp or queue."),
    "component.container_image": ("Image", "Container image with tag or digest."),
}


def answerable(paths: list[str]) -> bool:
    """Tell whether a user can be asked for all that is missing.

    Args:
        paths: where something is missing.
    """
    return bool(paths) and all(path in _ASKED for path in paths)


async def asked_for(paths: list[str], caller: Caller, seconds: float) -> dict[str, str]:
    """Ask for what is missing.

    Args:
        paths: where it is missing in the bundle.
        caller: whoever sent the bundle.
        seconds: how long they may take to answer.

    Returns:
        What they said, by path; empty if they cannot be asked, or do not answer.
    """
    if not answerable(paths) or not caller.can_be_asked:
        return {}
    names = {path.replace(".", "_"): path for path in paths}
    said = await caller.ask("The bundle lacks what only you can say.", _form(names), seconds)
    return {names[name]: value for name, value in said.items() if name in names and isinstance(value, str) and value}


def _form(names: dict[str, str]) -> dict[str, Any]:
    properties = {
        name: {"type": "string", "title": _ASKED[path][0], "description": _ASKED[path][1]}
        for name, path in names.items()
    }
    return {"type": "object", "properties": properties, "required": list(names)}
