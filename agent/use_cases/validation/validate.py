"""From paths to outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.bootstrap import build_helm, build_library, kubectl_use, today
from agent.reporting.outcome import Outcome
from agent.settings import Settings
from agent.use_cases.validation.charts import own_values, read_chart
from agent.use_cases.validation.targets import Targets, sort_paths
from agent.use_cases.validation.values import given_values, with_assignments
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.kubectl.kustomize import build
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.findings import Finding, Report
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.request import Options
from foundation.source.assignment import Assignment, parse_assignment
from foundation.source.bundle import SourcedBundle, read_bundles
from foundation.source.emit import to_yaml
from plugins.k8s_validator.rules.runner import run_checks
from plugins.k8s_validator.schemas.store import own_schemas, schema_store
from plugins.k8s_validator.subject.of_files import chart_subject, files_digest, manifests_subject
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


@dataclass(frozen=True)
class ValidationRequest:
    """What to validate, and how.

    Attributes:
        paths: files and folders; ``-`` is standard input.
        stdin: its content, if a path names it.
        environments: environments of bundles; of a chart with given values, the one that they are for.
        kube_version: Kubernetes version; ``None`` takes the policy's.
        values: values files for charts, later ones win; none takes each of the chart's own.
        policy: folder of a policy bundle that comes before the library's.
        profile: which rules hold, and how; the policy's own if ``None``.
        assignments: ``path=value`` for charts' values and for bundles.
    """

    paths: Sequence[str]
    stdin: bytes | None = None
    environments: list[str] = field(default_factory=list)
    kube_version: str | None = None
    values: list[str] = field(default_factory=list)
    assignments: list[str] = field(default_factory=list)
    policy: str | None = None
    profile: str | None = None


def validate(request: ValidationRequest, settings: Settings) -> list[Outcome]:
    """Validate everything that a request names.

    Raises:
        InputError: with every mistake of the request and of the files that it names.
        HelmMissingError: there is no Helm.
    """
    return _Validation(request, settings).run()


class _Validation:
    """One validation: first everything is read, so that all mistakes come together, then it is checked."""

    def __init__(self, request: ValidationRequest, settings: Settings) -> None:
        self._request = request
        self._settings = settings
        self._problems: list[Problem] = []
        library = build_library(settings)
        own = {} if request.policy is None else TemplateFolder(Path(request.policy)).admission_in(".")
        # A folder that holds CEL policies alone changes nothing else.
        folder = None if own and not _has_settings(request.policy) else request.policy
        self._policy = library.reading(lambda: _policy(library, folder))
        self._admission = {**library.reading(lambda: library.admission), **own}
        self._noted = library.findings
        self._schemas = schema_store(
            request.kube_version or self._policy.kubernetes_version, own_schemas(settings.schema_path)
        )

    def run(self) -> list[Outcome]:
        assignments = self._assignments()
        targets = self._targets()
        charts = [chart for path in targets.charts if (chart := self._chart(path, assignments))]
        bundles = self._bundles(targets, assignments)
        if bundles and (self._request.policy or self._request.profile):
            message = "--policy and --profile are for manifests and charts; bundles are held against the library's"
            remedy = "Leave them out for bundles, or set INFRA_ENGINEER_TEMPLATE_PATH to templates with that policy."
            self._problems.append(
                Problem(code="flag-not-for-bundles", message=message, remedy=remedy, file=bundles[0].source)
            )
        if self._problems:
            raise InputError(*self._problems)
        self._engine = build_helm(self._settings)
        outcomes = [self._checked(chart.folder.rstrip("/"), chart) for chart in charts]
        outcomes += [self._kustomization(path) for path in targets.kustomizations]
        outcomes += self._generated(bundles) if bundles else []
        if targets.manifests:
            outcomes.append(self._manifests(targets))
        return outcomes

    def _assignments(self) -> list[Assignment]:
        parsed = []
        for text in self._request.assignments:
            try:
                parsed.append(parse_assignment(text))
            except InputError as error:
                self._problems += error.problems
        return parsed

    def _targets(self) -> Targets:
        try:
            return sort_paths(list(self._request.paths), self._request.stdin)
        except InputError as error:
            self._problems += error.problems
            return Targets()

    def _chart(self, path: Path, assignments: list[Assignment]) -> ChartSubject | None:
        try:
            return read_chart(path, self._values_of(path, assignments))
        except InputError as error:
            self._problems += [problem for problem in error.problems if problem not in self._problems]
            return None

    def _values_of(self, path: Path, assignments: list[Assignment]) -> dict[str, str] | None:
        files = self._request.values
        if files:
            named = self._request.environments or [Path(files[-1]).stem.removeprefix("values-")]
            return {named[0]: to_yaml(given_values(files, assignments))}
        if not assignments:
            return None
        own = own_values(read_chart(path, {}).files, path)
        return {name: with_assignments(text, f"{path}/values-{name}.yaml", assignments) for name, text in own.items()}

    def _bundles(self, targets: Targets, assignments: list[Assignment]) -> list[SourcedBundle]:
        found: list[SourcedBundle] = []
        for name, content in targets.bundles.items():
            try:
                found += read_bundles(content, name, assignments)
            except InputError as error:
                self._problems += self._complete(error).problems
        return found

    def _complete(self, error: InputError) -> InputError:
        """Return the mistakes of a bundle that cannot be read, with what else is wrong with it."""
        from agent.bootstrap.use_cases.completing import build_completion

        options = Options(environments=self._request.environments, kube_version=self._request.kube_version)
        return build_completion(self._settings)(error, options)

    def _generated(self, bundles: list[SourcedBundle]) -> list[Outcome]:
        """Compile bundles and take the gate's reports on the results; nothing is saved."""
        from agent.bootstrap.use_cases.generate import build_runs
        from agent.use_cases.inputs.requests import requests_of

        options = Options(environments=self._request.environments, kube_version=self._request.kube_version)
        results = build_runs(self._settings)(requests_of(bundles, options, many=False), 0)
        traces = {source.bundle.component.name: source.bundle.trace_id for source in bundles}
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
            for result in results
        ]

    def _kustomization(self, folder: Path) -> Outcome:
        try:
            text = build(folder, self._settings.kubectl)
        except AgentError as error:
            return Outcome(str(folder), None, tuple(error.problems), error.fault)
        return self._checked(str(folder), {f"{folder}/<built>": text})

    def _manifests(self, targets: Targets) -> Outcome:
        noted = [_left_out(name) for name in targets.left_out]
        return self._checked(", ".join(targets.manifest_paths), targets.manifests, noted)

    def _checked(self, source: str, what: ChartSubject | dict[str, str], noted: Sequence[Finding] = ()) -> Outcome:
        try:
            subject = (
                manifests_subject(what, self._policy, self._schemas, self._engine)
                if isinstance(what, dict)
                else chart_subject(what, self._policy, self._schemas, self._engine)
            )
            _require_objects(subject, source)
        except AgentError as error:
            return Outcome(source, None, tuple(error.problems), error.fault)
        subject.profile = self._request.profile or ""
        subject.today = today(self._settings)
        subject.admission = self._admission
        subject.kubectl = kubectl_use(self._settings)
        subject.run_yamllint = self._settings.yamllint
        report = run_checks(subject, files_digest(subject.files), [*self._noted, *noted])
        return _outcome(source, subject, report)


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
    if subject.chart is None and not any(parsed.objects or parsed.problems for parsed in subject.parsed.values()):
        message, remedy = "there is no object to validate", "Name manifests, a chart, a kustomization or a bundle."
        raise InputError(Problem(code="no-manifests", message=message, remedy=remedy, file=source))


def _policy(library: TemplateLibrary, folder: str | None) -> PlatformPolicy:
    """Return the library's policy with a bundle that the user named laid over it.

    Raises:
        InputError: with every mistake of the bundle; or it holds nothing.
    """
    return library.policy if folder is None else library.policy_with(Path(folder))


def _has_settings(folder: str | None) -> bool:
    path = Path(folder or "")
    return any(path.glob("*.yaml")) or any(path.glob("profiles/*.yaml"))


def _left_out(name: str) -> Finding:
    return Finding(
        code="file-left-out",
        severity="advice",
        message="not checked: the file holds no Kubernetes object, or it is a kustomization",
        remedy="Name it itself to have it checked or built, or keep it elsewhere.",
        file=name,
    )
