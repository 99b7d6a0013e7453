"""Looking at one bundle: the steps of its run, where its values come from, what would change, what is like it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agent.doors.http.bodies import Document
from agent.doors.http.callers import Caller, Reader
from agent.doors.http.parameters import Component, Environments, KubeVersion
from agent.doors.http.schemas import Compared, Explained, Planned
from agent.doors.http.work.bundles import BundleAsked, comparison, explanation, plan, similarity
from agent.doors.http.working import AtWork
from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.run.similar import Similar

router = APIRouter(prefix="/v1", tags=["bundles"])
_LONGEST_PATH = 1024
ValuePath = Annotated[str, Query(description="Only values below it, such as autoscale.", max_length=_LONGEST_PATH)]
Against = Annotated[str, Query(alias="run", description="Run whose files are compared with.", max_length=253)]
Limit = Annotated[int, Query(ge=1, le=100, description="Most components to name.")]


@router.post("/plans", summary="Plan a run", responses={200: {"model": Planned}})
async def plan_run(
    request: Request,
    document: Document,
    caller: Reader,
    work: AtWork,
    component: Component = None,
    env: Environments = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Tell the steps that a run of the bundle would take, in their order, and why optional ones are in or out."""
    asked = BundleAsked(visible=caller.visible, bundle=_one(document, component, caller), environments=env)
    return await work.answer(request, plan, asked)


@router.post("/explanations", summary="Explain a bundle's values", responses={200: {"model": Explained}})
async def explain_values(
    request: Request,
    document: Document,
    caller: Reader,
    work: AtWork,
    component: Component = None,
    env: Environments = [],  # noqa: B006
    path: ValuePath = "",
) -> Response:
    """Tell every effective value of each environment with the layer that set it."""
    asked = BundleAsked(visible=caller.visible, bundle=_one(document, component, caller), environments=env, path=path)
    return await work.answer(request, explanation, asked)


@router.post("/comparisons", summary="Compare a bundle with a run", responses={200: {"model": Compared}})
async def compare_with_run(
    request: Request,
    document: Document,
    caller: Reader,
    work: AtWork,
    run: Against,
    component: Component = None,
    env: Environments = [],  # noqa: B006
    kube_version: KubeVersion = None,
) -> Response:
    """Tell what a new run of the bundle would change of the files of an earlier one; nothing is saved."""
    bundle = _one(document, component, caller)
    asked = BundleAsked(visible=caller.visible, bundle=bundle, environments=env, kube_version=kube_version, against=run)
    return await work.answer(request, comparison, asked)


@router.post("/similar", summary="Find components like a bundle's", responses={200: {"model": Similar}})
async def find_similar(
    request: Request,
    document: Document,
    caller: Reader,
    work: AtWork,
    component: Component = None,
    limit: Limit = 5,
) -> Response:
    """Tell which components in memory are made of the same things, what their domain does, what changed since."""
    asked = BundleAsked(visible=caller.visible, bundle=_one(document, component, caller), limit=limit)
    return await work.answer(request, similarity, asked)


def _one(document: bytes, component: str | None, caller: Caller) -> OneBundle:
    return OneBundle(of=BundleContent(content=document), component=component, tenant=caller.tenant)
