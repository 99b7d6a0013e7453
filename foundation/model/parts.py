"""The catalog of output parts: what a run can write, by name.

It is the one place that knows them all. Choices (``output`` in a bundle, ``--with``, ``--without``, ``--only``), the
plan, the layout of the output folder and what the gate reads as Kubernetes objects are all made from it, so a new part
is its own plugin and an entry here.
"""

from collections.abc import Iterable, Mapping

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean


class OutputPart(FrozenModel):
    """One part of the output.

    Attributes:
        name: what it is called where it is chosen, a word of small letters; its step gives ``parts.<name>``.
        title: what it is, in words that follow "write".
        folder: the folder that it owns, with its trailing slash; it writes nowhere else.
        step: the kernel function that builds it.
        builder: where the plugin of this step is, as ``module:class``; empty if it needs more than its step is given,
            and is wired with the agent.
        essential: whether every run makes it, because the gate compares it with the others, even if it is not written.
        default: whether it is written unless somebody says otherwise.
        objects: whether its YAML files hold whole Kubernetes objects.
        configuration: which of its files ``config_only`` leaves, as patterns of paths in its folder.
    """

    name: str
    title: str
    folder: str
    step: str
    builder: str = ""
    essential: bool = False
    default: bool = False
    objects: bool = False
    configuration: tuple[str, ...] = ()

    @property
    def plugin(self) -> str:
        """Name of the plugin that its step belongs to."""
        return self.step.partition(".")[0]


PARTS: tuple[OutputPart, ...] = (
    OutputPart(
        name="chart",
        title="the Helm chart and its archive",
        folder="charts/",
        step="helm_chart_builder.package",
        essential=True,
        default=True,
        configuration=("*/values*",),
    ),
    OutputPart(
        name="manifests",
        title="the rendered manifests of each environment",
        folder="manifests/",
        step="helm_chart_builder.render",
        essential=True,
        default=True,
        objects=True,
        configuration=("*/*configmap.yaml",),
    ),
    OutputPart(
        name="kustomize",
        title="a kustomize base with an overlay for each environment",
        folder="kustomize/",
        step="kustomize_builder.build",
        builder="plugins.kustomize_builder.plugin:KustomizeBuilderPlugin",
    ),
    OutputPart(
        name="pipelines",
        title="deployment stages for Azure DevOps or GitHub Actions",
        folder="pipelines/",
        step="pipeline_builder.build",
        builder="plugins.pipeline_builder.plugin:PipelineBuilderPlugin",
    ),
    OutputPart(
        name="gitops",
        title="what Argo CD or Flux deploys it by, for each environment",
        folder="gitops/",
        step="pipeline_builder.gitops",
        builder="plugins.pipeline_builder.plugin:PipelineBuilderPlugin",
    ),
    OutputPart(
        name="bicep",
        title="the Azure resources in Bicep",
        folder="bicep/",
        step="iac_builder.bicep",
        builder="plugins.iac_builder.plugin:IacBuilderPlugin",
    ),
    OutputPart(
        name="terraform",
        title="the Azure resources in Terraform",
        folder="terraform/",
        step="iac_builder.terraform",
        builder="plugins.iac_builder.plugin:IacBuilderPlugin",
    ),
    OutputPart(
        name="pulumi",
        title="the Azure resources in Pulumi's YAML",
        folder="pulumi/",
        step="iac_builder.pulumi",
        builder="plugins.iac_builder.plugin:IacBuilderPlugin",
    ),
)


def part_named(name: str) -> OutputPart:
    """Return a part of the catalog.

    Raises:
        KeyError: the catalog has none of this name.
    """
    return {part.name: part for part in PARTS}[name]


def require_parts(named: Mapping[str, Iterable[str]]) -> None:
    """Let names pass that are all in the catalog.

    Args:
        named: the names that somebody wrote, by the place, such as ``--with``.

    Raises:
        InputError: with every name that no part has.
    """
    known = [part.name for part in PARTS]
    problems = [
        Problem(
            code="unknown-part",
            message=f"{name!r} is no part of the output",
            remedy=_remedy(name, known, place),
            file=place,
        )
        for place, names in named.items()
        for name in dict.fromkeys(names)
        if name not in known
    ]
    if problems:
        raise InputError(*problems)


def _remedy(name: str, known: list[str], place: str) -> str:
    listed = [part.strip() for part in name.split(",")]
    if len(listed) > 1 and set(listed) <= {*known}:
        return f"Say each by itself: {' '.join(f'{place} {part}' for part in listed)}."
    return did_you_mean(name, known, f"The parts are {', '.join(known)}.")
