"""What the Services of a component are called; pure."""

from foundation.model.bundle.groups.services import ServiceSpec
from foundation.model.bundle.layer import Layer


def own_service(slug: str, settings: Layer) -> str | None:
    """Return the name of the Service in front of the component's ports; ``None`` if there is none.

    Args:
        slug: name of the component's objects.
        settings: its settings.
    """
    if not settings.ports or settings.enable_service is False:
        return None
    return (settings.service or ServiceSpec()).name or slug


def service_names(slug: str, settings: Layer) -> list[str]:
    """Return the names of all Services that the component asks for, its own first."""
    own = own_service(slug, settings)
    return [*([own] if own else []), *(further.name for further in settings.services or [])]


def headless_name(slug: str, settings: Layer) -> str:
    """Return the name of the Service that gives each pod of a StatefulSet its name."""
    return settings.headless_service or f"{slug}-headless"
