"""How fast the gate's rules are: a thousand manifests of generated components, all rules, one core."""

import time

from benchmarks.measuring import ROOT

MANIFESTS = 1000
_RUNS = 5


def validation_costs() -> dict[str, object]:
    """Return the wall and processor seconds of several validations after a warm-up, and how many rules ran."""
    from agent.bootstrap import build_gate_setup, build_helm, build_library
    from agent.settings import Settings
    from plugins.k8s_validator import gate
    from plugins.k8s_validator.policy_folders import policies_of
    from plugins.k8s_validator.subject.of_files import manifests_subject

    settings = Settings()
    setup = build_gate_setup(settings, build_helm(settings), policies_of(build_library(settings)))
    files = manifests(MANIFESTS)

    def validate() -> tuple[float, float, int]:
        wall, processor = time.perf_counter(), time.process_time()
        report = gate.validate(manifests_subject(files, setup))
        took = time.perf_counter() - wall, time.process_time() - processor
        return (*took, sum(check.status != "skipped" for check in report.checks))

    validate()
    measured = [validate() for _ in range(_RUNS)]
    return {"times": [times[:2] for times in measured], "rules": measured[0][2]}


def manifests(count: int) -> dict[str, str]:
    """Return manifests of the goldens, a namespace for each environment, and further ones until there are enough."""
    paths = sorted((ROOT / "tests" / "goldens").glob("*/manifests/*/*.yaml"))
    files: dict[str, str] = {}
    for number in range(count):
        copy, path = divmod(number, len(paths))
        text, environment = paths[path].read_text(encoding="utf-8"), paths[path].parent.name
        place = f'namespace: "c{copy}-{environment}-'
        files[f"{copy}/{paths[path].relative_to(ROOT)}"] = text.replace('namespace: "cs-', place)
    return files
