"""Which of a chart template's files a chart needs."""

from typing import Any

from foundation.model.chart.templates import ResourceTemplate


def used_resources(resources: list[ResourceTemplate], values: list[dict[str, Any]]) -> list[ResourceTemplate]:
    """Return the files that are always there, and those whose sections some environment uses or none does.

    Args:
        resources: the files of the chart template.
        values: all values, of each environment.
    """
    return [
        resource
        for resource in resources
        if (not resource.when or _is_used(resource.when, values)) and not _is_used(resource.unless, values)
    ]


def _is_used(sections: list[str], values: list[dict[str, Any]]) -> bool:
    return any(_says_something(one[section]) for one in values for section in sections)


def _says_something(section: Any) -> bool:
    """A section with a switch is used where that is on, any other where it is not empty."""
    return bool(section.get("enabled", section)) if isinstance(section, dict) else bool(section)
