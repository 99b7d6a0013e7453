"""The template folders as one library: the first folder that has something wins."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from foundation.catalog.cache import KeptFiles
from foundation.catalog.files import TemplateLoadError
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.policies import compose_policy, layered
from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import (
    CatalogResource,
    ChartDefinition,
    InfrastructureTemplate,
    PipelineTemplate,
    ResourceTemplate,
    TemplateSet,
)
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.findings import Finding
from foundation.model.names import did_you_mean, nearest
from foundation.model.policy.platform import PlatformPolicy

if TYPE_CHECKING:
    from foundation.model.drafts.policy import DraftPolicy

Read = TypeVar("Read")
#: Code of the warning that templates are not those of the folder.
FALLBACK = "template-fallback"


class TemplateLibrary:
    """Resolves ids to templates.

    Args:
        folders: template folders in the order of the search.
    """

    def __init__(self, folders: list[TemplateFolder]) -> None:
        self.folders = folders
        self._sets: dict[str, TemplateSet] = {}
        self._findings: list[Finding] = []
        self._is_kept = False

    @cached_property
    def charts(self) -> dict[str, ChartDefinition]:
        """Every chart template by id; aliases are not in here."""
        found: dict[str, ChartDefinition] = {}
        for folder in self.folders:
            for chart in folder.catalog.charts if folder.catalog else []:
                found.setdefault(chart.id, chart)
        return found

    @cached_property
    def resources(self) -> dict[str, tuple[TemplateFolder, CatalogResource]]:
        """Every resource template by id, with the folder that holds it."""
        found: dict[str, tuple[TemplateFolder, CatalogResource]] = {}
        for folder in self.folders:
            for identifier, resource in folder.catalog.resources.items() if folder.catalog else []:
                found.setdefault(identifier, (folder, resource))
        return found

    @cached_property
    def pipelines(self) -> list[PipelineTemplate]:
        """Every pipeline template."""
        found: dict[str, PipelineTemplate] = {}
        for folder in self.folders:
            for identifier, entry in folder.catalog.pipelines.items() if folder.catalog else []:
                if identifier not in found:
                    found[identifier] = PipelineTemplate(
                        id=identifier,
                        target=entry.target,
                        strategies=entry.strategies,
                        needs=entry.needs,
                        infrastructure=entry.infrastructure,
                        source=entry.source,
                        text=folder.text(entry.source),
                    )
        return list(found.values())

    @cached_property
    def infrastructure(self) -> list[InfrastructureTemplate]:
        """Every infrastructure template."""
        found: dict[str, InfrastructureTemplate] = {}
        for folder in self.folders:
            for identifier, entry in folder.catalog.infrastructure.items() if folder.catalog else []:
                if identifier not in found:
                    given = entry.model_dump(include={"back_end", "part", "source"})
                    found[identifier] = InfrastructureTemplate(id=identifier, text=folder.text(entry.source), **given)
        return list(found.values())

    @cached_property
    def policy(self) -> PlatformPolicy:
        """The platform policy; each setting is the first folder's that gives it."""
        parts: dict[str, Any] = {}
        for folder in reversed(self.folders):
            parts = layered(folder.policies, parts)
        return compose_policy(parts, str(self.folders[0].root / "policies" / "platform.yaml"))

    def policy_with(self, folder: Path) -> PlatformPolicy:
        """Return the platform policy with a policy bundle laid over it.

        Args:
            folder: any of the files that templates/policies/ has: platform.yaml, naming.yaml, profiles/*.yaml,
                exceptions.yaml ...; what it leaves out stays as it is.

        Raises:
            InputError: with every mistake in every file; or there is none.
        """
        parts = TemplateFolder(folder).policies_in(".")
        if not parts:
            message = "there are no policies in this folder"
            remedy = "Name a folder with platform.yaml, exceptions.yaml, profiles/ or other policy files."
            raise InputError(Problem(code="policy-missing", message=message, remedy=remedy, file=str(folder)))
        own = {name: getattr(self.policy, name) for name in self.policy.model_fields_set}
        return compose_policy(layered(parts, own), str(folder / "platform.yaml"))

    @cached_property
    def admission(self) -> dict[str, str]:
        """Text of the admission policies by path; of two files of one name the first folder's holds."""
        found: dict[str, tuple[str, str]] = {}
        for folder in self.folders:
            for path, text in folder.admission.items():
                found.setdefault(PurePath(path).name, (path, text))
        return dict(found.values())

    @cached_property
    def drafts(self) -> "DraftPolicy":
        """What drafts of novel component types may hold, by the first folder that says so.

        Raises:
            InputError: the policy is wrong, or names a chart template that there is not.
        """
        for folder in self.folders:
            if folder.drafts is not None:
                self._check_drafts(folder.drafts, str(folder.root / "policies/drafts/kinds.yaml"))
                return folder.drafts
        raise InputError(
            Problem(
                code="draft-policy-missing",
                message="no template folder has policies/drafts/kinds.yaml",
                remedy="Add the policy, or keep the built-in folder on the search path.",
            )
        )

    def _check_drafts(self, policy: "DraftPolicy", file: str) -> None:
        missing = {
            name: kind.chart for name, kind in policy.kinds.items() if kind.chart and kind.chart not in self.charts
        }
        if missing:
            raise InputError(
                *(
                    Problem(
                        code="template-unknown",
                        message=f"the workload {kind} starts from {chart}, which no catalog has",
                        remedy="Name a chart template; `templates list` shows them.",
                        file=file,
                        path=f"kinds.{kind}.chart",
                    )
                    for kind, chart in missing.items()
                )
            )

    @cached_property
    def profiles(self) -> dict[str, Layer]:
        """Environment profiles by name."""
        found: dict[str, Layer] = {}
        for folder in self.folders:
            for name, profile in folder.profiles.items():
                found.setdefault(name, profile)
        return found

    @property
    def component_types(self) -> list[str]:
        """Component types that some chart template serves."""
        return sorted({served for chart in self.charts.values() for served in chart.serves})

    def covers(self, component_type: str, template_id: str | None) -> bool:
        """Tell whether the catalog has to have a component's chart template; otherwise it may come from a draft.

        Args:
            component_type: the component's type.
            template_id: id that the bundle asks for, if it does; then no draft takes its place.
        """
        return template_id is not None or component_type in self.component_types

    def resource(self, identifier: str) -> ResourceTemplate:
        """Return one resource template.

        Raises:
            InputError: no catalog has the id; the message names the nearest one.
        """
        identifier = identifier.removesuffix(".yaml")
        if identifier not in self.resources:
            raise _unknown("template-unknown", "resource template", identifier, list(self.resources), "template_id")
        folder, entry = self.resources[identifier]
        return ResourceTemplate(
            id=identifier,
            source=entry.source,
            target=entry.target,
            sections=entry.sections,
            when=entry.when,
            unless=entry.unless,
            text=folder.text(entry.source),
        )

    def chart_for(self, component_type: str, template_id: str | None) -> ChartDefinition:
        """Return the chart template for a component.

        Args:
            component_type: the bundle's component type.
            template_id: the bundle's template id, if it names one.

        Raises:
            InputError: the id is unknown, serves other types, or no template covers the type.
        """
        if template_id is not None:
            return self._named_chart(component_type, template_id.removesuffix(".yaml"))
        for chart in self.charts.values():
            if component_type in chart.serves and chart.default:
                return chart
        raise _not_covered(component_type, self.component_types)

    def _named_chart(self, component_type: str, template_id: str) -> ChartDefinition:
        by_name = {name: chart for chart in self.charts.values() for name in (chart.id, *chart.aliases)}
        if template_id not in by_name:
            raise _unknown("template-unknown", "chart template", template_id, list(by_name), "template_id")
        chart = by_name[template_id]
        if component_type not in chart.serves:
            raise InputError(
                Problem(
                    code="template-wrong-type",
                    message=f"{template_id} serves {', '.join(chart.serves)}, not {component_type}",
                    remedy="Leave template_id out, or choose a template for this type with `templates list`.",
                    path="template_id",
                )
            )
        return chart

    def load(self, component_type: str, template_id: str | None) -> TemplateSet:
        """Return everything a run needs for one component type, cached.

        Raises:
            InputError: see ``chart_for`` and ``resource``.
        TemplateLoadError: a folder cannot be read.
        """
        chart = self.chart_for(component_type, template_id)
        if chart.id not in self._sets:
            self._sets[chart.id] = TemplateSet(
                chart=chart,
                resources=self._resources_of(chart),
                pipelines=self.pipelines,
                infrastructure=self.infrastructure,
                policy=self.policy,
                profiles=self.profiles,
                admission=self.admission,
                findings=self._findings,
            )
            self._keep()
        return self._sets[chart.id]

    @property
    def findings(self) -> list[Finding]:
        """What is to be known of where the templates come from."""
        return self._findings

    def reading(self, read: Callable[[], Read]) -> Read:
        """Return what is read of the library; a folder that cannot be loaded is replaced by its last good version.

        Args:
            read: what is wanted; it is asked again after each folder that is replaced.

        Raises:
            TemplateLoadError: a folder cannot be loaded, and no good version of it is kept.
        """
        while True:
            try:
                return read()
            except TemplateLoadError as error:
                if not self.fall_back(error):
                    raise

    def fall_back(self, error: AgentError) -> bool:
        """Take the last good version of the folder that could not be loaded, for the rest of this process.

        Args:
            error: why a load failed; a mistake in the templates is nothing to fall back from.

        Returns:
            Whether there was one, so that loading once more may succeed.
        """
        if not isinstance(error, TemplateLoadError):
            return False
        for index, folder in enumerate(self.folders):
            last = folder.last_good() if folder.root == error.root else None
            if last is not None and last.kept is not None:
                self.folders[index] = last
                self._findings = [*self._findings, _fell_back(error, last.kept)]
                self._forget()
                return True
        return False

    def _forget(self) -> None:
        for name in ("charts", "resources", "pipelines", "infrastructure", "policy", "admission", "profiles"):
            self.__dict__.pop(name, None)
        self._sets.clear()

    def _keep(self) -> None:
        """Keep what was loaded, once a process: folders are read once, too."""
        if self._is_kept:
            return
        self._is_kept = True
        for folder in self.folders:
            try:
                folder.keep()
            except TemplateLoadError:
                continue  # what could be loaded is not all of it; the version before is a better one

    def _resources_of(self, chart: ChartDefinition) -> list[ResourceTemplate]:
        """Return a chart's files; what is wrong here is the catalog's mistake, not the bundle's."""
        catalog = next(str(f.root / "catalog.yaml") for f in self.folders if f.catalog and chart in f.catalog.charts)
        resources: list[ResourceTemplate] = []
        for identifier in chart.resources:
            try:
                resources.append(self.resource(identifier))
            except InputError as error:
                raise InputError(
                    *(problem.model_copy(update={"file": problem.file or catalog}) for problem in error.problems)
                ) from None
        targets = Counter(resource.target for resource in resources)
        twice = [target for target, count in targets.items() if count > 1]
        if twice:
            raise InputError(
                Problem(
                    code="template-target-twice",
                    message=f"two resources of {chart.id} are written to {twice[0]}",
                    remedy="Keep one of them, or give it another target.",
                    file=catalog,
                )
            )
        return resources


