"""Which places clients of a server may publish to: those that are opened, and what is in them."""

import pytest

from foundation.model.destination import published_at, require_open
from foundation.model.errors import InputError

OPEN = ["oci://registry.example.com/charts", "git+https://git.example.com/team/deploy#main", "blob+https://a.example/"]


@pytest.mark.parametrize(
    "address",
    [
        "oci://registry.example.com/charts",
        "oci://registry.example.com/charts/orders",
        "git+https://git.example.com/team/deploy#main",
        "git+https://git.example.com/team/deploy#main:orders",
        "blob+https://a.example/container",
    ],
)
def test_what_is_open_or_in_it_may_be_published_to(address: str) -> None:
    (destination,) = published_at([address])
    require_open(destination, OPEN)


@pytest.mark.parametrize(
    "address",
    [
        "oci://registry.example.com",
        "oci://registry.example.com/charts-of-others",
        "oci://registry.example.com.evil.example/charts",
        "oci://registry.example.com@evil.example/charts",
        "oci://registry.example.com/charts/../private",
        "oci://registry.example.com/charts/%2e%2e/private",
        "git+https://git.example.com/team/deploy#mainline",
        "git+https://git.example.com/team/deploy#release",
        "git+file:///srv/repository#main",
        "blob+https://a.example.evil.example/container",
    ],
)
def test_all_else_is_closed(address: str) -> None:
    (destination,) = published_at([address])
    with pytest.raises(InputError) as caught:
        require_open(destination, OPEN)
    assert [problem.code for problem in caught.value.problems] == ["publish-closed"]
    with pytest.raises(InputError):
        require_open(destination, [])
