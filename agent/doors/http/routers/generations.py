"""Generating: a bundle, several, or an application; answered when it is done, or at once and told later."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from agent.doors.access.middleware import Still
from agent.doors.http.answers import Answer
from agent.doors.http.bodies import Document
from agent.doors.http.callers import Operator, Reader
from agent.doors.http.generation_state import State
from agent.doors.http.generations import Generation
from agent.doors.http.json_bytes import as_json
from agent.doors.http.parameters import (
    Component,
    Environments,
    Folder,
    IdempotencyKey,
    KubeVersion,
    Parts,
    Prefer,
    wants_no_waiting,
)
from agent.doors.http.problems import request_id_of
from agent.doors.http.schemas import Accepted, Generated, GenerationState
from agent.doors.http.streams import MEDIA_TYPE, comment, event, stream_answer
from agent.doors.http.work.generation import GenerationAsked, generation
from agent.doors.http.working import AtWork
from agent.use_cases.inputs.bundles import BundleContent
from foundation.model.run.outputs import output_choice

router = APIRouter(prefix="/v1/generations", tags=["generations"])

GenerationId = Annotated[str, Path(alias="id", description="Id of the answer 202.", pattern="^[0-9a-f]{32}$")]
Dry = Annotated[bool, Query(description="Generate and validate, but save nothing.")]
Force = Annotated[bool, Query(description="Do all the work, even if nothing has changed.")]
Merge = Annotated[bool, Query(description="Keep what people edited: merged before the gate looks.")]
ConfigOnly = Annotated[bool, Query(description="Write only the chart's values and the ConfigMaps.")]
Waiting = Annotated[bool, Query(alias="async", description="The same as Prefer: respond-async.")]
#: Seconds between two looks at what another server works at.
_LOOK_SECONDS = 1.0
LastStep = Annotated[int, Header(alias="Last-Event-ID", ge=0, description="The last step that was seen.")]


@router.post(
    "",
    summary="Generate a bundle, several, or an application",
    responses={200: {"model": Generated}, 202: {"model": Accepted, "description": "It is under way."}},
)
async def generate(
    request: Request,
    document: Document,
    caller: Operator,
    work: AtWork,
    component: Component = None,
    env: Environments = [],  # noqa: B006 - FastAPI copies it
    kube_version: KubeVersion = None,
    with_: Annotated[Parts, Query(alias="with")] = [],  # noqa: B006
    without: Parts = [],  # noqa: B006
    only: Parts = [],  # noqa: B006
    config_only: ConfigOnly = False,
    output: Folder | None = None,
    dry_run: Dry = False,
    merge: Merge = False,
    force: Force = False,
    waiting: Waiting = False,
    prefer: Prefer = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Compile what the body holds into charts and manifests, hold them against the gate, and save them.

    Where a check fails nothing is written, and 422 says what to mend. Equal bundles give equal files and digests, and
    what has not changed is not made again. With `Prefer: respond-async` the answer is 202, and its Location tells how
    far it has come.
    """
    asked = GenerationAsked(
        bundles=BundleContent(content=document),
        component=component,
        tenant=caller.tenant,
        visible=caller.visible,
        environments=env,
        kube_version=kube_version,
        outputs=output_choice(with_, without, only, config_only=config_only),
        output=output,
        dry_run=dry_run,
        merge=merge,
        force=force,
    )

    async def answered() -> Response:
        if waiting or wants_no_waiting(prefer):
            return _accepted(await work.begin(request, caller.principal, generation, asked))
        return await work.answer(request, generation, asked)

    return await work.idempotency.once(request, caller.principal, document, answered)


@router.get("/{id}", summary="Tell how far a generation has come", responses={200: {"model": GenerationState}})
async def show_generation(request: Request, name: GenerationId, caller: Reader, work: AtWork) -> Response:
    """Tell its step, and what it came to when it has ended."""
    return Answer((await work.generations.state(caller.principal, name, request_id_of(request))).json).response


@router.delete("/{id}", summary="End a generation", responses={200: {"model": GenerationState}})
async def cancel_generation(request: Request, name: GenerationId, caller: Operator, work: AtWork) -> Response:
    """End it; what it is saving at this moment is saved whole or not at all."""
    return Answer((await work.generations.cancel(caller.principal, name, request_id_of(request))).json).response


@router.get("/{id}/events", summary="Watch a generation", responses={200: {"content": {MEDIA_TYPE: {}}}})
async def watch_generation(
    request: Request, name: GenerationId, caller: Reader, work: AtWork, last: LastStep = 0
) -> Response:
    """Send an event `step` for each step as it begins, and at last one `ended` with what it came to.

    Where another server works at it, steps come at most about once a second: memory has the latest one.
    """
    look = partial(work.generations.state, caller.principal, name, request_id_of(request))
    found, state = work.generations.here(caller.principal, name), await look()
    leaving: asyncio.Event = request.app.state.leaving
    still: Still = request.state.still
    if found is not None:
        return stream_answer(_events(found, last, still))
    return stream_answer(_elsewhere(state, look, last, leaving, still))


async def _events(found: Generation, last: int, still: Still) -> AsyncIterator[bytes]:
    async for step in found.steps(last):
        if not await still():
            return
        yield event("step", as_json(step.model_dump()), step.number)
    if await still():
        yield event("ended", found.state.json)


async def _elsewhere(
    state: State,
    look: Callable[[], Awaitable[State]],
    last: int,
    leaving: asyncio.Event,
    still: Still,
) -> AsyncIterator[bytes]:
    while True:
        step = state.step
        if step is not None and step.number > last:
            last = step.number
            yield event("step", as_json(step.model_dump()), last)
        if state.status != "running" or leaving.is_set():
            break
        yield comment("watching")
        await asyncio.sleep(_LOOK_SECONDS)
        if not await still():
            return
        state = await look()
    if state.status != "running":
        yield event("ended", state.json)


def _accepted(name: str) -> Response:
    place = f"/v1/generations/{name}"
    content = {"id": name, "status": "running", "status_url": place, "events_url": f"{place}/events"}
    return Answer(as_json(content), 202, {"Location": place, "Preference-Applied": "respond-async"}).response
