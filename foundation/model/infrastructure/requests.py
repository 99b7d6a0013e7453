"""What the bundle asks for, one resource after another, in one form; those that others need come first."""

from collections.abc import Iterator

from foundation.model.base import FrozenModel
from foundation.model.bundle.groups.resources import (
    CloudResources,
    CosmosAccount,
    KeyVaultResource,
    PostgresServer,
    ServiceBus,
    StorageAccount,
)
from foundation.model.infrastructure.kinds import Kind
from foundation.model.infrastructure.naming import key_of_single
from foundation.model.infrastructure.plan import PlannedChild

#: Lists of the bundle, and the kind of what is in them.
_LISTS: dict[str, Kind] = {
    "storage_accounts": "storage_account",
    "service_buses": "service_bus",
    "event_grid_topics": "event_grid_topic",
    "postgres_servers": "postgres",
    "redis_caches": "redis",
    "cosmos_accounts": "cosmos",
}


class Requested(FrozenModel):
    """A resource as the bundle asks for it.

    Attributes:
        kind: what it is.
        key: what it is called.
        path: where it stands.
        azure_name: name that the bundle gives it.
        tier: tier that the bundle gives it.
        use: what the component does with it.
        children: what is inside, parents first.
    """

    kind: Kind
    key: str
    path: str
    azure_name: str | None = None
    tier: str | None = None
    use: list[str] = []
    children: list[PlannedChild] = []


def requested(resources: CloudResources) -> Iterator[Requested]:
    """Yield the resources of a bundle.

    Args:
        resources: what the bundle says.
    """
    if resources.log_analytics is not None:
        yield _single("log_analytics", azure_name=resources.log_analytics.azure_name)
    if resources.identity is not None:
        yield _single("identity", azure_name=resources.identity.azure_name)
    if resources.key_vault is not None:
        vault: KeyVaultResource = resources.key_vault
        yield _single("key_vault", azure_name=vault.azure_name, tier=vault.tier, use=[*vault.use])
    for group, kind in _LISTS.items():
        for entry in getattr(resources, group):
            yield Requested(
                kind=kind,
                key=entry.name,
                path=f"resources.{group}[{entry.name}]",
                azure_name=entry.azure_name,
                tier=entry.tier,
                use=[*entry.use],
                children=[*_children(entry)],
            )
    if resources.registry is not None:
        yield _single("registry", azure_name=resources.registry.name, use=[*resources.registry.use])


def _single(kind: Kind, *, azure_name: str | None, tier: str | None = None, use: list[str] | None = None) -> Requested:
    path = f"resources.{kind}"
    return Requested(kind=kind, key=key_of_single(kind), path=path, azure_name=azure_name, tier=tier, use=use or [])


def _children(entry: object) -> Iterator[PlannedChild]:
    if isinstance(entry, StorageAccount):
        yield from (PlannedChild(kind="container", name=name) for name in entry.containers)
    if isinstance(entry, PostgresServer):
        yield from (PlannedChild(kind="database", name=name) for name in entry.databases)
    if isinstance(entry, ServiceBus):
        yield from (PlannedChild(kind="queue", name=name) for name in entry.queues)
        yield from (PlannedChild(kind="topic", name=topic.name) for topic in entry.topics)
        for topic in entry.topics:
            yield from (PlannedChild(kind="subscription", name=n, parent=topic.name) for n in topic.subscriptions)
    if isinstance(entry, CosmosAccount):
        yield from (PlannedChild(kind="database", name=database.name) for database in entry.databases)
        for database in entry.databases:
            for inner in database.containers:
                key = inner.partition_key
                yield PlannedChild(kind="container", name=inner.name, parent=database.name, partition_key=key)
