"""Wiring of `validate`."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from agent.bootstrap.clocks import clock
from agent.bootstrap.contexts import build_contexts
from agent.bootstrap.folders import build_library
from agent.bootstrap.gate_setup import build_gate_setup
from agent.bootstrap.programs import confined_helm
from agent.bootstrap.use_cases.completing import build_completion
from agent.bootstrap.use_cases.generate import build_host_collisions, build_runs
from agent.settings import Settings
from agent.use_cases.validate import ValidateCommand, validate
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine
from foundation.kubectl.kustomize import build
from foundation.model.run.outcome import Validation
from plugins.k8s_validator.policy_folders import policies_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.execution.process_pool import Runs
    from foundation.model.run.request import GenerationRequest, GenerationResult
    from plugins.k8s_validator.gate_setup import GateSetup

#: Takes the number of all requests and each result as it comes.
Watch = Callable[[int, "GenerationResult"], None]


def build_validate(
    settings: Settings,
    *,
    library: TemplateLibrary | None = None,
    watch: Watch = lambda _total, _result: None,
) -> Callable[[ValidateCommand], Validation]:
    """Wire the use case.

    Args:
        settings: the settings.
        library: templates and policies, where they are loaded already.
        watch: sees each bundle's result as it comes.
    """
    chosen = library or build_library(settings)

    def setup(command: ValidateCommand, helm: HelmEngine) -> "GateSetup":
        policies = policies_of(chosen, command.policy)
        return build_gate_setup(settings, helm, policies, command.kube_version, command.profile)

    return partial(
        validate,
        setup=setup,
        confined_helm=partial(confined_helm, settings),
        kustomize=partial(build, program=settings.kubectl),
        run=partial(_watched, build_runs(settings), watch),
        complete=build_completion(settings),
        contexts=build_contexts(settings, chosen),
        host_collisions=partial(build_host_collisions, chosen),
        now=clock(settings),
    )


def _watched(run: "Runs", watch: Watch, requests: "list[GenerationRequest]", jobs: int) -> "Iterator[GenerationResult]":
    for result in run(requests, jobs):
        watch(len(requests), result)
        yield result