def _fell_back(error: TemplateLoadError, kept: KeptFiles) -> Finding:
    version = f"{kept.digest}, {kept.origin}" if kept.origin else kept.digest
    return Finding(
        code=FALLBACK,
        severity="warning",
        message=f"the templates of {error.root.name} could not be loaded ({error.reason}); their last good version, "
        f"{version}, was used",
        remedy="Mend the template folder and try again.",
        file=f"{error.root.name}/{error.source}".rstrip("/"),
    )


def _not_covered(component_type: str, known: list[str]) -> InputError:
    """Say which types there are, and what may be done about a type of one's own."""
    error = _unknown("type-not-covered", "component type", component_type, known, "component.type")
    (problem,) = error.problems
    meant = "" if nearest(component_type, known) is None else ", with component.novel_type: true"
    remedy = (
        f"{problem.remedy} For a type of your own write a template (docs/templates.md), or have a model draft one"
        f"{meant} (docs/novel-types.md)."
    )
    return InputError(problem.model_copy(update={"remedy": remedy}))


def _unknown(code: str, what: str, name: str, valid: list[str], path: str) -> InputError:
    remedy = did_you_mean(name, valid, f"Known: {', '.join(sorted(valid))}.")
    return InputError(Problem(code=code, message=f"there is no {what} {name!r}", remedy=remedy, path=path))
