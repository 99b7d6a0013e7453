"""Secrets of a compose service: files at a path of their own there, below the platform's folder here."""

import re
from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping, text
from foundation.model.names import dns_label

#: Where compose puts the file of a secret whose target is no path.
_FOLDER = "/run/secrets"
#: Settings in which a program may be told where the file is.
_TOLD_IN = ("env", "command", "args", "files", "liveness_probe", "readiness_probe", "startup_probe", "working_dir")


def map_secrets(draft: Draft, service: dict[str, Any], place: Place, root: str) -> None:
    """Map ``secrets``: each is a Secret that is mounted where the platform wants it, and what named its file follows.

    Args:
        draft: the bundle in the making; everything that may name a file is mapped already.
        service: the service.
        place: where it stands.
        root: the folder below which the platform mounts Secrets.
    """
    for index, entry in enumerate(items(service.get("secrets"))):
        use = mapping(entry) or {"source": entry}
        source = text(use.get("source"))
        name, target = dns_label(source), text(use.get("target")) or source
        if not name:
            draft.leave_out(place.at("secrets", index), "it names no secret")
            continue
        known = {secret["name"] for secret in draft.settings.get("secrets") or []}
        if name not in known and not draft.add("secrets", {"name": name, "mount": True}, place.at("secrets", index)):
            continue
        old = target if target.startswith("/") else f"{_FOLDER}/{target}"
        new = f"{root.rstrip('/')}/{name}/{source}"
        told = _follow(draft, old, new)
        draft.leave_out(
            place.at("secrets", index),
            f"a bundle only refers to Secrets; the file {old} is {new} now{', and so ' + told if told else ''}",
            f"Make the Secret {name} with the key {source}.",
            "secret-data",
        )


def _follow(draft: Draft, old: str, new: str) -> str:
    """Write the new path of a file wherever the old one stands, and return what was changed."""
    path = re.compile(rf"(?<![\w./-]){re.escape(old)}(?![\w-]|\.\w|/)")
    changed = []
    for setting in _TOLD_IN:
        if setting in draft.settings:
            after = _replaced(draft.settings[setting], path, new)
            if after != draft.settings[setting]:
                draft.settings[setting] = after
                changed.append(setting)
    return f"{', '.join(changed)} {'says' if len(changed) == 1 else 'say'}" if changed else ""


def _replaced(data: Any, path: re.Pattern[str], new: str) -> Any:
    if isinstance(data, str):
        return path.sub(lambda _: new, data)
    if isinstance(data, list):
        return [_replaced(entry, path, new) for entry in data]
    return {key: _replaced(value, path, new) for key, value in data.items()} if isinstance(data, dict) else data
