"""Where a draft may put its own volumes: beside what the image and the bundle bring, never over or among it."""

import posixpath
from collections.abc import Iterator

from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.layer import Layer, TenantLayer
from foundation.model.bundle.mounts import volume_places
from foundation.model.drafts.draft import Draft
from foundation.model.drafts.policy import DraftPolicy
from foundation.model.findings import Finding
from plugins.llm_template_expander.findings import finding
from plugins.llm_template_expander.paths import Path, parse
from plugins.llm_template_expander.rules import allowed_field


def mount_findings(draft: Draft, policy: DraftPolicy, taken: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what is wrong with the volumes and mounts of a draft.

    Args:
        draft: the draft.
        policy: what it may hold.
        taken: names of the bundle's volumes. A volume of the draft with such a name would become the bundle's, and
            its mount would show, say, a Secret where nobody who reviewed the draft expects one.
    """
    return list(_findings(draft, policy, taken))


def _findings(draft: Draft, policy: DraftPolicy, taken: frozenset[str]) -> Iterator[Finding]:
    given = {value for setting, part, value, _ in _fields(draft, policy) if (setting, part) == ("volumes", "name")}
    for setting, part, value, place in _fields(draft, policy):
        if part == "name" and value in taken:
            message = f"the bundle has a volume {value!r} of its own"
            yield finding("draft-mount", message, "Choose a name that the component's definition does not have.", place)
        elif (setting, part) == ("volume_mounts", "name") and value not in given:
            message = f"the draft mounts the volume {value!r}, which it does not give"
            yield finding("draft-mount", message, "Mount only volumes of the draft; the bundle mounts its own.", place)
        elif part == "mountPath":
            yield from _path(str(value), policy, place)


def _path(path: str, policy: DraftPolicy, place: str) -> Iterator[Finding]:
    if path != posixpath.normpath(path) or path.startswith("//") or path != path.strip():
        message = f"{path!r} is no plain absolute path"
        yield finding("draft-mount", message, "Write it without '..', double or trailing slashes and spaces.", place)
    elif not f"{path}/".startswith(tuple(f"{root}/" for root in policy.mount_paths)):
        message = f"a volume at {path} may hide what the image or the platform has there"
        remedy = f"Mount it at or below {', '.join(policy.mount_paths)}."
        yield finding("draft-mount", message, remedy, place)


def _fields(draft: Draft, policy: DraftPolicy) -> Iterator[tuple[str, str | int, object, str]]:
    """Yield setting, last part of the path, value and place of each field that becomes a volume or a mount."""
    for index, item in enumerate(draft.objects):
        about = policy.kinds.get(item.kind)
        for number, field in enumerate(item.spec if about is not None else ()):
            path: Path | None = parse(field.path)
            entry = allowed_field(about, path) if about is not None and path is not None else None
            if path is not None and entry is not None and entry.setting in ("volumes", "volume_mounts"):
                yield entry.setting, path[-1], field.value, f"objects[{index}].spec[{number}].value"


def volumes_of(bundle: Bundle) -> frozenset[str]:
    """Return the names of all volumes of a component, in whichever environment and for whichever tenant."""
    layers: list[Layer] = [bundle.component, *_of(bundle.environments, bundle.tenants)]
    if isinstance(bundle, MemberBundle):
        shared = bundle.application
        layers += [shared.shared, *_of(shared.environments, shared.tenants)]
    return frozenset(name for layer in layers for _, name in volume_places(layer))


def _of(environments: dict[str, Layer], tenants: dict[str, TenantLayer]) -> list[Layer]:
    inner = [layer for tenant in tenants.values() for layer in (tenant.environments or {}).values()]
    return [*environments.values(), *tenants.values(), *inner]
