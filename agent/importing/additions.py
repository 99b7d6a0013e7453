"""What the platform adds where a workload is silent, and what may stop it: said, undone, or welcome."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from agent.importing.draft import PLATFORM, Draft
from agent.importing.manner import Additions
from agent.importing.objects import Place, mapping, mappings, text
from foundation.model.policy.platform import PlatformPolicy

_EXCEPTION = "the gate lets that through with an exception alone"
_KEPT = "As it is today, and not as the platform would have it."
_AS_TODAY = "Nothing has to be done for today; to take the platform's, remove the line and its exception."
_USER = ("runAsUser", "runAsGroup", "fsGroup", "runAsNonRoot")
_ROOT = "readOnlyRootFilesystem"
#: What a container may do by default, so that nothing changes where the policy says the same (core/v1).
_DEFAULTS = {"privileged": False}
_PROBES = {"liveness_probe": "tells whether it still works", "readiness_probe": "tells whether it can take requests"}


@dataclass(frozen=True)
class Where:
    """Where a workload says what concerns its pods.

    Attributes:
        pod: the pod's spec, or what stands for it.
        own: the component's container.
    """

    pod: Place
    own: Place


@dataclass(frozen=True)
class _Addition:
    """Something that the platform adds.

    Attributes:
        place: where the workload is silent.
        message: what is so from now on.
        remedy: what keeps it as it was.
        kept: what is said where it is kept.
        keep: keeps it.
    """

    place: Place
    message: str
    remedy: str
    kept: str
    keep: Callable[[], None]


def settle_additions(draft: Draft, where: Where, policy: PlatformPolicy, wanted: Additions) -> None:
    """Tell what the containers get that they had not, or keep it from them.

    Args:
        draft: the bundle in the making.
        where: where the workload says what concerns its pods.
        policy: what the platform adds.
        wanted: what becomes of it.
    """
    for addition in (*_user(draft, where, policy), *_file_system(draft, where, policy), *_limits(draft, where, policy)):
        if wanted == "adopt":
            addition.keep()
            draft.notice(addition.place, addition.kept, _AS_TODAY, PLATFORM)
        else:
            draft.notice(addition.place, addition.message, addition.remedy, PLATFORM)
    _probes(draft, where, policy, wanted)
    if wanted == "adopt":
        _keep_rights(draft, policy)


def _contexts(draft: Draft) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each container's name, what holds its security context, and under which key."""
    settings = draft.settings
    yield from ((text(one.get("name")), one, "securityContext") for one in mappings(settings.get("init_containers")))
    yield text(settings.get("container_name")) or draft.slug, settings, "security_context"
    yield from ((text(one.get("name")), one, "securityContext") for one in mappings(settings.get("sidecars")))


def _user(draft: Draft, where: Where, policy: PlatformPolicy) -> Iterator[_Addition]:
    given = mapping(draft.settings.get("pod_security_context"))
    user, group = (policy.security.pod_security_context.get(field) for field in ("runAsUser", "runAsGroup"))
    silent = [
        name for name, holder, key in _contexts(draft) if "runAsUser" not in {**given, **mapping(holder.get(key))}
    ]
    if user is not None and silent:
        names = ", ".join(silent)
        yield _Addition(
            where.pod.at("securityContext"),
            f"{names}: from now on user {user} and group {group}, and not what the image says",
            "Where the image needs its own numbers: "
            f"pod_security_context: {{runAsUser: UID, runAsGroup: GID, fsGroup: GID}}; below {user} {_EXCEPTION}.",
            f"{names}: the user and the group stay what the image says",
            lambda: _keep_user(draft, policy),
        )


def _keep_user(draft: Draft, policy: PlatformPolicy) -> None:
    _null(draft.settings, "pod_security_context", policy.security.pod_security_context, _USER)
    for _, holder, key in _contexts(draft):
        _null(holder, key, policy.security.container_security_context, _USER)
    draft.comments["pod_security_context"] = _KEPT


