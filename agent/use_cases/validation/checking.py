"""The gate's answer on each thing that was gathered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from agent.use_cases.validation.gathering import Gathered
from agent.use_cases.validation.kustomization_reading import refuse_remote_parts
from foundation.helm.bounds import RenderTooLargeError
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.findings import Finding, Report
from foundation.model.run.outcome import Outcome
from foundation.model.run.request import GenerationRequest, GenerationResult
from plugins.k8s_validator import gate
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.subject.of_files import chart_subject, manifests_subject
from plugins.k8s_validator.subject.subject import ChartSubject, Subject

#: Runs requests, in as many worker processes as it is told; 0 chooses.
Run = Callable[[list[GenerationRequest], int], Iterator[GenerationResult]]


def check(gathered: Gathered, setup: GateSetup, kustomize: Callable[[Path], str], run: Run) -> list[Outcome]:
    """Return what the gate says: charts first, then kustomizations, bundles and all manifests together.

    Args:
        gathered: what there is to check.
        setup: how the gate is set up.
        kustomize: builds a kustomization.
        run: compiles bundles, each with the gate's report; nothing is saved.

    Raises:
        AgentError: a policy is wrong, or a program that a rule asks failed.
    """
    outcomes = [_chart(chart, setup) for chart in gathered.charts]
    outcomes += [_kustomization(path, setup, kustomize) for path in gathered.kustomizations]
    outcomes += _bundles(gathered.requests, run) if gathered.requests else []
    if gathered.manifests:
        noted = [_left_out(name) for name in gathered.left_out]
        outcomes.append(_manifests(", ".join(gathered.manifest_paths), gathered.manifests, setup, noted))
    return outcomes


def _chart(chart: ChartSubject, setup: GateSetup) -> Outcome:
    source = chart.folder.rstrip("/")
    try:
        subject = chart_subject(chart, setup)
    except AgentError as error:
        return _unrendered(source, error)
    try:
        return _outcome(source, subject, gate.validate(subject))
    except RenderTooLargeError as error:  # lint renders with other values
        return _unrendered(source, error)


def _unrendered(chart: str, error: AgentError) -> Outcome:
    placed = tuple(problem.model_copy(update={"file": problem.file or chart}) for problem in error.problems)
    return Outcome(source=chart, problems=placed, fault=error.fault)


def _kustomization(folder: Path, setup: GateSetup, kustomize: Callable[[Path], str]) -> Outcome:
    try:
        refuse_remote_parts(folder)
        text = kustomize(folder)
    except AgentError as error:
        return Outcome.of_error(str(folder), error)
    return _manifests(str(folder), {f"{folder}/<built>": text}, setup)


def _manifests(source: str, files: Mapping[str, str], setup: GateSetup, noted: Sequence[Finding] = ()) -> Outcome:
    subject = manifests_subject(files, setup)
    try:
        _require_objects(subject, source)
    except InputError as error:
        return Outcome.of_error(source, error)
    return _outcome(source, subject, gate.validate(subject, noted))


def _bundles(requests: Sequence[GenerationRequest], run: Run) -> list[Outcome]:
    traces = {request.bundle.component.name: request.bundle.trace_id for request in requests}
    return [
        Outcome(
            source=result.component,
            report=result.explained,
            # What the gate found is in the report already.
            problems=() if result.status == "blocked" else tuple(result.problems),
            fault=result.fault,
            trace_id=traces.get(result.component),
            component=result.component,
        )
        for result in run(list(requests), 0)
    ]


def _outcome(source: str, subject: Subject, report: Report) -> Outcome:
    return Outcome(
        source=source,
        report=report,
        fault=None if report.passed else "gate",
        trace_id=_common_label(subject, "trace_id"),
        component=_common_label(subject, "component"),
    )


def _common_label(subject: Subject, name: str) -> str | None:
    """Return a label's value if every object that has it agrees on it."""
    found: set[str] = set()
    for item in subject.objects:
        metadata = item.data.get("metadata")
        labels = metadata.get("labels") if isinstance(metadata, dict) else None
        value = labels.get(name) if isinstance(labels, dict) else None
        found |= {value} if isinstance(value, str) else set()
    return found.pop() if len(found) == 1 else None


def _require_objects(subject: Subject, source: str) -> None:
    """Refuse manifests without any object: nothing that was not looked at may pass.

    Raises:
        InputError: there is none.
    """
    if not any(parsed.objects or parsed.problems for parsed in subject.parsed.values()):
        message, remedy = "there is no object to validate", "Name manifests, a chart, a kustomization or a bundle."
        raise InputError(Problem(code="no-manifests", message=message, remedy=remedy, file=source))


def _left_out(name: str) -> Finding:
    return Finding(
        code="file-left-out",
        severity="advice",
        message="not checked: the file holds no Kubernetes object, or it is a kustomization",
        remedy="Name it itself to have it checked or built, or keep it elsewhere.",
        file=name,
    )
