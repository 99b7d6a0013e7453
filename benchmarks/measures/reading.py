"""Import, validation and texts that are made to be slow: what grows with the size of the input."""

import sys

from benchmarks.figures import Beside, Figure
from benchmarks.measuring import cost_of, program
from benchmarks.processes import costs_in, measured_by, tool
from benchmarks.validation import MANIFESTS
from benchmarks.workspace import Workspace

_IDENTITY = ("--trace-id", "trace-1", "--blueprint-id", "usecase-1", "--scope", "Order")


def reading_figures(workspace: Workspace) -> list[Figure]:
    """Return what import and validation cost."""
    return [_import(workspace), *_rules(workspace), _brackets(workspace)]


def _import(workspace: Workspace) -> Figure:
    source, output = workspace.imported, workspace.folder / "imported"
    command = [program(), "import", str(source), "-o", str(output), "--force", *_IDENTITY]
    cost = cost_of(command, runs=3, environment=workspace.environment)
    loaded = cost_of([sys.executable, "-c", _LOAD.format(path=str(source))], runs=3)
    beside = Beside("yaml.load_all with libyaml of the same file", loaded)
    what = f"import of {source.stat().st_size / 1e6:.1f} MB of manifests, processor time"
    return Figure("import", what, cost, cost.processor, "s", beside, aim=3)


_LOAD = "import yaml; list(yaml.load_all(open({path!r}), yaml.CSafeLoader))"


def _rules(workspace: Workspace) -> list[Figure]:
    measured = measured_by("rules", workspace)
    rules = costs_in(measured["times"])
    what = f"{MANIFESTS} manifests, all {measured['rules']} rules, one core, warm"
    found = [Figure("rules", what, rules, rules.wall, "s", _kubeconform(workspace), aim=0.7)]
    kustomize = tool("kustomize")
    return found if kustomize is None else [*found, _kustomize(workspace, kustomize)]


def _kubeconform(workspace: Workspace) -> Beside | None:
    """Return what kubeconform takes for the same manifests, with schemas alone and no rules, if it is there."""
    kubeconform = tool("kubeconform")
    if kubeconform is None:
        return None
    cost = cost_of([kubeconform, "-ignore-missing-schemas", "-n", "1", str(workspace.manifests)], codes=(0, 1))
    return Beside("kubeconform of the same manifests: schemas alone, start included", cost)


def _kustomize(workspace: Workspace, kustomize: str) -> Figure:
    """Return what `validate` of a kustomization takes beside building it."""
    output = workspace.folder / "kustomized"
    bundle = next(iter(sorted(workspace.bundle_folder("kustomized", 1).iterdir())))
    cost_of(
        [program(), "generate", str(bundle), "-q", "-o", str(output), "--with", "kustomize"],
        runs=1,
        warm=False,
        environment=workspace.environment,
    )
    overlay = str(sorted(output.glob("kustomize/overlays/*"))[0])
    ours = cost_of([program(), "validate", overlay], environment=workspace.environment, codes=(0, 1))
    beside = Beside("kustomize build of the same overlay", cost_of([kustomize, "build", overlay]))
    return Figure(
        "kustomization",
        "validate of a kustomization ÷ kustomize build",
        ours,
        ours.wall / beside.cost.wall,
        "x",
        beside,
    )


def _brackets(workspace: Workspace) -> Figure:
    """Return how much longer 200 kB of nested brackets take than the least thing that `validate` can refuse."""
    least = workspace.folder / "least.json"
    least.write_text("[[[[", encoding="utf-8")
    start, nested = (
        cost_of([program(), "validate", str(path)], environment=workspace.environment, codes=(1, 2))
        for path in (least, workspace.brackets)
    )
    beside = Beside("validate of four brackets", start)
    what = "200 kB of nested brackets, beyond the start"
    return Figure("brackets", what, nested, nested.wall - start.wall, "s", beside, aim=0.2)
