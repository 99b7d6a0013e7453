"""Resources: which there are, and what they hold."""

import base64
from typing import TYPE_CHECKING

from mcp.shared.exceptions import McpError
from mcp.types import (
    BlobResourceContents,
    ListResourcesRequest,
    ListResourcesResult,
    ListResourceTemplatesRequest,
    ListResourceTemplatesResult,
    ReadResourceRequest,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    ServerResult,
    TextResourceContents,
)
from pydantic import AnyUrl

from agent.doors.desk import Desk
from agent.doors.mcp.addresses import SCHEME, names_in
from agent.doors.mcp.askers import seen_by
from agent.doors.mcp.caller import principal
from agent.doors.mcp.mistakes import error_of
from agent.doors.mcp.resources import kinds
from agent.doors.mcp.resources.kind import JSON, YAML, Content
from agent.doors.mcp.resources.unknown import nothing_called
from foundation.model.access import Principal
from foundation.model.errors import AgentError

if TYPE_CHECKING:
    from agent.bootstrap import Agent

_SCHEMA = "application/schema+json"
#: Address, name, what it is, and its form.
_RESOURCES = (
    ("schemas/bundle", "bundle schema", "The JSON Schema of bundles.", _SCHEMA),
    ("schemas/application", "application schema", "The JSON Schema of applications.", _SCHEMA),
    ("templates", "templates", "The chart templates of the catalog.", JSON),
    ("policies", "policies", "The names of all policy files.", JSON),
    ("codes", "codes", "Every code that a mistake, finding or failure may have, with its title.", JSON),
    ("runs", "runs", "The last runs that memory has.", JSON),
)
_TEMPLATES = (
    ("schemas/{form}", "schema", "The JSON Schema of bundles or of applications.", _SCHEMA),
    ("templates/{template}", "template", "A chart template or a resource template.", JSON),
    ("policies/{+policy}", "policy", "A policy file.", YAML),
    ("codes/{code}", "code", "What a code means, and how to mend what it stands before.", JSON),
    ("runs/{run}", "run", "All that memory knows of a run.", JSON),
    ("runs/{run}/artifacts", "artifacts", "The files of a run with their SHA-256.", JSON),
    ("runs/{run}/artifacts/{+path}", "artifact", "A file of a run in its exact bytes.", None),
)


class Resources:
    """Lists and reads resources.

    Args:
        desk: has the reading done.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def list(self, _request: ListResourcesRequest) -> ServerResult:
        """Answer ``resources/list``."""
        resources = [
            Resource(uri=AnyUrl(f"{SCHEME}://{place}"), name=name, description=about, mimeType=form)
            for place, name, about, form in _RESOURCES
        ]
        return ServerResult(ListResourcesResult(resources=resources))

    async def list_templates(self, _request: ListResourceTemplatesRequest) -> ServerResult:
        """Answer ``resources/templates/list``."""
        templates = [
            ResourceTemplate(uriTemplate=f"{SCHEME}://{place}", name=name, description=about, mimeType=form)
            for place, name, about, form in _TEMPLATES
        ]
        return ServerResult(ListResourceTemplatesResult(resourceTemplates=templates))

    async def read(self, request: ReadResourceRequest) -> ServerResult:
        """Answer ``resources/read``.

        Raises:
            McpError: there is no such resource, or it cannot be read.
        """
        address = request.params.uri
        try:
            found = await self._desk.run(content_at, principal(), str(address))
        except AgentError as error:
            raise McpError(error_of(error)) from None
        return ServerResult(ReadResourceResult(contents=[_contents(address, found)]))


def content_at(agent: "Agent", asker: Principal | None, address: str) -> Content:
    """Return what is at an address.

    Args:
        agent: the agent of this process.
        asker: who asks, if that is known.
        address: the address.

    Raises:
        InputError: there is nothing.
        OutsideError: it cannot be read.
    """
    kind, *names = names_in(address) or [""]
    if kind not in kinds():
        raise nothing_called("resource", address, [f"{SCHEME}://{name}" for name in kinds()])
    return kinds()[kind].read(seen_by(asker, agent), [name for name in names if name])


def _contents(address: AnyUrl, found: Content) -> TextResourceContents | BlobResourceContents:
    if isinstance(found.content, str):
        return TextResourceContents(uri=address, mimeType=found.form, text=found.content)
    return BlobResourceContents(uri=address, mimeType=found.form, blob=base64.b64encode(found.content).decode())
