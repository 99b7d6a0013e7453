"""What runs in a compose service: command, variables, health, resources, security."""

import re
import shlex
from typing import Any

from agent.importing.compose.units import seconds, size
from agent.importing.draft import Draft
from agent.importing.objects import Place, items, mapping, text
from foundation.model.names import QUALIFIED_NAME

#: Dollar signs that the kubelet would read as the start of a reference, or as one dollar sign written twice
#: (Kubernetes: third_party/forked/golang/expansion).
_REFERENCES = re.compile(r"\$\$+|\$(?=\()")

_PULL = {"always": "Always", "missing": "IfNotPresent", "if_not_present": "IfNotPresent", "never": "Never"}
_PLAIN = {"working_dir": "working_dir", "hostname": "hostname", "tty": "tty", "stdin_open": "stdin"}


def map_container(draft: Draft, service: dict[str, Any], place: Place) -> None:
    """Map the container."""
    if service.get("image"):
        draft.put("container_image", service["image"], place.at("image"))
    if "container_image" not in draft.settings:
        draft.missing.append("container_image: ")
    if "build" in service:
        draft.leave_out(
            place.at("build"), "images are built elsewhere", "Give the image that comes out as container_image."
        )
    for key, setting in (("entrypoint", "command"), ("command", "args")):
        draft.put(setting, _words(draft, service.get(key), place.at(key)), place.at(key))
    for key, setting in _PLAIN.items():
        draft.put(setting, service.get(key) or None, place.at(key))
    draft.put("image_pull_policy", _PULL.get(text(service.get("pull_policy"))), place.at("pull_policy"))
    _environment(draft, service.get("environment"), place.at("environment"))
    _health(draft, mapping(service.get("healthcheck")), place.at("healthcheck"))
    _resources(draft, service, place)
    _security(draft, service, place)
    annotations = {**_pairs(service.get("labels")), **_pairs(service.get("annotations"))}
    fitting = {key: str(value) for key, value in annotations.items() if re.fullmatch(QUALIFIED_NAME, key)}
    draft.put("pod_annotations", fitting or None, place.at("labels"))
    for key in sorted(annotations.keys() - fitting.keys()):
        draft.leave_out(place.at("labels", key), "it cannot be the name of an annotation")


def _words(draft: Draft, value: Any, place: Place) -> Any:
    if not isinstance(value, str):
        return [_escaped(str(word)) for word in value] if isinstance(value, list) else None
    try:
        return [_escaped(word) for word in shlex.split(value)]
    except ValueError as error:
        draft.leave_out(place, f"it cannot be taken apart: {error}", "Write it as a list.")
        return None


def _escaped(value: str) -> str:
    """Write a text so that it stays as it is in a pod, where $(NAME) is a variable; compose knows no such thing."""
    return _REFERENCES.sub(lambda found: found[0] * 2, value)


def _pairs(value: Any) -> dict[str, Any]:
    """Return what is written as a mapping or as a list of ``name=value``."""
    if isinstance(value, list):
        split = [str(item).partition("=") for item in value]
        return {name: (text_ if equals else None) for name, equals, text_ in split}
    return mapping(value)


def _environment(draft: Draft, value: Any, place: Place) -> None:
    for name, given in _pairs(value).items():
        if given is None:
            remedy = "Give it a value, or a reference."
            draft.leave_out(place.at(name), "its value comes from the shell", remedy, "variable-unknown")
            continue
        # What the file says counts, not what YAML makes of it.
        full = (*place.object.path, *place.path, name)
        written = place.object.document.source_text.get(full, str(given))
        draft.add("env", {"name": name, "value": _escaped(written)}, place.at(name))


def _health(draft: Draft, health: dict[str, Any], place: Place) -> None:
    """Whoever waits for a service waits for its health: that is what readiness means."""
    test = health.get("test")
    words = ["CMD-SHELL", test] if isinstance(test, str) else test if isinstance(test, list) else []
    if health.get("disable") or not words or words[0] == "NONE":
        return
    command = [str(word) for word in words[1:]]
    probe: dict[str, Any] = {"exec": {"command": command if words[0] == "CMD" else ["/bin/sh", "-c", *command]}}
    for key, field in (("interval", "periodSeconds"), ("timeout", "timeoutSeconds")):
        if key in health:
            probe[field] = seconds(health[key])
    probe["failureThreshold"] = health.get("retries")
    draft.put("readiness_probe", probe, place)
    for key in sorted(health.keys() & {"start_period", "start_interval"}):
        draft.platform_decides(place.at(key), "a pod that is not ready yet is left alone")


def _resources(draft: Draft, service: dict[str, Any], place: Place) -> None:
    deploy = mapping(mapping(service.get("deploy")).get("resources"))
    limits, reservations = mapping(deploy.get("limits")), mapping(deploy.get("reservations"))
    wanted = {
        "limits": _amounts(limits.get("cpus", service.get("cpus")), limits.get("memory", service.get("mem_limit"))),
        "requests": _amounts(reservations.get("cpus"), reservations.get("memory", service.get("mem_reservation"))),
    }
    for name, amount in wanted["limits"].items():
        wanted["requests"].setdefault(name, amount)
    draft.put("resources", {kind: amounts for kind, amounts in wanted.items() if amounts} or None, place.at("deploy"))
    for kind, group in (("limits", limits), ("reservations", reservations)):
        for key in sorted(group.keys() - {"cpus", "memory"}):
            draft.leave_out(place.at("deploy", "resources", kind, key), "the bundle has no place for it")


def _amounts(cpus: Any, memory: Any) -> dict[str, str]:
    found = {"cpu": str(cpus) if cpus is not None else None, "memory": size(memory) if memory is not None else None}
    return {name: amount for name, amount in found.items() if amount is not None}


def _security(draft: Draft, service: dict[str, Any], place: Place) -> None:
    context: dict[str, Any] = {}
    if service.get("user") is not None:
        user, _, group = str(service["user"]).partition(":")
        if user.isdecimal() and (group or "0").isdecimal():
            context["runAsUser"] = int(user)
            if group:
                context["runAsGroup"] = int(group)
        else:
            draft.leave_out(place.at("user"), "Kubernetes takes numbers", "Look up the numbers in the image.")
    capabilities = {"add": service.get("cap_add"), "drop": service.get("cap_drop")}
    context["capabilities"] = {key: value for key, value in capabilities.items() if value} or None
    context["privileged"] = service.get("privileged") or None
    context["readOnlyRootFilesystem"] = service.get("read_only")
    options = items(service.get("security_opt"))
    for index, option in enumerate(options or []):
        if str(option).replace("=", ":") in ("no-new-privileges", "no-new-privileges:true"):
            context["allowPrivilegeEscalation"] = False
        else:
            draft.leave_out(place.at("security_opt", index), "the bundle has no place for it")
    draft.put("security_context", {key: value for key, value in context.items() if value is not None} or None, place)
