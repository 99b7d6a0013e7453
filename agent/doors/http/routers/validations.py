"""The gate alone, for manifests that a client has."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.doors.http.answers import Answer
from agent.doors.http.bodies import Document
from agent.doors.http.callers import Reader
from agent.doors.http.mistakes import failed_by
from agent.doors.http.parameters import KubeVersion, Text
from agent.doors.http.routers.reports import MEDIA_TYPES, REPORTS, Format
from agent.doors.http.work.validation import ValidationAsked, validation
from agent.doors.http.working import AtWork

router = APIRouter(prefix="/v1/validations", tags=["validations"])
Profile = Annotated[
    Text, Query(description="Which rules hold: baseline, restricted, platform, or one of the policy's.", max_length=253)
]


@router.post("", summary="Hold manifests against the gate", responses=REPORTS)
async def validate(
    request: Request,
    document: Document,
    caller: Reader,
    work: AtWork,
    kube_version: KubeVersion = None,
    profile: Profile = None,
    form: Format = "json",
) -> Response:
    """Check manifests, one or many documents; what the gate finds is the answer, whether they pass or not."""
    asked = ValidationAsked(manifests=document, kube_version=kube_version, profile=profile, form=form)
    told = await work.told(request, validation, asked)
    if told.fault is not None:
        raise failed_by(told.fault, told.problems)
    return Answer(told.content["text"], media_type=MEDIA_TYPES[form]).response
