"""One order for keys: how a mapping happens to be written must not reach an artifact."""

from typing import Any

#: Mappings of which the order says something: environments are generated as they are listed.
_LISTED = "environments"


def in_one_order(data: Any) -> Any:
    """Return a copy of plain data with the keys of its mappings sorted, but for the names of environments.

    What a bundle leaves to Kubernetes' own shapes goes into the chart as it is, so its order would be in the chart
    too, although the bundle's digest does not know it.

    Args:
        data: plain data within the bounds of a bundle.
    """
    if isinstance(data, list):
        return [in_one_order(item) for item in data]
    if not isinstance(data, dict):
        return data
    ordered = {key: in_one_order(data[key]) for key in sorted(data, key=str)}
    if isinstance(data.get(_LISTED), dict):
        ordered[_LISTED] = {name: in_one_order(layer) for name, layer in data[_LISTED].items()}
    return ordered
