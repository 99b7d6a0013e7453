"""Reading Pulumi's YAML: the project, the stack of each environment, and the project of each network."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.errors import InputError
from foundation.model.expressions import expression
from foundation.model.infrastructure.kinds import KINDS
from foundation.model.infrastructure.plan import camel
from foundation.source.document import parse_documents
from plugins.k8s_validator.infrastructure.described import Described, NotReadable, Reference
from plugins.k8s_validator.infrastructure.pulumi_networks import endpoints_in, with_networks
from plugins.k8s_validator.objects.values import mapping

PROJECT = "Pulumi.yaml"
_STACK = expression(r"Pulumi\.(?P<environment>[a-z0-9-]+)\.yaml")
_NETWORK = expression(r"network-(?P<environment>[a-z0-9-]+)/Pulumi\.yaml")
_REFERENCE = expression(r"(?<!\$)\$\{(?P<name>[A-Za-z0-9_-]+)")
_OF_STACK = expression(r"(?<!\$)\$\{pulumi\.stack\}")
_IDS = expression(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What Pulumi defines itself.
_OWN = frozenset({"pulumi"})
_KIND_OF = {facts.pulumi: kind for kind, facts in KINDS.items()}
_CHILD_OF = {types[2]: child for facts in KINDS.values() for child, types in facts.children.items()}
_OWNER = ("accountName", "namespaceName", "serverName", "clusterName", "scope")
_NAME = ("containerName", "queueName", "subscriptionName", "topicName", "databaseName")
#: Types that give a right, and the right where there is only one.
_RIGHTS = {
    "azure-native:authorization:RoleAssignment": "",
    "azure-native:cosmosdb:SqlResourceSqlRoleAssignment": "",
    "azure-native:redisenterprise:AccessPolicyAssignment": "contributor",
    "azure-native:dbforpostgresql:Administrator": "administrator",
}


def read_pulumi(files: Mapping[str, str]) -> Described:
    """Return what the files describe.

    Args:
        files: text by path in the folder of Pulumi.

    Raises:
        NotReadable: a file is no YAML, or the project is missing.
    """
    if PROJECT not in files:
        raise NotReadable(PROJECT, "it is not there")
    data = {path: _read(path, text) for path, text in files.items()}
    project = data[PROJECT]
    resources = {name: mapping(entry) for name, entry in mapping(project.get("resources")).items()}
    variables = mapping(project.get("variables"))
    stacks = {match["environment"]: data[path] for path in files if (match := _STACK.fullmatch(path))}
    networks = {match["environment"]: data[path] for path in files if (match := _NETWORK.fullmatch(path))}
    values = {name: _values(stack, str(project.get("name"))) for name, stack in stacks.items()}
    keys = {name: _key(name, str(entry.get("type"))) for name, entry in resources.items()}
    keys |= {
        name: _key(name, str(mapping(v.get("fn::invoke")).get("function")))
        for name, v in variables.items()
        if isinstance(v, dict)
    }
    described = {name: key for name, key in keys.items() if key is not None}
    tags = mapping(variables.get("tags"))
    return Described(
        resources=dict(described.values()),
        children=frozenset(
            _child(entry, resources, described) for entry in resources.values() if entry.get("type") in _CHILD_OF
        ),
        roles=frozenset(_role(entry, described) for entry in resources.values() if entry.get("type") in _RIGHTS),
        outputs=frozenset(mapping(project.get("outputs"))),
        values=with_networks(values, networks),
        endpoints=frozenset(endpoints_in(values, networks)),
        tags={name: {key: _meant(str(value), name) for key, value in tags.items()} for name in stacks},
        references=[*_references(project, stacks), *_of_networks(networks, stacks)],
        blocks=[(PROJECT, str(entry.get("type")), name, entry.get("properties")) for name, entry in resources.items()],
    )


def _meant(text: str, stack: str) -> str:
    """Return what a text comes to in a stack, where it names nothing but that."""
    return _OF_STACK.sub(stack, text).replace("$${", "${")


def _read(path: str, text: str) -> dict[str, Any]:
    try:
        documents = parse_documents(text, path)
    except InputError as error:
        raise NotReadable(path, error.problems[0].message) from None
    return mapping(documents[0].data) if documents else {}


def _key(name: str, type_: str) -> tuple[str, str] | None:
    """Return the key and the kind of a resource that the plan has by itself."""
    kind = _KIND_OF.get(type_)
    return None if kind is None else (camel(name.removeprefix(f"{kind.replace('_', '-')}-")), kind)


def _referred(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if match := _REFERENCE.search(str(properties.get(name, ""))):
            return match["name"]
    return ""


def _child(
    entry: Mapping[str, Any], resources: Mapping[str, Any], described: Mapping[str, tuple[str, str]]
) -> tuple[str, str]:
    properties = mapping(entry.get("properties"))
    words = [_CHILD_OF[str(entry["type"])]]
    for above in ("topicName", "databaseName"):
        if parent := _referred(properties, (above,)):
            words.append(str(mapping(mapping(resources.get(parent)).get("properties")).get(above)))
    words.append(next((str(properties[name]) for name in _NAME if "${" not in str(properties.get(name, "${"))), ""))
    paths = mapping(mapping(properties.get("resource")).get("partitionKey")).get("paths")
    words += [str(path) for path in paths] if isinstance(paths, list) else []
    return described.get(_referred(properties, _OWNER), ("", ""))[0], ":".join(words)


def _role(entry: Mapping[str, Any], described: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    properties = mapping(entry.get("properties"))
    ids = _IDS.findall(str(properties.get("roleDefinitionId", "")))
    owner = described.get(_referred(properties, _OWNER), ("", ""))[0]
    return owner, _RIGHTS[str(entry["type"])] or (ids[-1] if ids else "")


def _values(stack: Mapping[str, Any], project: str) -> dict[str, Any]:
    prefix = f"{project}:"
    return {
        key.removeprefix(prefix): value for key, value in mapping(stack.get("config")).items() if key.startswith(prefix)
    }


def _references(project: Mapping[str, Any], stacks: Mapping[str, Any]) -> Iterator[Reference]:
    config = mapping(project.get("config"))
    yield from _named(PROJECT, project)
    for name, entry in mapping(project.get("resources")).items():
        yield from _own_variables(name, mapping(entry))
    for name, stack in stacks.items():
        for key in sorted(config.keys() ^ _values(stack, str(project.get("name"))).keys()):
            yield Reference(f"Pulumi.{name}.yaml", key, known=False)


def _of_networks(networks: Mapping[str, Any], stacks: Mapping[str, Any]) -> Iterator[Reference]:
    for environment, project in networks.items():
        path = f"network-{environment}/{PROJECT}"
        yield Reference(path, f"stack {environment}", environment in stacks)
        yield from _named(path, project)


def _named(path: str, project: Mapping[str, Any]) -> Iterator[Reference]:
    """Yield what the expressions of a project name."""
    parts = ("config", "variables", "resources")
    known = {*_OWN, *(name for part in parts for name in mapping(project.get(part)))}
    for name in dict.fromkeys(_names_in([project.get(part) for part in ("variables", "resources", "outputs")])):
        yield Reference(path, f"${{{name}}}", name in known)


def _own_variables(name: str, entry: Mapping[str, Any]) -> Iterator[Reference]:
    """Yield the variables that a resource of the plan must have its name and its subject from."""
    properties, key = mapping(entry.get("properties")), _key(name, str(entry.get("type")))
    if key is not None:
        own = f"${{{key[0]}Name}}"
        yield Reference(PROJECT, f"{own} as name of {name}", own in properties.values())
    if "subject" in properties:
        own = "${federatedSubject}"
        yield Reference(PROJECT, f"{own} as subject of {name}", properties["subject"] == own)


def _names_in(values: list[Any]) -> Iterator[str]:
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, str):
            yield from _REFERENCE.findall(value)
