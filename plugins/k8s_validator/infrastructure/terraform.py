"""Reading Terraform: resources, variables, outputs, and the values of each environment (parser: python-hcl2)."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from foundation.model.expressions import expression
from foundation.model.infrastructure.kinds import KINDS
from foundation.model.infrastructure.networks import PREFIX, zone_id
from foundation.model.infrastructure.plan import camel
from plugins.k8s_validator.infrastructure.described import Described, NotReadable, Reference

_VALUES = ".tfvars"
_KIND_OF = {facts.terraform: kind for kind, facts in KINDS.items()}
_CHILD_OF = {types[1]: child for facts in KINDS.values() for child, types in facts.children.items()}
_OWNER = ("storage_account_id", "namespace_id", "topic_id", "server_id", "account_name")
#: Types that give a right: which argument says on what, and the right where there is only one.
_RIGHTS = {
    "azurerm_role_assignment": ("scope", ""),
    "azurerm_cosmosdb_sql_role_assignment": ("scope", ""),
    "azurerm_managed_redis_access_policy_assignment": ("managed_redis_id", "contributor"),
    "azurerm_postgresql_flexible_server_active_directory_administrator": ("server_name", "administrator"),
}
_ENDPOINT = "azurerm_private_endpoint"
_REFERENCE = expression(r"\b(?P<name>var\.\w+|local\.\w+|data\.azurerm_\w+\.\w+|(?<!data\.)azurerm_\w+\.\w+)")
#: Escapes of texts, and the signs that would begin an expression.
_ESCAPE = expression(r'\\(?:u[0-9a-fA-F]{4}|[\\"nrt])')
_DOUBLED = expression(r"([$%])\1\{")
_IDS = expression(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

#: A block: its file, type, label and arguments.
Block = tuple[str, str, str, dict[str, Any]]


@lru_cache(maxsize=128)
def parsed(text: str) -> dict[str, Any]:
    """Return a file as data.

    Raises:
        Exception: whatever the parser raises for what is no HCL.
    """
    import hcl2  # takes a fifth of a second, and only outputs with Terraform need it

    return {key: value for key, value in hcl2.loads(text).items() if not key.startswith("__")}


def read_terraform(files: Mapping[str, str]) -> Described:
    """Return what the files describe.

    Args:
        files: text by path in the folder of Terraform.

    Raises:
        NotReadable: a file is no HCL.
    """
    data = {path: _read(path, text) for path, text in files.items()}
    resources, sources = [*_blocks(data, "resource")], [*_blocks(data, "data")]
    values = {path.removesuffix(_VALUES): content for path, content in data.items() if path.endswith(_VALUES)}
    given = {name: {camel(key): literal(value) for key, value in content.items()} for name, content in values.items()}
    labels = {(type_, label): arguments for _, type_, label, arguments in resources}
    variables = {plain(name) for content in data.values() for entry in content.get("variable", []) for name in entry}
    return Described(
        resources={camel(label): _KIND_OF[t] for _, t, label, _ in [*resources, *sources] if t in _KIND_OF},
        children=frozenset(_child(block, labels) for block in resources if block[1] in _CHILD_OF),
        roles=frozenset(_role(block) for block in resources if block[1] in _RIGHTS),
        outputs=frozenset(
            camel(plain(name)) for content in data.values() for entry in content.get("output", []) for name in entry
        ),
        values={name: {key: value for key, value in all_.items() if key != "tags"} for name, all_ in given.items()},
        tags={name: all_.get("tags", {}) for name, all_ in given.items()},
        endpoints=frozenset(_endpoint(block) for block in resources if block[1] == _ENDPOINT),
        references=[*_references(files, resources, sources, variables), *_given(values, variables)],
        blocks=[*resources],
    )


def plain(value: Any) -> Any:
    """Return a value without the quotes that the parser leaves around texts."""
    if isinstance(value, str):
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    return value


def literal(value: Any) -> Any:
    """Return a value that has no expressions, with what its escapes mean."""
    if isinstance(value, str):
        text = _ESCAPE.sub(lambda match: str(json.loads(f'"{match[0]}"')), plain(value))
        return _DOUBLED.sub(r"\1{", text)
    if isinstance(value, list):
        return [literal(item) for item in value]
    return {plain(key): literal(item) for key, item in value.items()} if isinstance(value, dict) else value


def _read(path: str, text: str) -> dict[str, Any]:
    try:
        return parsed(text)
    except Exception as error:  # the parser has many kinds, and none says more than its text
        raise NotReadable(path, str(error).partition("\n")[0]) from None


def _blocks(data: Mapping[str, dict[str, Any]], kind: str) -> Iterator[Block]:
    for path, content in data.items():
        for entry in content.get(kind, []):
            for type_, labelled in entry.items():
                for label, arguments in labelled.items() if isinstance(labelled, dict) else ():
                    yield path, plain(type_), plain(label), arguments


def _owner(arguments: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, str]:
    """Return type and label of what an argument refers to."""
    for name in names:
        if match := _REFERENCE.search(str(arguments.get(name, ""))):
            type_, _, label = match["name"].removeprefix("data.").rpartition(".")
            return type_, label
    return "", ""


def _child(block: Block, labels: Mapping[tuple[str, str], dict[str, Any]]) -> tuple[str, str]:
    _, type_, _, arguments = block
    owner = _owner(arguments, _OWNER)
    words = [_CHILD_OF[type_]]
    if type_ == "azurerm_servicebus_subscription":
        topic = labels.get(owner, {})
        words.append(plain(topic.get("name", "")))
        owner = _owner(topic, _OWNER)
    if type_ == "azurerm_cosmosdb_sql_container":
        words.append(plain(labels.get(_owner(arguments, ("database_name",)), {}).get("name", "")))
    words.append(plain(arguments.get("name", "")))
    words += [str(path) for path in plain(arguments.get("partition_key_paths", []))]
    return camel(owner[1]), ":".join(words)


def _role(block: Block) -> tuple[str, str]:
    _, type_, _, arguments = block
    argument, right = _RIGHTS[type_]
    ids = _IDS.findall(str(arguments.get("role_definition_id", "")))
    return camel(_owner(arguments, (argument,))[1]), right or (ids[-1] if ids else "")


def _endpoint(block: Block) -> tuple[str, str, str]:
    """Return a private endpoint, whose condition, name and target must mean one resource."""
    _, _, label, arguments = block
    connection = plain(arguments["private_service_connection"])[0]
    target = str(connection["private_connection_resource_id"])
    key = label.replace("_", "-")
    wanted = {
        "count": f'${{contains(var.private_endpoints, "{key}") ? 1 : 0}}',
        "name": f"{PREFIX}${{var.{label}_name}}",
        "subnet_id": "${var.private_endpoint_subnet}",
    }
    is_own = wanted.items() <= plain(arguments).items() and target.endswith(f".{label}.id}}")
    (group,), head = connection["subresource_names"], zone_id("${var.private_dns_zones}", "")
    (zone,) = plain(arguments["private_dns_zone_group"])[0]["private_dns_zone_ids"]
    return camel(label) if is_own else "", group, zone.removeprefix(head) if zone.startswith(head) else ""


def _references(
    files: Mapping[str, str], resources: list[Block], sources: list[Block], variables: set[str]
) -> Iterator[Reference]:
    known = {f"var.{name}" for name in variables} | {f"{type_}.{label}" for _, type_, label, _ in resources}
    known |= {f"data.{type_}.{label}" for _, type_, label, _ in sources}
    seen: set[tuple[str, str]] = set()
    for path, type_, label, arguments in resources:
        yield Reference(path, f"a second {type_}.{label}", (type_, label) not in seen)
        seen.add((type_, label))
        if type_ in _KIND_OF:
            own = f"var.{label}_name"
            yield Reference(path, f"{own} as name of {type_}.{label}", arguments.get("name") == f"${{{own}}}")
        if type_ == "azurerm_federated_identity_credential":
            is_own = arguments.get("subject") == "${var.federated_subject}"
            yield Reference(path, f"var.federated_subject as subject of {label}", is_own)
    for path, text in files.items():
        code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
        for name in dict.fromkeys(_REFERENCE.findall(code)):
            if not name.startswith("local.") and path.endswith(".tf") and name != "azurerm.source":
                yield Reference(path, name, name in known)


def _given(values: Mapping[str, dict[str, Any]], variables: set[str]) -> Iterator[Reference]:
    for name, given in values.items():
        for key in sorted(variables ^ {plain(key) for key in given}):
            yield Reference(f"{name}{_VALUES}", key, known=False)
