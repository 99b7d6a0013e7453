"""The input prompt: the plan that the deterministic planner composes."""

import json

from agent.bootstrap import build_library
from agent.evaluation.loading import LoadedCase
from agent.planning.recipes.generate import compose_plan
from agent.settings import Settings
from foundation.model.destination import workspace
from foundation.model.run.request import GenerationRequest, Options


def answer(case: LoadedCase, asked: int) -> str:
    """Answer with the plan for the case's bundle."""
    if case.case.bundle is None:
        raise ValueError(f"{case.case.name} has no bundle to plan for")
    options = Options(destination=workspace("out"))
    wanted = GenerationRequest(bundle=case.case.bundle, source=case.file, digest="", options=options)
    return json.dumps({"steps": compose_plan(wanted, build_library(Settings()).policy).steps})
