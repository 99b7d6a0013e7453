"""Whether the server is there, and whether it can answer: for probes and balancers."""

from fastapi import APIRouter, Response

from agent.bootstrap.use_cases.readiness import build_readiness_check
from agent.doors.http.answers import json_answer
from agent.doors.http.schemas import Health, Readiness
from agent.doors.http.wiring import Wired

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Tell that the server is there", responses={200: {"model": Health}})
async def health() -> Response:
    """Answer at once, whatever memory and templates do."""
    return json_answer({"status": "ok"})


@router.get("/readyz", summary="Tell whether the server can answer", responses={200: {"model": Readiness}})
def readiness(wired: Wired) -> Response:
    """Look whether memory and templates can be read; 503 says which of them cannot."""
    wired(build_readiness_check)()
    return json_answer({"status": "ready"})
