"""Validating bundles, manifests, charts and kustomizations, without changing any of them."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from agent.use_cases.inputs.completing import Complete
from agent.use_cases.inputs.contexts import RequireContexts
from agent.use_cases.validation.baseline import apply_baseline, read_baseline, write_baseline
from agent.use_cases.validation.checking import Run, check
from agent.use_cases.validation.environments import named_environments
from agent.use_cases.validation.gathering import ValidateCommand, gather
from foundation.helm.engine import HelmEngine
from foundation.model.errors import InputError, Problem
from foundation.model.mistakes import Mistakes
from foundation.model.run.outcome import NotValidatedError, Outcome, RuleDescription, Validation
from foundation.model.run.request import GenerationRequest
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS

__all__ = ["ValidateCommand", "rule_descriptions", "validate"]


def validate(
    command: ValidateCommand,
    *,
    setup: Callable[[ValidateCommand, HelmEngine], GateSetup],
    confined_helm: Callable[[], AbstractContextManager[HelmEngine]],
    kustomize: Callable[[Path], str],
    run: Run,
    complete: Complete,
    contexts: RequireContexts,
    host_collisions: Callable[[list[GenerationRequest]], list[Problem]],
    now: Callable[[], str],
) -> Validation:
    """Validate everything that a command names.

    Args:
        command: what to validate, and how.
        setup: sets the gate up as a command wants it.
        confined_helm: gives Helm for charts of others, within bounds.
        kustomize: builds the kustomization of a folder.
        run: compiles bundles, each with the gate's report; nothing is saved.
        complete: adds to the mistakes of bundles that cannot be read what else is wrong with them.
        host_collisions: finds what several bundles would publish under the same host and path.
        contexts: makes sure that contexts of a cluster are named for environments that there are.
        now: tells the time, UTC, ISO 8601.

    Raises:
        NotValidatedError: with every mistake of the command, of the files that it names and of the gate's set-up.
        OutsideError: there is no Helm, a program failed, or the baseline cannot be written.
    """
    mistakes, path = Mistakes(), command.baseline
    try:
        gathered = gather(command, mistakes, complete)
        mistakes.add(*host_collisions(list(gathered.requests)))
        mistakes.attempt(contexts, *named_environments(gathered, command))
        known = mistakes.attempt(read_baseline, path) if path is not None and not command.write_baseline else None
        with confined_helm() as helm:
            gate_setup = mistakes.require(mistakes.attempt(setup, command, helm))
            outcomes = check(gathered, gate_setup, kustomize, run)
    except InputError as error:
        failed = Outcome.of_error(", ".join(command.paths), error)
        wrong = Validation(outcomes=[failed], rules=rule_descriptions(), timestamp=now())
        raise NotValidatedError(error, wrong) from error
    if path is not None and known is not None:
        outcomes = apply_baseline(outcomes, known, path)
    written = write_baseline(path, outcomes) if path is not None and command.write_baseline else None
    return Validation(
        outcomes=outcomes,
        rules=rule_descriptions({**CHECKS, **gate_setup.rules.checks}),
        timestamp=now(),
        baseline=written,
    )


def rule_descriptions(checks: Mapping[str, Check] = CHECKS) -> list[RuleDescription]:
    """Return what each rule wants, in the order in which they run.

    Args:
        checks: the rules, by code, as they are in force; as they are by default where nothing is set up.
    """
    return [
        RuleDescription(
            code=check.code,
            severity=check.severity,
            title=check.title,
            remedy=check.remedy,
            references=check.references,
        )
        for check in checks.values()
    ]
