"""A server on our stack (transport, caller, log levels) that answers the names which the conformance suite asks for."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.lowlevel.server import request_ctx
from mcp.shared.exceptions import McpError
from mcp.types import (
    INVALID_PARAMS,
    AudioContent,
    BlobResourceContents,
    CallToolRequest,
    CallToolResult,
    CompleteRequest,
    CompleteResult,
    Completion,
    ContentBlock,
    EmbeddedResource,
    EmptyResult,
    ErrorData,
    GetPromptRequest,
    GetPromptResult,
    ImageContent,
    ListPromptsRequest,
    ListPromptsResult,
    ListResourcesRequest,
    ListResourcesResult,
    ListResourceTemplatesRequest,
    ListResourceTemplatesResult,
    ListToolsRequest,
    ListToolsResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceRequest,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    SamplingMessage,
    ServerResult,
    SetLevelRequest,
    SubscribeRequest,
    TextContent,
    TextResourceContents,
    Tool,
    UnsubscribeRequest,
)
from pydantic import AnyUrl

from agent.doors.mcp.caller import Caller
from agent.doors.mcp.log_levels import set_level
from foundation.model.run.step import Step

#: Seconds that a question may take.
_PATIENCE_SECONDS = 60.0
_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_WAV = base64.b64encode(b"RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\x08\0data\0\0\0\0").decode()
_OBJECT: dict[str, Any] = {"type": "object", "properties": {}}
_TEXT = {"type": "string"}
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {"address": {"type": "object", "properties": {"street": _TEXT, "city": _TEXT}}},
    "properties": {"name": _TEXT, "address": {"$ref": "#/$defs/address"}},
    "additionalProperties": False,
}
_DEFAULTS = {
    "name": {"type": "string", "default": "John Doe"},
    "age": {"type": "integer", "default": 30},
    "score": {"type": "number", "default": 95.5},
    "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
    "verified": {"type": "boolean", "default": True},
}
_TITLED = [{"const": f"value{number}", "title": f"{word} Option"} for number, word in enumerate(("First", "Second"), 1)]
_PLAIN = ["option1", "option2", "option3"]
_ENUMS = {
    "untitledSingle": {"type": "string", "enum": _PLAIN},
    "titledSingle": {"type": "string", "oneOf": _TITLED},
    "legacyEnum": {"type": "string", "enum": _PLAIN, "enumNames": ["One", "Two", "Three"]},
    "untitledMulti": {"type": "array", "items": {"type": "string", "enum": _PLAIN}},
    "titledMulti": {"type": "array", "items": {"anyOf": _TITLED}},
}


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)


def _image() -> ImageContent:
    return ImageContent(type="image", data=_PNG, mimeType="image/png")


def _embedded(address: str, text: str, form: str = "text/plain") -> EmbeddedResource:
    contents = TextResourceContents(uri=AnyUrl(address), mimeType=form, text=text)
    return EmbeddedResource(type="resource", resource=contents)


async def _simple(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    return [_text("This is a simple text response for testing.")]


async def _picture(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    return [_image()]


async def _sound(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    return [AudioContent(type="audio", data=_WAV, mimeType="audio/wav")]


async def _resource(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    return [_embedded("test://embedded-resource", "This is an embedded resource content.")]


async def _mixed(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    text = _text("Multiple content types test:")
    return [text, _image(), _embedded("test://mixed-content-resource", '{"test": "data"}', "application/json")]


async def _logging(caller: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    for word in ("started", "processing", "completed"):
        await caller.announce([{"event": f"Tool execution {word}"}])
    return [_text("Tool with logging executed successfully")]


async def _progress(caller: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    listen = caller.listener()
    assert listen is not None
    for number in (1, 50, 100):
        await listen(Step(name=f"step {number}", number=number, total=100))
    return [_text("done")]


async def _sampling(_: Caller, arguments: dict[str, Any]) -> list[ContentBlock]:
    context = request_ctx.get()
    asked = SamplingMessage(role="user", content=_text(arguments["prompt"]))
    said = await context.session.create_message([asked], max_tokens=100, related_request_id=context.request_id)
    return [_text(f"LLM response: {getattr(said.content, 'text', said.content)}")]


def _asking(properties: dict[str, Any] | None = None) -> Callable[[Caller, dict[str, Any]], Awaitable[Any]]:
    async def ask(caller: Caller, arguments: dict[str, Any]) -> list[ContentBlock]:
        wanted = properties or {"username": _TEXT, "email": _TEXT}
        schema = {"type": "object", "properties": wanted, "required": [] if properties else list(wanted)}
        said = await caller.ask(arguments.get("message", "Please answer"), schema, _PATIENCE_SECONDS)
        return [_text(f"User response: action=accept, content={said}")]

    return ask


async def _failing(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    raise ValueError("This tool intentionally returns an error for testing")


async def _reconnection(_: Caller, _arguments: dict[str, Any]) -> list[ContentBlock]:
    if (close := request_ctx.get().close_sse_stream) is not None:
        await close()
    return [_text("Reconnection test completed successfully")]


_TOOLS: dict[str, tuple[Callable[[Caller, dict[str, Any]], Awaitable[Any]], dict[str, Any]]] = {
    "test_simple_text": (_simple, _OBJECT),
    "test_image_content": (_picture, _OBJECT),
    "test_audio_content": (_sound, _OBJECT),
    "test_embedded_resource": (_resource, _OBJECT),
    "test_multiple_content_types": (_mixed, _OBJECT),
    "test_tool_with_logging": (_logging, _OBJECT),
    "test_tool_with_progress": (_progress, _OBJECT),
    "test_sampling": (_sampling, {"type": "object", "properties": {"prompt": _TEXT}, "required": ["prompt"]}),
    "test_elicitation": (_asking(), {"type": "object", "properties": {"message": _TEXT}, "required": ["message"]}),
    "test_elicitation_sep1034_defaults": (_asking(_DEFAULTS), _OBJECT),
    "test_elicitation_sep1330_enums": (_asking(_ENUMS), _OBJECT),
    "test_error_handling": (_failing, _OBJECT),
    "test_reconnection": (_reconnection, _OBJECT),
    "json_schema_2020_12_tool": (_simple, _SCHEMA),
}


async def _list_tools(_: ListToolsRequest) -> ServerResult:
    tools = [Tool(name=name, description=f"Tests {name}.", inputSchema=schema) for name, (_, schema) in _TOOLS.items()]
    return ServerResult(ListToolsResult(tools=tools))


async def _call(request: CallToolRequest) -> ServerResult:
    if request.params.name not in _TOOLS:
        raise McpError(ErrorData(code=INVALID_PARAMS, message="Unknown tool"))
    run, _ = _TOOLS[request.params.name]
    try:
        content = await run(Caller(request_ctx.get()), request.params.arguments or {})
    except ValueError as error:
        return ServerResult(CallToolResult(content=[_text(str(error))], isError=True))
    return ServerResult(CallToolResult(content=content))


async def _list_resources(_: ListResourcesRequest) -> ServerResult:
    names = ("static-text", "static-binary", "watched-resource")
    resources = [Resource(uri=AnyUrl(f"test://{name}"), name=name, description=f"Tests {name}.") for name in names]
    return ServerResult(ListResourcesResult(resources=resources))


async def _list_templates(_: ListResourceTemplatesRequest) -> ServerResult:
    template = ResourceTemplate(uriTemplate="test://template/{id}/data", name="data", mimeType="application/json")
    return ServerResult(ListResourceTemplatesResult(resourceTemplates=[template]))


async def _read(request: ReadResourceRequest) -> ServerResult:
    address = request.params.uri
    match str(address).removeprefix("test://").split("/"):
        case ["static-text"]:
            text, form = "This is the content of the static text resource.", "text/plain"
        case ["static-binary"]:
            picture = BlobResourceContents(uri=address, mimeType="image/png", blob=_PNG)
            return ServerResult(ReadResourceResult(contents=[picture]))
        case ["template", identifier, "data"]:
            text = f'{{"id": "{identifier}", "templateTest": true, "data": "Data for ID: {identifier}"}}'
            form = "application/json"
        case _:
            raise McpError(ErrorData(code=-32002, message="Resource not found"))
    return ServerResult(ReadResourceResult(contents=[TextResourceContents(uri=address, mimeType=form, text=text)]))


async def _subscribed(_: SubscribeRequest | UnsubscribeRequest) -> ServerResult:
    return ServerResult(EmptyResult())


_PROMPTS = {
    "test_simple_prompt": [],
    "test_prompt_with_arguments": ["arg1", "arg2"],
    "test_prompt_with_embedded_resource": ["resourceUri"],
    "test_prompt_with_image": [],
}


async def _list_prompts(_: ListPromptsRequest) -> ServerResult:
    prompts = [
        Prompt(
            name=name,
            description=f"Tests {name}.",
            arguments=[PromptArgument(name=one, description=one, required=True) for one in arguments],
        )
        for name, arguments in _PROMPTS.items()
    ]
    return ServerResult(ListPromptsResult(prompts=prompts))


async def _get_prompt(request: GetPromptRequest) -> ServerResult:
    given = request.params.arguments or {}
    contents: dict[str, list[ContentBlock]] = {
        "test_simple_prompt": [_text("This is a simple prompt for testing.")],
        "test_prompt_with_arguments": [
            _text(f"Prompt with arguments: arg1='{given.get('arg1')}', arg2='{given.get('arg2')}'")
        ],
        "test_prompt_with_embedded_resource": [
            _embedded(given.get("resourceUri", "test://x"), "Embedded resource content for testing."),
            _text("Please process the embedded resource above."),
        ],
        "test_prompt_with_image": [_image(), _text("Please analyze the image above.")],
    }
    messages = [PromptMessage(role="user", content=content) for content in contents[request.params.name]]
    return ServerResult(GetPromptResult(messages=messages))


async def _complete(_: CompleteRequest) -> ServerResult:
    return ServerResult(CompleteResult(completion=Completion(values=[], total=0, hasMore=False)))


def fixture_server() -> Server[object, Any]:
    """Return the server."""
    server: Server[object, Any] = Server("fixture", version="1")
    server.request_handlers |= {
        ListToolsRequest: _list_tools,
        CallToolRequest: _call,
        ListResourcesRequest: _list_resources,
        ListResourceTemplatesRequest: _list_templates,
        ReadResourceRequest: _read,
        SubscribeRequest: _subscribed,
        UnsubscribeRequest: _subscribed,
        ListPromptsRequest: _list_prompts,
        GetPromptRequest: _get_prompt,
        CompleteRequest: _complete,
        SetLevelRequest: set_level,
    }
    return server
