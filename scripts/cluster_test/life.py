"""What becomes of a case in the cluster: each way from the first release to nothing, in a namespace of its own."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.cluster_test.custom_kinds import LABEL
from scripts.cluster_test.programs import Programs, Told
from scripts.cluster_test.releases import Releases

#: What every golden keeps to; pods that do not are warned of with their workloads.
_POD_SECURITY = "restricted"
Stage = tuple[str, Callable[[], Told]]


@dataclass(frozen=True)
class Complaint:
    """What a cluster refused or warned of: of which case, at which stage, in its words."""

    case: str
    stage: str
    words: str

    def __str__(self) -> str:
        # A server that refuses a change quotes the whole object; what it wants stands before and after.
        words = self.words if len(self.words) <= 600 else f"{self.words[:300]} … {self.words[-250:]}"
        return f"{self.case}, {self.stage}: {words}"


def live(programs: Programs, case: Releases, namespace: str) -> Iterator[Complaint]:
    """Let a case live in the cluster, as manifests and as a chart; yield what the cluster says against it.

    Args:
        programs: kubectl and helm with the cluster.
        case: the case.
        namespace: how its namespaces begin.
    """
    name = f"{case.case} {case.environment}"
    for way, stages in (("manifests", by_manifests), ("chart", by_chart)):
        with tempfile.TemporaryDirectory(prefix="cluster-test-") as folder:
            moved = case.moved(Path(folder), f"{namespace}-{way}")
            made = programs.ask_kubectl("create", "-f", "-", stdin=json.dumps(_namespace(moved.namespace)))
            if made.code:
                yield from (Complaint(name, f"{way}: namespace", words) for words in made.complaints)
                continue
            for stage, run in stages(programs, moved):
                yield from (Complaint(name, f"{way}: {stage}", words) for words in run().complaints)


def by_manifests(programs: Programs, case: Releases) -> list[Stage]:
    """Return the stages of a case whose manifests are applied."""
    before, after = (str(folder / "manifests" / case.environment) for folder in (case.before, case.after))
    remove = ("delete", "--ignore-not-found", "--wait=false")

    def applied(folder: str) -> Callable[[], Told]:
        return lambda: programs.ask_kubectl("apply", "--validate=strict", "-f", folder)

    return [
        ("apply", applied(before)),
        ("upgrade", applied(after)),
        ("rollback", applied(before)),
        ("uninstall", lambda: programs.ask_kubectl(*remove, "-f", before, "-f", after)),
    ]


def by_chart(programs: Programs, case: Releases) -> list[Stage]:
    """Return the stages of a case whose chart is installed."""
    before, after = (folder / "charts" / case.chart for folder in (case.before, case.after))

    def given(chart: Path) -> tuple[str, ...]:
        return (case.chart, str(chart), "--values", str(chart / f"values-{case.environment}.yaml"), *place)

    place = ("--namespace", case.namespace)
    return [
        ("install", lambda: programs.ask_helm("install", *given(before))),
        ("upgrade", lambda: programs.ask_helm("upgrade", *given(after))),
        ("rollback", lambda: programs.ask_helm("rollback", case.chart, "1", *place)),
        ("uninstall", lambda: programs.ask_helm("uninstall", case.chart, *place)),
    ]


def _namespace(name: str) -> dict[str, object]:
    key, _, value = LABEL.partition("=")
    modes = {f"pod-security.kubernetes.io/{mode}": _POD_SECURITY for mode in ("enforce", "warn")}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {key: value, **modes}}}
