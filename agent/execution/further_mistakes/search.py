"""The search: run, leave out what is refused, run again, until the gate has looked at what remains.

Nothing of it is saved or announced, and no model is asked. A mistake counts only if nothing that was left out may be
the reason for it.
"""

from collections.abc import Callable, Collection
from typing import Any

from agent.execution.causes import CauseFinder
from agent.execution.engine import Engine
from agent.execution.further_mistakes.dependence import LeftOut, decisive_for, excused_by
from agent.execution.further_mistakes.repair import without
from agent.planning.compose import compose_plan
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.findings import Report
from foundation.model.flags import Flag
from foundation.model.names import nearest
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.locate import locate
from foundation.source.salvage import STAND_INS

#: Mistakes hide behind each other only a few deep; each round costs a part of a run.
_ROUNDS = 8


class FurtherMistakes:
    """Finds what is wrong with a bundle besides what ended its run.

    Args:
        engine: runs the steps.
        policy: returns the platform's policy.
        types: returns the component types that the catalog covers.
        novel: says why a bundle's templates come from a draft, if they do.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Callable[[], PlatformPolicy],
        types: Callable[[], list[str]] = list,
        novel: Callable[[Bundle], str | None] = lambda _: None,
    ) -> None:
        self._engine = engine
        self._policy = policy
        self._types = types
        self._novel = novel

    async def find(
        self, request: GenerationRequest, left_out: Collection[str], known: list[Problem], refused: list[Problem]
    ) -> list[Problem]:
        """Return the further mistakes of a bundle, each once, in the order of its file.

        Args:
            request: the bundle, or what remained of it when it was read.
            left_out: what is not in it as it was written.
            known: mistakes that were told already.
            refused: those of them that a run of this bundle met; none, if it was not run yet.
        """
        out, found = LeftOut(left_out), list[Problem]()
        bundle, options = (
            request.bundle,
            request.options.model_copy(update={"destination": None, "outputs": OutputChoice.everything_essential()}),
        )
        if self._is_novel(bundle):
            # Templates of a draft may cost a model call; those of the nearest type tell what does not hang on them.
            component = bundle.component.model_copy(update={"type": self._like(bundle.component.type)})
            bundle = bundle.model_copy(update={"component": component})
            out.add(["component.type"])
        before = options
        for _ in range(_ROUNDS):
            if refused:
                options = _without_environments(options, refused)
                remains = without(bundle, refused, self._like)
                if remains is None and options == before:
                    break
                bundle, more = remains or (bundle, [])
                out.add(more)
            before = options
            now = request.model_copy(update={"bundle": bundle, "options": options})
            context: dict[str, Any] = {"bundle": bundle, "bundle_digest": "search", "options": options}
            try:
                await self._engine.run(compose_plan(now, self._policy()), VALIDATE_ONLY, context)
            except InputError as error:
                found += self._told(error, request, out)
                refused = list(error.problems)
            except AgentError:
                break  # not about the bundle, or told already
            else:
                found += _of_report(request, context, out)
                break
        new = [problem for problem in dict.fromkeys(found) if problem not in known]
        return sorted(new, key=lambda problem: (problem.line or 0, problem.column or 0))

    def _told(self, error: InputError, request: GenerationRequest, out: LeftOut) -> list[Problem]:
        return [
            locate(problem, request.source, request.locations, request.assigned)
            for problem in error.problems
            if not _is_consequence(problem, error, out)
        ]

    def _is_novel(self, bundle: Bundle) -> bool:
        try:
            return self._novel(bundle) is not None
        except InputError:  # the draft itself is wrong, which is told already
            return True

    def _like(self, component_type: str) -> str:
        types = self._types()
        return nearest(component_type, types) or STAND_INS["type"]


def _is_consequence(problem: Problem, error: InputError, out: LeftOut) -> bool:
    if problem in error.decided_by and problem.path:
        return out.concerns_watched(problem.path, error.decided_by[problem])
    return out.concerns([problem.path] if problem.path else [])


def _without_environments(options: Options, refused: list[Problem]) -> Options:
    """Leave the choice of environments to the bundle, where the command line's is wrong."""
    wrong = any(problem.file == Flag.ENVIRONMENT for problem in refused)
    return options.model_copy(update={"environments": []}) if wrong else options


def _of_report(request: GenerationRequest, context: dict[str, Any], out: LeftOut) -> list[Problem]:
    report: Report = context["report"]
    finder = CauseFinder(request, context["effective"], context["artifacts"])
    told: list[Problem] = []
    for finding in report.errors:
        cause = finder.cause(finding)
        settings = finder.deciding_paths(finding)
        places = [*settings, *([cause.path] if cause is not None and cause.path else [])]
        if out.concerns(excused_by(finding.code)):
            continue
        # Of a workload that nobody knows, only what the bundle itself says can be wrong.
        if out.concerns(places, decisive_for(finding.code)) or (out.kind and not finder.is_given(cause)):
            continue
        told.append(finding.model_copy(update={"cause": cause}).problem)
    return told
