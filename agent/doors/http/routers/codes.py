"""What codes mean: the type of every problem leads here."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from agent.bootstrap.use_cases.codes import build_codes
from agent.doors.http.answers import JSON, TAGGED, tagged_answer
from agent.doors.http.callers import Reader
from agent.doors.http.json_bytes import as_json
from agent.doors.http.schemas import CodeList
from agent.doors.http.wiring import Wired
from agent.reporting.codes import codes_data
from agent.use_cases.codes import CodesCommand
from foundation.model.codes import KnownCode

router = APIRouter(prefix="/v1/codes", tags=["codes"])
Code = Annotated[str, Path(max_length=100, description="A code, such as literal-secret.")]


@router.get("", summary="List every code", responses={**TAGGED, 200: {"model": CodeList}})
def list_codes(request: Request, caller: Reader, wired: Wired) -> Response:
    """Tell what each code means that stands before a mistake, a finding or a failure, and how to mend it."""
    return tagged_answer(request, as_json({"codes": codes_data(wired(build_codes)(CodesCommand()))}), JSON)


@router.get("/{code}", summary="Explain a code", responses={**TAGGED, 200: {"model": KnownCode}})
def explain_code(request: Request, code: Code, caller: Reader, wired: Wired) -> Response:
    """Tell what it means, how to mend what it is about, and where it comes from; of a rule, its parameters in force."""
    (told,) = codes_data(wired(build_codes)(CodesCommand(code=code)))
    return tagged_answer(request, as_json(told), JSON)
