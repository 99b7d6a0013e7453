"""How fast the gate's rules are: a thousand manifests of generated components, all rules, one core."""

import statistics
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = 1000
RUNS = 5


def validation_seconds() -> tuple[float, int]:
    """Return the median time of a validation after warm-up, and how many rules ran."""
    from agent.bootstrap import build_gate_setup, build_helm, build_library, policies_of
    from agent.settings import Settings
    from plugins.k8s_validator import gate
    from plugins.k8s_validator.subject.of_files import manifests_subject

    settings = Settings()
    setup = build_gate_setup(settings, build_helm(settings), policies_of(build_library(settings)))
    files = manifests(MANIFESTS)

    def validate() -> tuple[float, int]:
        started = time.perf_counter()
        report = gate.validate(manifests_subject(files, setup))
        return time.perf_counter() - started, sum(check.status != "skipped" for check in report.checks)

    validate()
    measured = [validate() for _ in range(RUNS)]
    return statistics.median(seconds for seconds, _ in measured), measured[0][1]


def manifests(count: int) -> dict[str, str]:
    """Return manifests of the goldens, each golden in further namespaces until there are enough."""
    paths = sorted((ROOT / "tests" / "goldens").glob("*/manifests/*/*.yaml"))
    files: dict[str, str] = {}
    for number in range(count):
        copy, path = divmod(number, len(paths))
        text = paths[path].read_text(encoding="utf-8")
        files[f"{copy}/{paths[path].relative_to(ROOT)}"] = text.replace("namespace: cs-", f"namespace: c{copy}-")
    return files
