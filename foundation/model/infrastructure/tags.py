"""Tags of Azure resources: the trace, as labels carry it, and the policy's own."""

from foundation.model.policy.infrastructure import InfrastructurePolicy
from foundation.model.run.trace import TraceMetadata


def tags_of(metadata: TraceMetadata, environment: str, policy: InfrastructurePolicy) -> dict[str, str]:
    """Return the tags of every resource of an environment.

    Args:
        metadata: the trace's labels; those with a slash are Kubernetes' own, and no names of tags.
        environment: the environment.
        policy: further tags; those of the trace cannot be replaced.
    """
    labels = {name: value for name, value in metadata.labels_in(environment).items() if "/" not in name}
    return dict(sorted({**policy.tags, **labels}.items()))
