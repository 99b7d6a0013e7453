"""The environments that what is to be validated names."""

from agent.use_cases.validation.gathering import Gathered, ValidateCommand
from foundation.model.bundle.bundle import Bundle
from plugins.k8s_validator.objects.objects import environment_label
from plugins.k8s_validator.subject.documents import read_text


def named_environments(gathered: Gathered, command: ValidateCommand) -> tuple[list[Bundle], set[str]]:
    """Return the bundles, and the environments that the command, charts and manifests name beside them.

    Args:
        gathered: what there is to check.
        command: the command.
    """
    objects = [item for name, text in gathered.manifests.items() for item in read_text(text, name).objects]
    labels = {environment_label(item) for item in objects if isinstance(item, dict)}
    of_charts = {environment for chart in gathered.charts for environment in chart.values}
    bundles = [request.bundle for request in gathered.requests]
    return bundles, {*filter(None, labels), *of_charts, *command.environments}
