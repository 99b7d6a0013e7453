"""Writes recordings without a model: scripted stand-ins answer the cases of the data sets.

They let the workbench, its tests and the documentation run where no model can be reached. They say nothing about any
model, and each file says so. Run it again when a prompt, a data set, a policy or a template changes; a test fails until
then.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence

from agent.bootstrap import build_examiners, build_prompts
from agent.evaluation.loading import load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recorder
from agent.settings import Settings
from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.recording import Subject
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.language_model.store import RecordingStore
from foundation.prompting.library import PromptLibrary
from scripts.stand_ins import STAND_INS, StandIn

NOTE = "Written by scripts/record_stand_ins.py; no model was asked, so there are no tokens and no time."
#: More questions than any case asks.
_LINES = 10


def record(library: PromptLibrary, name: str, stand_in: StandIn) -> list[CaseResult]:
    """Record every case of a prompt anew, and delete recordings that nothing asks for any more."""
    folder = library.folder(name)
    cases = {case.case.name: case for case in load_cases(folder)}

    def connect(_identity: object, subject: Subject) -> ScriptedChat:
        def line(asked: int) -> Callable[[ChatRequest], str]:
            return lambda _request: stand_in(cases[subject.case], asked)

        return ScriptedChat([line(asked) for asked in range(_LINES)])

    # The clock stands still, so that the same prompts give the same files.
    recorder = Recorder(RecordingStore(folder / "recordings"), connect, "rewrite", "stand-in", NOTE, clock=lambda: 0.0)
    matrix = Matrix([library.prompt(name)], [STAND_IN], list(cases.values()))
    results = asyncio.run(Evaluation(library, recorder, build_examiners().get(name)).run(matrix))
    recorder.prune()
    return results


def main(names: Sequence[str]) -> None:
    """Record for these prompts; for every prompt that has a stand-in if none is named."""
    library = build_prompts(Settings())
    for name in names or STAND_INS:
        results = record(library, name, STAND_INS[name])
        failed = [result.case for result in results if result.status != "passed"]
        print(f"{name}: {len(results)} cases recorded" + (f", not passed: {', '.join(failed)}" if failed else ""))


if __name__ == "__main__":
    main(sys.argv[1:])
