"""What a component reaches outside: each entry says where that is."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.errors import Problem


def external_problems(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield each entry of which no layer says where it is."""
    for entry in environment.settings.external or []:
        if entry.host is None and entry.cidr is None:
            yield Problem(
                code="missing-key",
                message=f"no layer gives host or cidr of external[{entry.name}] in {environment.name}",
                remedy="Add the host, or the network that it is in as cidr.",
                path=f"component.external[{entry.name}]",
            )
