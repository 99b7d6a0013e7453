"""Whoever has some tenants generates for these alone, and writes in folders of theirs alone."""

from collections.abc import Callable

from foundation.model.access import tenant_not_there
from foundation.model.run.request import GenerationRequest


class Ownership:
    """What whoever asks may generate, and where.

    Args:
        tenants: the tenants that exist for them.
        root: folder in which each tenant has one of its own name.
        default_tenant: returns the tenant of a bundle that names none.
    """

    def __init__(self, tenants: list[str], root: str, default_tenant: Callable[[], str]) -> None:
        self._tenants = tenants
        self._root = root
        self._default = default_tenant

    def own(self, request: GenerationRequest) -> GenerationRequest:
        """Return a request that saves in a folder of its tenant.

        Raises:
            NotThereError: the tenant does not exist for whoever asks.
        """
        tenant = request.bundle.tenant or self._default()
        if tenant not in self._tenants:
            raise tenant_not_there(tenant)
        destination = request.options.destination
        if destination is None:
            return request
        place = own_place(destination.place, tenant, self._root)
        options = request.options.model_copy(update={"destination": destination.model_copy(update={"place": place})})
        return request.model_copy(update={"options": options})


def own_place(place: str, tenant: str, root: str) -> str:
    """Return a folder as one in the folder of a tenant.

    Args:
        place: the folder, below the root.
        tenant: the tenant.
        root: folder in which each tenant has one of its own name.
    """
    inside = f"{root}/{tenant}/"
    return place if place.startswith(inside) else inside + place.removeprefix(f"{root}/")


def visible_place(place: str, tenant: str, root: str, visible: list[str] | None) -> str:
    """Return a folder as whoever asks may use it: in the folder of a tenant, if they have not all of them.

    Args:
        place: the folder, below the root.
        tenant: the tenant that it is about.
        root: folder in which each tenant has one of its own name.
        visible: the tenants that exist for whoever asks; all, if there is no list.

    Raises:
        NotThereError: the tenant does not exist for them.
    """
    if visible is None:
        return place
    if tenant not in visible:
        raise tenant_not_there(tenant)
    return own_place(place, tenant, root)
