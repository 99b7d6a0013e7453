"""Everything that a command to validate names, read before anything is checked, so that all mistakes come together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from agent.use_cases.inputs.attachments import FolderReader
from agent.use_cases.inputs.bundles import read_all
from agent.use_cases.inputs.completing import Complete, completely
from agent.use_cases.inputs.requests import requests_of
from agent.use_cases.validation.chart_reading import own_values, read_chart
from agent.use_cases.validation.chart_values import given_values, with_assignments
from agent.use_cases.validation.sorting import Targets, sort_given
from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.flags import Flag
from foundation.model.mistakes import Mistakes
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.assignment import Assignment, parse_assignments
from foundation.source.bundle import SourcedBundle, read_bundles
from foundation.source.emit import to_yaml
from plugins.k8s_validator.subject.subject import ChartSubject


class ValidateCommand(FrozenModel):
    """What to validate, and how.

    Attributes:
        paths: files and folders; ``-`` is standard input.
        stdin: its content, if a path names it.
        manifests: content of manifests that the caller holds itself, by name.
        environments: environments of bundles; of a chart with given values, the one that they are for.
        kube_version: Kubernetes version; ``None`` takes the policy's.
        values: values files for charts, later ones win; none takes each of the chart's own.
        assignments: ``path=value`` for charts' values and for bundles.
        policy: folder of a policy bundle that comes before the library's.
        profile: which rules hold, and how; the policy's own if ``None``.
        baseline: file of known findings.
        write_baseline: whether what is found is written there, instead of held against it.
    """

    paths: list[str] = []
    stdin: bytes | None = None
    manifests: dict[str, bytes] = {}
    environments: list[str] = []
    kube_version: str | None = None
    values: list[str] = []
    assignments: list[str] = []
    policy: str | None = None
    profile: str | None = None
    baseline: str | None = None
    write_baseline: bool = False


@dataclass(frozen=True)
class Gathered:
    """What there is to check.

    Attributes:
        charts: charts with the values that they are to be rendered with.
        kustomizations: folders of kustomizations.
        requests: what to compile of the bundles.
        manifests: text of manifest files, by name.
        manifest_paths: the paths, as given, that the manifests are from.
        left_out: what will not be checked.
    """

    charts: tuple[ChartSubject, ...]
    kustomizations: tuple[Path, ...]
    requests: tuple[GenerationRequest, ...]
    manifests: Mapping[str, str]
    manifest_paths: tuple[str, ...]
    left_out: tuple[str, ...]


def gather(command: ValidateCommand, mistakes: Mistakes, complete: Complete) -> Gathered:
    """Read everything that a command names.

    Args:
        command: the command.
        mistakes: takes every mistake of the command and of the files that it names.
        complete: adds to the mistakes of bundles that cannot be read what else is wrong with them.
    """
    assignments, wrong = parse_assignments(command.assignments)
    mistakes.add(*wrong)
    targets = mistakes.attempt(sort_given, command.paths, command.stdin, command.manifests) or Targets()
    charts = [mistakes.attempt(_chart, path, command, assignments) for path in targets.charts]
    return Gathered(
        charts=tuple(chart for chart in charts if chart is not None),
        kustomizations=tuple(targets.kustomizations),
        requests=tuple(_requests(targets.bundles, command, assignments, mistakes, complete)),
        manifests=targets.manifests,
        manifest_paths=tuple(targets.manifest_paths),
        left_out=tuple(targets.left_out),
    )


def _requests(
    bundles: Mapping[str, bytes],
    command: ValidateCommand,
    assignments: list[Assignment],
    mistakes: Mistakes,
    complete: Complete,
) -> list[GenerationRequest]:
    options = Options(environments=command.environments, kube_version=command.kube_version)
    if bundles and (command.policy or command.profile):
        mistakes.add(_flag_not_for_bundles(next(iter(bundles))))

    def requests() -> list[GenerationRequest]:
        return requests_of(_read(bundles, assignments), options, many=False)

    return mistakes.attempt(completely, complete, options, requests) or []


def _read(bundles: Mapping[str, bytes], assignments: list[Assignment]) -> list[SourcedBundle]:
    given = [
        (partial(read_bundles, content, name, assignments, FolderReader(Path(name).parent)))
        for name, content in bundles.items()
    ]
    return read_all(given)


def _flag_not_for_bundles(source: str) -> Problem:
    both = f"{Flag.POLICY} and {Flag.PROFILE}"
    return Problem(
        code="flag-not-for-bundles",
        message=f"{both} are for manifests and charts; bundles are held against the library's",
        remedy="Leave them out for bundles, or set INFRA_ENGINEER_TEMPLATE_PATH to templates with that policy.",
        file=source,
    )


def _chart(path: Path, command: ValidateCommand, assignments: list[Assignment]) -> ChartSubject:
    return read_chart(path, _values_of(path, command, assignments))


def _values_of(path: Path, command: ValidateCommand, assignments: list[Assignment]) -> dict[str, str] | None:
    if command.values:
        named = command.environments or [Path(command.values[-1]).stem.removeprefix("values-")]
        return {named[0]: to_yaml(given_values(command.values, assignments))}
    if not assignments:
        return None
    own = own_values(read_chart(path, {}).files, path)
    return {name: with_assignments(text, f"{path}/values-{name}.yaml", assignments) for name, text in own.items()}
