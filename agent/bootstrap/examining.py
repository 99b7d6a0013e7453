"""What knows the meaning of each prompt's bundles and answers, for the workbench."""

from functools import cache
from typing import TYPE_CHECKING

from agent.bootstrap.drafting import build_rehearsal, drafting
from agent.bootstrap.folders import build_library
from agent.bootstrap.programs import build_helm
from agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from agent.evaluation.examiner import Examiner
    from agent.evaluation.examiners.reviews import Reviewed
    from agent.execution.rehearsal import Rehearsal
    from foundation.model.bundle.bundle import Bundle
    from plugins.llm_template_expander.conversation import Drafting


def build_examiners(settings: Settings | None = None) -> "dict[str, Examiner]":
    """Return what knows the meaning of each prompt's bundles and answers, by prompt.

    Args:
        settings: the settings; those of the environment by default.
    """
    from agent.evaluation.examiner import ArgumentsOnly
    from agent.evaluation.examiners.drafts import DraftExaminer, RepairExaminer
    from agent.evaluation.examiners.reviews import ReviewExaminer, reviewed
    from agent.planning.compose import compose_plan
    from agent.planning.novelty import told_template
    from agent.planning.plan_form import plan_form
    from foundation.model.destination import workspace
    from foundation.model.run.request import GenerationRequest, Options
    from foundation.prompting.arguments import planning_arguments

    chosen = settings or load_settings()
    library = build_library(chosen)

    @cache
    def rehearsal() -> "Rehearsal":
        return build_rehearsal(chosen, library, build_helm(chosen), Options())

    @cache
    def led() -> "Drafting":
        return drafting(chosen, library, rehearsal)

    async def run(bundle: "Bundle") -> "Reviewed":
        templates = library.load(bundle.component.type, bundle.template_id)
        return reviewed(library.policy, await rehearsal()(bundle, templates))

    def steps(bundle: "Bundle") -> list[str]:
        options = Options(destination=workspace("out"))
        wanted = GenerationRequest(bundle=bundle, source="bundle", digest="", options=options)
        return compose_plan(wanted, library.policy).steps

    return {
        "expansion": DraftExaminer(lambda: library.drafts, led),
        "repair": RepairExaminer(led),
        "review": ReviewExaminer(run),
        "input": ArgumentsOnly(
            lambda bundle: planning_arguments(bundle, told_template(bundle, library), steps(bundle)),
            lambda bundle: plan_form(steps(bundle)),
        ),
    }
