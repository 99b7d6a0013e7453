"""Every back end describes the resources, names, rights, outputs and tags of the plan, and nothing else."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.model.infrastructure.tags import tags_of
from plugins.k8s_validator.infrastructure.described import Described, of_plan
from plugins.k8s_validator.infrastructure.reading import readable, values_file
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    found = [*readable(subject)]
    plan = subject.effective.infrastructure if subject.effective is not None else None
    if plan is None or subject.metadata is None:
        raise SkipCheck("the plan of recorded files is not at hand")
    metadata, policy = subject.metadata, subject.policy.infrastructure
    expected = of_plan(plan, {name: tags_of(metadata, name, policy) for name in plan.environments})
    for folder, described in found:
        for place, message in _differences(expected, described):
            what, _, rest = place.partition(".")
            file = values_file(folder, rest.partition(".")[0]) if what == "values" else folder
            finding = subject.finding(check, message, file=file)
            yield finding.model_copy(update={"path": place})


def _differences(expected: Described, found: Described) -> Iterator[tuple[str, str]]:
    for what in ("resources", "children", "roles", "outputs", "endpoints"):
        wanted, there = _entries(getattr(expected, what)), _entries(getattr(found, what))
        yield from ((what, f"{' '.join(item)} is planned, and not described") for item in sorted(wanted - there))
        yield from ((what, f"{' '.join(item)} is described, and not planned") for item in sorted(there - wanted))
    for what in ("values", "tags"):
        wanted_in, there_in = getattr(expected, what), getattr(found, what)
        for environment in sorted(wanted_in.keys() | there_in.keys()):
            wanted_of, there_of = wanted_in.get(environment, {}), there_in.get(environment, {})
            for name in sorted(wanted_of.keys() | there_of.keys()):
                if wanted_of.get(name) != there_of.get(name):
                    message = f"{name} of {environment} is planned as {wanted_of.get(name)}, not {there_of.get(name)}"
                    yield f"{what}.{environment}.{name}", message


def _entries(data: Any) -> set[tuple[str, ...]]:
    items = data.items() if isinstance(data, dict) else data
    return {(item,) if isinstance(item, str) else tuple(item) for item in items}


CHECK = Check(
    code="infrastructure-plan",
    severity="error",
    title="Bicep, Terraform and Pulumi describe what is planned, each of them the same: resources, names, rights, "
    "outputs, tags.",
    remedy="Mend the infrastructure template, or generate again.",
    references=("docs/infrastructure.md: the three only write one plan",),
    run=_run,
)
