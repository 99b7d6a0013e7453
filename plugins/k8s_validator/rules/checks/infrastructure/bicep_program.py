"""What bicep itself says of its files, where the settings ask for it."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.infrastructure.programs import asked
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    files = subject.infrastructure.get("bicep", {})
    parameters = sorted(path for path in files if path.endswith(".bicepparam"))
    builds = [("build-params", path, "--stdout") for path in parameters]
    yield from asked(check, subject, "bicep", [("build", "main.bicep", "--stdout"), *builds])


CHECK = Check(
    code="bicep-program",
    severity="error",
    title="The bicep program compiles the files, with the parameters of each environment.",
    remedy="Mend the infrastructure template as the program says.",
    references=("bicep build, bicep build-params",),
    run=_run,
)
