"""The JSON Schemas of what the API takes."""

from fastapi import APIRouter, Request, Response

from agent.bootstrap.use_cases.schema import build_schema
from agent.doors.http.answers import TAGGED, tagged_answer
from agent.doors.http.callers import Reader
from agent.use_cases.schema import Form

router = APIRouter(prefix="/v1/schemas", tags=["schemas"])
MEDIA_TYPE = "application/schema+json"


@router.get(
    "/{form}",
    summary="Get the JSON Schema of bundles or applications",
    responses={**TAGGED, 200: {"content": {MEDIA_TYPE: {}}}},
)
def get_schema(request: Request, form: Form, caller: Reader) -> Response:
    """Give the schema that editors and generators check a document with before it is sent."""
    return tagged_answer(request, build_schema()(form).encode(), MEDIA_TYPE)
