"""The container: image, resources, Secrets, restart policy."""

from typing import Any

from agent.model.chart_values import Image, Secret, SecretVariable
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.settings_shapes import JobSettings
from plugins.helm_chart_builder.sections.plain import plain, quantity


def image_of(reference: str) -> Image:
    """Take an image reference apart."""
    name, _, digest = reference.partition("@")
    folder, slash, last = name.rpartition("/")
    repository, _, tag = last.partition(":")
    return Image(repository=f"{folder}{slash}{repository}", tag=tag, digest=digest, pull_policy="Always")


def resources(settings: Overlay) -> dict[str, Any]:
    """Return requests and limits with every quantity as text."""
    return {
        kind: {name: quantity(value) for name, value in sorted(amounts.items())}
        for kind, amounts in plain(settings.resources).items()
        if amounts
    }


def secrets(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> list[Secret]:
    """Return the Secrets to mount or read; names without one follow the naming policy."""
    default = policy.naming.secret.format(component=effective.slug, env=environment.name, tenant=effective.tenant)
    found = []
    for reference in environment.settings.secrets or []:
        name = reference.name or default
        mounted = reference.mount if reference.mount is not None else not reference.env
        found.append(
            Secret(
                name=name,
                mount_path=f"{policy.security.secret_mount_root}/{name}" if mounted else "",
                env=[SecretVariable(name=variable.name, key=variable.key) for variable in reference.env or []],
            )
        )
    return found


def restart_policy(effective: EffectiveComponent, settings: Overlay) -> str:
    """Return the restart policy of a Job's pods; a Deployment has none of its own."""
    return (settings.job or JobSettings()).restart_policy or "" if effective.workload != "Deployment" else ""