def _file_system(draft: Draft, where: Where, policy: PlatformPolicy) -> Iterator[_Addition]:
    silent = [(name, holder, key) for name, holder, key in _contexts(draft) if _ROOT not in mapping(holder.get(key))]
    if not policy.security.container_security_context.get(_ROOT) or not silent:
        return
    names = ", ".join(name for name, _, _ in silent)
    own = any(holder is draft.settings for _, holder, _ in silent)
    folders = ", ".join(folder.path for folder in policy.security.writable_paths)

    def keep() -> None:
        for _, holder, key in silent:
            holder[key] = {**mapping(holder.get(key)), _ROOT: False}
        draft.comments["security_context"] = _KEPT

    yield _Addition(
        where.own.at("securityContext") if own else where.pod.at("containers"),
        f"{names}: from now on only volumes and {folders} can be written to",
        "Mount an emptyDir where files are written, or keep it as it is: "
        f"security_context: {{readOnlyRootFilesystem: false}}; {_EXCEPTION}.",
        f"{names}: the root file system can still be written to; {folders} is a volume of its own",
        keep,
    )


def _limits(draft: Draft, where: Where, policy: PlatformPolicy) -> Iterator[_Addition]:
    resources = policy.defaults.resources
    defaults = mapping(resources.model_dump(exclude_none=True)).get("limits") if resources is not None else None
    given = mapping(mapping(draft.settings.get("resources")).get("limits"))
    added = {name: amount for name, amount in mapping(defaults).items() if name not in given}
    if not added:
        return
    name = text(draft.settings.get("container_name")) or draft.slug
    amounts = ", ".join(f"{amount} of {resource}" for resource, amount in added.items())
    nulls = ", ".join(f"{resource}: null" for resource in added)

    def keep() -> None:
        own = mapping(draft.settings.get("resources"))
        draft.settings["resources"] = {**own, "limits": {**given, **dict.fromkeys(added)}}
        draft.comments["resources"] = _KEPT
        for _, holder, _ in _contexts(draft):
            if holder is not draft.settings:
                holder.setdefault("resources", {})

    yield _Addition(
        where.own.at("resources", "limits"),
        f"{name}: from now on limited to {amounts}",
        "Give it what it uses at most in resources.limits, or keep it as it is: "
        f"resources: {{limits: {{{nulls}}}}}; {_EXCEPTION}.",
        f"{name}: {', '.join(added)} stay without a limit",
        keep,
    )


def _probes(draft: Draft, where: Where, policy: PlatformPolicy, wanted: Additions) -> None:
    """Tell of each probe that a component with ports has not, or let the platform add its own."""
    if not draft.settings.get("ports"):
        return
    name = text(draft.settings.get("container_name")) or draft.slug
    for setting, purpose in _PROBES.items():
        if draft.settings.get(setting, ...) is not None:
            continue
        place = where.own.at(setting.replace("_probe", "Probe"))
        own = getattr(policy.transports[draft.settings["transport"]], setting, None)
        if wanted == "harden" and own is not None:
            del draft.settings[setting]
            draft.comments.pop(setting, None)
            action = next(iter(own.model_dump(by_alias=True, exclude_none=True)))
            message = f"{name}: from now on a {setting.replace('_', ' ')} by {action} {purpose}"
            draft.notice(place, message, f"Where it would fail: {setting} with what the program answers.", PLATFORM)
        else:
            message = f"{name}: no {setting.replace('_', ' ')} {purpose}, and the platform does not add its own"
            draft.notice(place, message, f"Give {setting}; {setting}: null keeps it so, and {_EXCEPTION}.", PLATFORM)


def _keep_rights(draft: Draft, policy: PlatformPolicy) -> None:
    """Leave to the pods and containers what else the policy would take from them."""
    _null(draft.settings, "pod_security_context", policy.security.pod_security_context)
    for _, holder, key in _contexts(draft):
        _null(holder, key, policy.security.container_security_context)


def _null(holder: dict[str, Any], key: str, baseline: dict[str, Any], only: tuple[str, ...] = ()) -> None:
    """Say null for what the policy's baseline gives and a context does not."""
    given = mapping(holder.get(key))
    added = {
        field: value
        for field, value in baseline.items()
        if (not only or field in only) and _DEFAULTS.get(field, ...) != value
    }
    found = {**given, **{field: None for field in added if field not in given}}
    for field, value in added.items():
        inner = given.get(field)
        if isinstance(value, dict) and isinstance(inner, dict):
            found[field] = {**inner, **{part: None for part in value if part not in inner}}
    if found:
        holder[key] = found
