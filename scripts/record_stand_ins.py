"""Writes recordings without a model: scripted stand-ins answer the cases of the data sets.

They let the workbench, its tests and the documentation run where no model can be reached. They say nothing about any
model, and each file says so. Run it again when a prompt, a data set or the plan changes; a test fails until then.
"""

import asyncio
import json
from collections.abc import Callable, Iterable

from agent.bootstrap import build_examiners, build_library, build_prompts
from agent.evaluation.loading import LoadedCase, load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recorder
from agent.language_model.chat_request import ChatRequest
from agent.language_model.recording import Subject
from agent.language_model.scripted import STAND_IN, ScriptedChat
from agent.language_model.store import RecordingStore
from agent.model.bundle import Component
from agent.model.request import GenerationRequest, Options
from agent.planning.deterministic import compose_plan
from agent.prompting.library import PromptLibrary
from agent.settings import Settings

StandIn = Callable[[LoadedCase, ChatRequest], str]
NOTE = "Written by scripts/record_stand_ins.py; no model was asked, so there are no tokens and no time."
#: More questions than any case asks.
_LINES = 10


def plan(case: LoadedCase, request: ChatRequest) -> str:
    """Answer the input prompt with the plan that the deterministic planner composes."""
    if case.case.bundle is None:
        raise ValueError(f"{case.case.name} has no bundle to plan for")
    wanted = GenerationRequest(bundle=case.case.bundle, source=case.file, digest="", options=Options(output="out"))
    return json.dumps({"steps": compose_plan(wanted, build_library(Settings()).policy).steps})


def draft(case: LoadedCase, request: ChatRequest) -> str:
    """Answer the expansion prompt as somebody would who reads the definition and nothing else."""
    if case.case.bundle is None:
        raise ValueError(f"{case.case.name} has no bundle to draft for")
    component = case.case.bundle.component
    workload = _workload(component)
    wanted = {
        workload: True,
        "Service": bool(component.ports) and workload not in ("Job", "CronJob"),
        "ConfigMap": bool(component.config or component.files),
        "PersistentVolumeClaim": bool(component.claims) and workload != "StatefulSet",
    }
    objects = [{"kind": kind, "spec": []} for kind, needed in wanted.items() if needed]
    return json.dumps({"objects": objects, "cannot": None})


def _workload(component: Component) -> str:
    if component.schedule is not None:
        return "CronJob"
    if component.job is not None:
        return "Job"
    if component.claims:
        return "StatefulSet"
    everywhere = any(toleration.operator == "Exists" for toleration in component.tolerations or [])
    return "DaemonSet" if everywhere else "Deployment"


#: Who answers which prompt; the request is given too, because a repair depends on the findings in it.
STAND_INS: dict[str, StandIn] = {"expansion": draft, "input": plan}


def record(library: PromptLibrary, name: str, stand_in: StandIn) -> list[CaseResult]:
    """Record every case of a prompt anew, and delete recordings that nothing asks for any more."""
    folder = library.folder(name)
    cases = {case.case.name: case for case in load_cases(folder)}

    def connect(_identity: object, subject: Subject) -> ScriptedChat:
        case = cases[subject.case]
        return ScriptedChat([lambda request: stand_in(case, request)] * _LINES)

    # The clock stands still, so that the same prompts give the same files.
    recorder = Recorder(RecordingStore(folder / "recordings"), connect, "rewrite", "stand-in", NOTE, clock=lambda: 0.0)
    matrix = Matrix([library.prompt(name)], [STAND_IN], list(cases.values()))
    results = asyncio.run(Evaluation(library, recorder, build_examiners().get(name)).run(matrix))
    recorder.prune()
    return results


def main(names: Iterable[str] = STAND_INS) -> None:
    """Record for every prompt that has a stand-in."""
    library = build_prompts(Settings())
    for name in names:
        results = record(library, name, STAND_INS[name])
        failed = [result.case for result in results if result.status != "passed"]
        print(f"{name}: {len(results)} cases recorded" + (f", not passed: {', '.join(failed)}" if failed else ""))


if __name__ == "__main__":
    main()
