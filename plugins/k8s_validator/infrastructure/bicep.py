"""Reading Bicep: the main file, its modules and the parameters of each environment (parser: pycep)."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from foundation.model.expressions import expression
from foundation.model.infrastructure.networks import PREFIX, zone_id
from foundation.model.infrastructure.plan import camel
from plugins.k8s_validator.infrastructure.described import Described, NotReadable, Reference

MAIN = "main.bicep"
_PARAMETERS = expression(r"main\.(?P<environment>[a-z0-9-]+)\.bicepparam")
_ESCAPE = expression(r"\\(\$(?=\{)|[\\'nrt])")
_USING = f"using './{MAIN}'"
_MODULE_FILE = expression(r"modules/([a-z-]+)\.bicep")
_MODULE = "Module"
_ENDPOINT_FILE = "modules/private-endpoint.bicep"
_GROUPS = {
    "containers": "container",
    "queues": "queue",
    "topics": "topic",
    "subscriptions": "subscription",
    "databases": "database",
}
#: Functions and loops bring names of their own; what begins like these is a reference of ours.
_OUTPUT = expression(r"^(?P<module>[a-z][A-Za-z0-9]*Module)$")


@lru_cache(maxsize=64)
def parsed(text: str) -> dict[str, Any]:
    """Return a file as data.

    Raises:
        Exception: whatever the parser raises for what is no Bicep.
    """
    from pycep import BicepParser  # takes most of a second, and only outputs with Bicep need it

    result: dict[str, Any] = _parser(BicepParser).parse(text=text)
    return result


@lru_cache(maxsize=1)
def _parser(make: Any) -> Any:
    return make()


def read_bicep(files: Mapping[str, str]) -> Described:
    """Return what the files describe.

    Args:
        files: text by path in the folder of Bicep.

    Raises:
        NotReadable: a file is no Bicep, or the main file is missing.
    """
    if MAIN not in files:
        raise NotReadable(MAIN, "it is not there")
    data = {path: _read(path, text) for path, text in files.items() if path.endswith(".bicep")}
    main = data[MAIN]
    values = {}
    for path, text in files.items():
        if match := _PARAMETERS.fullmatch(path):
            values[match["environment"]] = _parameters(path, text)
    written = main.get("modules", {})
    modules = {name.removesuffix(_MODULE): module for name, module in written.items() if not _is_endpoint(module)}
    return Described(
        resources={key: _kind(module) for key, module in modules.items()},
        children=frozenset(child for key, module in modules.items() for child in _children(key, module)),
        roles=frozenset(
            (key, str(role)) for key, module in modules.items() for role in module["config"]["params"].get("roles", [])
        ),
        outputs=frozenset(main.get("outputs", {})),
        values={name: {key: value for key, value in given.items() if key != "tags"} for name, given in values.items()},
        tags={name: given.get("tags", {}) for name, given in values.items()},
        references=[*_references(data, values, files)],
        endpoints=frozenset(_endpoint(module) for module in written.values() if _is_endpoint(module)),
        blocks=[
            (path, resource["type"], name, resource["config"])
            for path, content in data.items()
            for name, resource in content.get("resources", {}).items()
        ],
    )


def _is_endpoint(module: Mapping[str, Any]) -> bool:
    return str(module["detail"]["path"]) == _ENDPOINT_FILE


def _params(module: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a module is given; one with a condition has it a step deeper."""
    config = module["config"]
    found: dict[str, Any] = (config["config"] if "condition" in config else config)["params"]
    return found


