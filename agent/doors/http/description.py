"""The description of the API (OpenAPI 3.1): what FastAPI tells of the routes, and what it cannot know of them."""

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from agent.doors.http import problems
from agent.doors.http.bodies import MEDIA_TYPES, Document
from agent.doors.http.callers import ROLES
from agent.doors.http.schemas import ProblemDetails
from foundation.source.document import parse_documents

_ABOUT = (
    "Compiles component bundles into validated Helm charts, manifests and events: what the command line does, over "
    "HTTP. The same bundle gives the same bytes through every door."
)
_EXAMPLES = "examples.yaml"
_PROBLEM = "ProblemDetails"
_DOCUMENT, _MANIFESTS = "Document", "Manifests"
#: What documents are, as far as every one of them is: their own schemas, and the gate, say the rest.
_DOCUMENTS = {
    _DOCUMENT: {
        "title": _DOCUMENT,
        "type": "object",
        "description": "A bundle (GET /v1/schemas/bundle) or an application (GET /v1/schemas/application), in YAML or "
        "JSON. YAML may hold several.",
    },
    _MANIFESTS: {"title": _MANIFESTS, "description": "Manifests of Kubernetes, one or many documents."},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what the client has; 304 if it is the same still.",
    "schema": {"type": "string"},
    "example": '"3b1c"',
}


def describe(app: FastAPI, routes: Sequence[APIRoute]) -> dict[str, Any]:
    """Return the description of an application.

    Args:
        app: the application.
        routes: what it answers.
    """
    document = FastAPI.openapi(app)
    document["info"]["description"] = _ABOUT
    components = document["components"]
    components["schemas"] |= {**_DOCUMENTS, _PROBLEM: _problem_schema()}
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    examples = read_examples()
    for route in (one for one in routes if one.include_in_schema):
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            _complete(operation, route, examples[operation["operationId"]])
    return document


def read_examples() -> dict[str, dict[str, Any]]:
    """Return an example of each operation, by its id: its parameters, its document, and what it answers."""
    text = files(__package__).joinpath(_EXAMPLES).read_text(encoding="utf-8")
    (document,) = parse_documents(text, _EXAMPLES)
    found: dict[str, dict[str, Any]] = document.data
    return found


def _complete(operation: dict[str, Any], route: APIRoute, example: dict[str, Any]) -> None:
    called = list(_called(route.dependant))
    roles = [ROLES[one] for one in called if one in ROLES]
    operation["x-role"] = roles[0] if roles else None
    operation["security"] = [{"bearer": []}, {}] if roles else []
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    if _reader_of_documents() in called:
        schema = _MANIFESTS if operation["operationId"] == "validate" else _DOCUMENT
        operation["requestBody"] = _body(example["document"], schema)
    # Wrong parameters are told as everything else that is wrong.
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = _problem()
    if "304" in operation["responses"]:
        operation.setdefault("parameters", []).append(_IF_NONE_MATCH)
        operation["responses"]["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    for status, answer in example["answers"].items():
        response = operation["responses"][str(status)]
        response.setdefault("headers", {})["X-Request-Id"] = {"schema": {"type": "string"}}
        for media_type, content in answer.items():
            response["content"][media_type]["example"] = content


def _called(dependant: Dependant) -> Iterator[Callable[..., Any] | None]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from _called(one)


def _reader_of_documents() -> Callable[..., Any]:
    (depends,) = get_args(Document)[1:]
    reader: Callable[..., Any] = depends.dependency
    return reader


def _body(text: str, schema_name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{schema_name}"}
    (document,) = parse_documents(text, _EXAMPLES)
    content = {
        name: {"schema": schema, "example": document.data if name == "application/json" else text}
        for name in MEDIA_TYPES[:2]
    }
    return {"required": True, "content": content}


def _problem() -> dict[str, Any]:
    return {
        "description": "What went wrong (RFC 9457).",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_PROBLEM}"}}},
    }


def _problem_schema() -> dict[str, Any]:
    """Return the schema of problems; some have further members, such as results."""
    schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {**schema, "additionalProperties": True}
