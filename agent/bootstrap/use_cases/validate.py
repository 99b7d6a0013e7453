"""The use case `validate` with what it works with."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from agent.bootstrap.clocks import clock
from agent.bootstrap.folders import build_library
from agent.bootstrap.gate_setup import build_gate_setup, policies_of
from agent.bootstrap.programs import build_helm
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine

if TYPE_CHECKING:
    from agent.use_cases.validate import ValidateCommand
    from foundation.model.run.outcome import Validation
    from foundation.model.run.request import GenerationResult, Options
    from foundation.source.bundle import SourcedBundle
    from plugins.k8s_validator.gate_setup import GateSetup


def build_validate(
    settings: Settings, *, library: TemplateLibrary | None = None, helm: HelmEngine | None = None
) -> "Callable[[ValidateCommand], Validation]":
    """Wire the use case.

    Args:
        settings: the settings.
        library: templates and policies, where they are loaded already.
        helm: the Helm engine, likewise.
    """
    # Imported here: a door that wires it need not use it.
    from agent.use_cases.validate import validate
    from foundation.kubectl.kustomize import build

    chosen = library or build_library(settings)

    def setup(command: "ValidateCommand") -> "GateSetup":
        policies = policies_of(chosen, command.policy)
        engine = helm or build_helm(settings)
        return build_gate_setup(settings, engine, policies, command.kube_version, command.profile)

    return partial(
        validate,
        setup=setup,
        kustomize=partial(build, program=settings.kubectl),
        compile_bundles=partial(_compile, settings),
        now=clock(settings),
    )


def _compile(
    settings: Settings, bundles: "Sequence[SourcedBundle]", options: "Options"
) -> "Sequence[GenerationResult]":
    """Compile bundles and take the gate's reports on the results; nothing is saved."""
    from agent.use_cases.batch import generate_all, prepare

    return generate_all(prepare(list(bundles), options, many=False), settings, 0, None, show_progress=True)
