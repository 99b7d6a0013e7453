"""What a bundle says of one environment, worked out without the product: a later layer over an earlier one."""

from typing import Any

#: Lists that merge entry by entry, with what names an entry, and those of which an entry is replaced as a whole.
NAMED_BY = {
    "env": "name", "ports": "name", "files": "name", "claims": "name", "volumes": "name", "volume_mounts": "mountPath",
    "secrets": "name", "init_containers": "name", "sidecars": "name", "services": "name",
}  # fmt: skip
_WHOLE_ENTRIES = ("env", "volumes", "volume_mounts")
_WHOLE_SETTINGS = ("affinity", "disruption_budget", "lifecycle", "update_strategy")
_ACTIONS = {"httpGet", "tcpSocket", "grpc", "exec"}


def said(bundle: dict[str, Any], environment: str) -> dict[str, Any]:
    """Return the settings that a bundle gives an environment; its lists with names are mappings by them."""
    tenant = bundle.get("tenants", {}).get(bundle.get("tenant"), {})
    layers = [
        bundle["component"],
        bundle["environments"].get(environment, {}),
        {key: value for key, value in tenant.items() if key != "environments"},
        tenant.get("environments", {}).get(environment, {}),
    ]
    settings: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            settings[key] = (
                _entries(settings.get(key), value, key) if key in NAMED_BY else _over(settings.get(key), value, key)
            )
    return {key: value for key, value in settings.items() if value is not None}


def _entries(lower: dict[str, Any] | None, upper: list[dict[str, Any]] | None, key: str) -> dict[str, Any] | None:
    if upper is None:
        return None
    name = NAMED_BY[key]
    entries = dict(lower or {})
    for entry in upper:
        rest = [value for field, value in entry.items() if field != name]
        if rest and all(value is None for value in rest):
            entries.pop(entry[name], None)
        else:
            entries[entry[name]] = entry if key in _WHOLE_ENTRIES else _over(entries.get(entry[name]), entry, key)
    return entries


def _over(lower: Any, upper: Any, key: str) -> Any:
    if not isinstance(upper, dict) or not isinstance(lower, dict) or key in _WHOLE_SETTINGS:
        return upper
    if key.endswith("_probe") and _ACTIONS & upper.keys():
        lower = {field: value for field, value in lower.items() if field not in _ACTIONS - upper.keys()}
    merged = {**lower, **{field: _over(lower.get(field), value, field) for field, value in upper.items()}}
    return {field: value for field, value in merged.items() if value is not None}
