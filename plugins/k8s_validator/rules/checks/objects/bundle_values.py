"""What the bundle says is what the objects say, whoever made their template."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.rules.invariants import Wanted, deviations, layer_deviations
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.effective is None or subject.metadata is None:
        raise NothingToCheck("there is no bundle to compare with")
    environments = {environment.name: environment for environment in subject.effective.environments}
    for name, environment in environments.items():
        for setting in layer_deviations(environment):
            message = f"{setting} in {name} was decided by a draft"
            yield subject.finding(check, message, file=f"manifests/{name}")
    collector = subject.policy.telemetry.collector_image
    wanted = {
        name: Wanted(subject.effective, environment, subject.metadata, collector)
        for name, environment in environments.items()
    }
    for item in subject.objects:
        found = wanted.get(item.environment or "")
        for deviation in deviations(item.data, found) if found is not None else ():
            yield subject.finding(check, deviation.message, object=item, path=deviation.path)


CHECK = Check(
    code="bundle-values",
    severity="error",
    title="Image, command, arguments, variables, ports, replicas, account, labels and annotations are the bundle's.",
    remedy="Mend the template or the draft; change the value in the bundle if it is wrong.",
    references=("mission: no invention; templates are filled with the bundle's values",),
    run=_run,
    waivable=False,
)