def _endpoint(module: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return a private endpoint, whose condition, name and target must mean one resource."""
    params = _params(module)
    asked = module["config"]["condition"]["function"]["parameters"]
    owner = next((owner for owner, _ in _accessed([params["target"]])), "").removesuffix(_MODULE)
    wanted = {"container": "privateEndpoints", "item_to_find": asked["item_to_find"]}
    own = {"subnet": "privateEndpointSubnet", "name": f"{PREFIX}${{{owner}Name}}"}
    is_own = asked == wanted and camel(asked["item_to_find"]) == owner and own.items() <= params.items()
    head, zone = zone_id("${privateDnsZones}", ""), str(params["zone"])
    return owner if is_own else "", str(params["group"]), zone.removeprefix(head) if zone.startswith(head) else ""


def _read(path: str, text: str) -> dict[str, Any]:
    try:
        return parsed(text)
    except Exception as error:  # the parser has many kinds, and none says more than its text
        raise NotReadable(path, str(error).partition("\n")[0]) from None


def _parameters(path: str, text: str) -> dict[str, Any]:
    """Return the values of an environment; the parser knows no parameter files, but variables look the same."""
    if _USING not in text.splitlines():
        raise NotReadable(path, f"it does not say {_USING}")
    body = re.sub(r"^param ", "var ", text.replace(_USING, ""), flags=re.MULTILINE)
    variables = _read(path, body).get("variables", {})
    return {name: _unquoted(variable["value"]) for name, variable in variables.items()}


def _unquoted(value: Any) -> Any:
    """Return a value without the quotes that the parser leaves around keys, and the escapes that it leaves in texts."""
    if isinstance(value, dict):
        return {key.strip("'"): _unquoted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unquoted(item) for item in value]
    return _ESCAPE.sub(_meant, value) if isinstance(value, str) else value


def _meant(match: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r", "t": "\t"}.get(match[1], match[1])


def _kind(module: Mapping[str, Any]) -> str:
    match = _MODULE_FILE.fullmatch(str(module["detail"]["path"]))
    return match[1].replace("-", "_") if match else ""


def _children(key: str, module: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group, kind in _GROUPS.items():
        for item in module["config"]["params"].get(group, []):
            if not isinstance(item, dict):
                yield key, f"{kind}:{item}"
                continue
            words = [item.get("topic") or item.get("database"), item.get("name"), item.get("partitionKey")]
            yield key, ":".join([kind, *(str(word) for word in words if word)])


def _references(
    data: Mapping[str, dict[str, Any]], values: Mapping[str, dict[str, Any]], files: Mapping[str, str]
) -> Iterator[Reference]:
    main = data[MAIN]
    names = {*main.get("parameters", {}), *main.get("modules", {})}
    for key, module in main.get("modules", {}).items():
        path, params = str(module["detail"]["path"]), _params(module)
        yield Reference(MAIN, path, path in files)
        if not _is_endpoint(module):
            yield Reference(MAIN, f"{key.removesuffix(_MODULE)}Name as name of {key}", _is_named(key, module))
        declared = data.get(path, {}).get("parameters", {})
        for name in params:
            yield Reference(MAIN, f"{key}.{name}", name in declared)
        needed = {name for name, given in declared.items() if given.get("default") is None}
        for name in sorted(needed - params.keys()):
            yield Reference(MAIN, f"{name} of {key}", known=False)
        for name in [value for value in params.values() if isinstance(value, str) and _is_ours(value, names)]:
            yield Reference(MAIN, name, name in names)
        for owner, output in _accessed([*params.values()]):
            yield from _output(owner, output, main, data)
    for output in main.get("outputs", {}).values():
        for owner, name in _accessed([output["value"]]):
            yield from _output(owner, name, main, data)
    for environment, given in values.items():
        for name in sorted(main.get("parameters", {}).keys() ^ given.keys()):
            yield Reference(f"main.{environment}.bicepparam", name, known=False)


def _is_named(key: str, module: Mapping[str, Any]) -> bool:
    params = module["config"]["params"]
    subject = params.get("subject", "federatedSubject")
    return bool(params.get("name") == f"{key.removesuffix(_MODULE)}Name" and subject == "federatedSubject")


def _is_ours(value: str, names: set[str]) -> bool:
    return value in names or re.fullmatch(r"[a-z][A-Za-z0-9]*Name", value) is not None


def _accessed(values: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield every module and output that an expression asks for, as ``module.outputs.name``."""
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += value
        elif isinstance(value, dict):
            operands = value.get("operator", {}).get("operands", {}) if isinstance(value.get("operator"), dict) else {}
            owner, rest = operands.get("operand_1"), operands.get("operand_2")
            inner = rest.get("operator", {}).get("operands", {}) if isinstance(rest, dict) else {}
            if isinstance(owner, str) and _OUTPUT.match(owner) and inner.get("operand_1") == "outputs":
                yield owner, str(inner.get("operand_2"))
            else:
                stack += value.values()


def _output(owner: str, name: str, main: Mapping[str, Any], data: Mapping[str, dict[str, Any]]) -> Iterator[Reference]:
    module = main["modules"].get(owner)
    there = module is not None and name in data.get(str(module["detail"]["path"]), {}).get("outputs", {})
    yield Reference(MAIN, f"{owner}.outputs.{name}", there)
