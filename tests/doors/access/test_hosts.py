"""Host and Origin: DNS rebinding and pages of somebody else."""

import pytest

from agent.doors.access.hosts import HostCheck

CHECK = HostCheck(["infra.example.com"], ["https://portal.example.com"])


def code(*headers: tuple[str, str]) -> str | None:
    problem = CHECK.problem([(name.encode(), value.encode("latin-1")) for name, value in headers])
    return None if problem is None else problem.code


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "localhost:1",
        "LOCALHOST",
        "[::1]:80",
        "infra.example.com",
        "Infra.example.com.:443",
    ],
)
def test_hosts_of_ours(host: str) -> None:
    assert code(("host", host)) is None
    assert code(("host", host), ("origin", f"http://{host}")) is None
    assert code(("host", host), ("origin", f"https://{host.lower()}")) is None
    assert code(("host", host), ("origin", "https://portal.example.com")) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "infra.example.com.evil.example",
        "x.infra.example.com",
        "infra.example.com@evil.example",
        "evil.example#infra.example.com",
        "localhost:80:90",
        "localhost, evil.example",
        "localhost/",
        "127.1",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "::1",
        "",
        " localhost",
        "localh\xf6st",
        "localhost:\xb2",
    ],
)
def test_hosts_of_others(host: str) -> None:
    assert code(("host", host)) == "host-foreign"


def test_a_request_names_one_host() -> None:
    assert code() == "host-foreign"
    assert code(("host", "localhost"), ("host", "localhost")) == "host-foreign"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "http://localhost",
        "http://localhost:8001",
        "http://localhost:8000.evil.example",
        "http://localhost:8000/",
        "http://user@localhost:8000",
        "ftp://localhost:8000",
        "http://[",
        "https://portal.example.com.evil.example",
        "http://portal.example.com",
    ],
)
def test_pages_of_others(origin: str) -> None:
    assert code(("host", "localhost:8000"), ("origin", origin)) == "origin-foreign"


def test_a_request_comes_from_one_page() -> None:
    ours = ("origin", "http://localhost:8000")
    assert code(("host", "localhost:8000"), ours) is None
    assert code(("host", "localhost:8000"), ours, ours) == "origin-foreign"
