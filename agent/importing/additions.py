"""What the platform adds where a workload is silent, and what may stop it: said, with the line that undoes it."""

from collections.abc import Iterator
from typing import Any

from agent.importing.attach import Workload
from agent.importing.containers import main_container
from agent.importing.draft import PLATFORM, Draft
from agent.importing.objects import Place, items, mapping, mappings, text
from foundation.model.policy.platform import PlatformPolicy

_EXCEPTION = "the gate lets that through with an exception alone"


def tell_additions(draft: Draft, workload: Workload, policy: PlatformPolicy) -> None:
    """Tell which user, which file system and which limits the containers get that they had not.

    Args:
        draft: the bundle in the making.
        workload: what it is made of.
        policy: what the platform adds.
    """
    own = main_container(workload)
    pod = workload.template.at("spec")
    for place, message, remedy in (
        *_user(workload, pod, policy),
        *_file_system(workload, pod, own, policy),
        *_limits(own, policy),
    ):
        draft.notice(place, message, remedy, PLATFORM)


def _user(workload: Workload, pod: Place, policy: PlatformPolicy) -> Iterator[tuple[Place, str, str]]:
    given = mapping(workload.pod.get("securityContext"))
    user, group = (policy.security.pod_security_context.get(field) for field in ("runAsUser", "runAsGroup"))
    silent = [
        text(container.get("name"))
        for container in _containers(workload)
        if "runAsUser" not in {**given, **mapping(container.get("securityContext"))}
    ]
    if user is not None and silent:
        yield (
            pod.at("securityContext"),
            f"{', '.join(silent)}: from now on user {user} and group {group}, and not what the image says",
            "Where the image needs its own numbers: "
            f"pod_security_context: {{runAsUser: UID, runAsGroup: GID, fsGroup: GID}}; below {user} {_EXCEPTION}.",
        )


def _file_system(
    workload: Workload, pod: Place, own: Place, policy: PlatformPolicy
) -> Iterator[tuple[Place, str, str]]:
    field = "readOnlyRootFilesystem"
    silent = [
        container for container in _containers(workload) if field not in mapping(container.get("securityContext"))
    ]
    if not policy.security.container_security_context.get(field) or not silent:
        return
    names = ", ".join(text(container.get("name")) for container in silent)
    where = own.at("securityContext") if own.value in silent else pod.at("containers")
    folders = ", ".join(folder.path for folder in policy.security.writable_paths)
    yield (
        where,
        f"{names}: from now on only volumes and {folders} can be written to",
        "Mount an emptyDir where files are written, or keep it as it is: "
        f"security_context: {{readOnlyRootFilesystem: false}}; {_EXCEPTION}.",
    )


def _limits(own: Place, policy: PlatformPolicy) -> Iterator[tuple[Place, str, str]]:
    resources = policy.defaults.resources
    defaults = mapping(resources.model_dump(exclude_none=True)).get("limits") if resources is not None else None
    given = mapping(mapping(mapping(own.value).get("resources")).get("limits"))
    added = {name: amount for name, amount in mapping(defaults).items() if name not in given}
    if added:
        amounts = ", ".join(f"{amount} of {name}" for name, amount in added.items())
        nulls = ", ".join(f"{name}: null" for name in added)
        yield (
            own.at("resources", "limits"),
            f"{text(mapping(own.value).get('name'))}: from now on limited to {amounts}",
            "Give it what it uses at most in resources.limits, or keep it as it is: "
            f"resources: {{limits: {{{nulls}}}}}; {_EXCEPTION}.",
        )


def _containers(workload: Workload) -> list[dict[str, Any]]:
    return [
        container
        for group in ("initContainers", "containers")
        for container in mappings(items(workload.pod.get(group)))
    ]
