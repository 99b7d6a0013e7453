"""Resources that nobody reaches until somebody else has done something, which the run says."""

from collections.abc import Iterator

from foundation.model.bundle.groups.resources import CloudResources
from foundation.model.findings import Finding
from foundation.model.infrastructure.kinds import NETWORKED
from foundation.model.infrastructure.requests import requested
from foundation.model.policy.infrastructure import InfrastructurePolicy


def unreachable(resources: CloudResources, environment: str, policy: InfrastructurePolicy) -> Iterator[Finding]:
    """Yield what of an environment's resources nobody reaches as they are made.

    Args:
        resources: what the bundle asks for.
        environment: the environment.
        policy: whether the public network may be used, by whom, and where private endpoints are made.
    """
    network = policy.network_of(environment)
    if network.private_endpoints is not None:
        return
    asked = [item for item in requested(resources) if item.kind in NETWORKED]
    if environment not in policy.public_network:
        if asked:
            yield _closed(", ".join(item.key for item in asked), environment)
        return
    # A server that is open to the public network lets nobody in whom no firewall rule names.
    servers = ", ".join(item.key for item in asked if item.kind == "postgres")
    if servers and not network.allowed:
        yield _without_firewall(servers, environment)


def _closed(names: str, environment: str) -> Finding:
    return Finding(
        code="private-endpoints",
        severity="advice",
        message=f"{names} of {environment} are closed to the public network, and nobody says where private endpoints "
        "are made",
        remedy=f"Name subnet and DNS zones in networks.{environment}.private_endpoints of the policy's "
        "infrastructure.yaml, or have them made by who runs the network.",
        path="resources",
        environment=environment,
    )


def _without_firewall(names: str, environment: str) -> Finding:
    return Finding(
        code="postgres-firewall",
        severity="advice",
        message=f"{names} of {environment} lets nobody in: the policy names no addresses for a firewall rule",
        remedy=f"Name the addresses that the cluster is seen by in networks.{environment}.allowed of the policy's "
        "infrastructure.yaml.",
        path="resources.postgres_servers",
        environment=environment,
    )
