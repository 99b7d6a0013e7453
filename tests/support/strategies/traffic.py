"""Ports, further Services, and who talks to whom."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.text import LABELS, METADATA_KEYS, TEXT, WORDS, named, optional, some

#: From here on containers listen; the Services' own numbers are below, and those of sidecars above.
LOWEST_PORT = 10_000
SIDECAR_PORT = 20_000
_PEER = st.one_of(
    st.fixed_dictionaries({"component": WORDS, "external": st.just(True)}, optional={"tenant": WORDS}),
    st.fixed_dictionaries(
        {"namespace": WORDS}, optional={"pod_labels": st.dictionaries(WORDS, LABELS, min_size=1, max_size=2)}
    ),
    st.builds(lambda cidr: {"cidr": cidr}, st.sampled_from(["10.20.0.0/16", "192.0.2.7/32", "2001:db8::/32"])),
)
_NUMBERS = some(st.integers(1, 65535) | WORDS, least=1)
_HOSTS = st.builds(lambda ports: {"host": "api.payments.example", "ports": ports}, some(st.integers(1, 65535), least=1))
_SELECTORS = st.builds(
    lambda labels: {"podSelector": {"matchLabels": labels}}, st.dictionaries(WORDS, LABELS, max_size=2)
)


#: What the platform's own policy forbids: file transfer, remote shells and desktops.
_FORBIDDEN = {21, 22, 23, 512, 513, 514, 2049, 3389}


def _numbers_of(number: int) -> set[int]:
    """Return the ports that a number may come to, for the Service and for the container."""
    return {start + number + 1000 * index for start in (0, LOWEST_PORT) for index in range(3)}


def numbers() -> st.SearchStrategy[int]:
    """Return the numbers that ports may have; each next port's is 1,000 higher."""
    return st.integers(1, 999).filter(lambda number: not _FORBIDDEN & _numbers_of(number))


def ports() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of ports, each with a range of numbers of its own for the Service and one for the container."""
    rest = optional(protocol=st.sampled_from(["TCP", "UDP"]), appProtocol=st.sampled_from(["http", "no"]))
    entry = st.builds(lambda *given: given, WORDS, numbers(), st.booleans(), rest)
    return st.lists(entry, min_size=1, max_size=3, unique_by=lambda item: item[0]).map(_placed)


def _placed(entries: list[tuple[str, int, bool, dict[str, Any]]]) -> list[dict[str, Any]]:
    placed = []
    for index, (name, number, same, rest) in enumerate(entries):
        listening = LOWEST_PORT + number + 1000 * index
        ports = {"port": listening} if same else {"port": number + 1000 * index, "targetPort": listening}
        placed.append({"name": name, **ports, **rest})
    return placed


def calls() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return whom the component calls."""
    return some(
        st.builds(
            lambda peer, rest: {**peer, **rest},
            _PEER,
            optional(ports=_NUMBERS, protocol=st.sampled_from(["TCP", "UDP"])),
        )
        | _HOSTS
    )


def external() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return what else the component reaches."""
    hosts = st.sampled_from(["db.example.com", "redis.cache", "queue.jobs.svc.cluster.local", "10.1.2.3"])
    entry = st.builds(
        lambda name, port, where, protocol: {"name": name, "port": port, **where, **protocol},
        WORDS,
        st.integers(1, 65535),
        st.one_of(
            st.builds(lambda host: {"host": host}, hosts),
            st.builds(lambda cidr: {"cidr": cidr}, st.sampled_from(["10.20.0.0/16", "2001:db8::/32"])),
        ),
        optional(protocol=st.sampled_from(["TCP", "UDP"])),
    )
    return st.lists(entry, max_size=3, unique_by=lambda item: item["name"])


def callers() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return who calls the component."""
    return some(st.builds(lambda peer, rest: {**peer, **rest}, _PEER, optional(ports=_NUMBERS)))


def network_policies() -> st.SearchStrategy[dict[str, Any]]:
    """Return further rules of the NetworkPolicy."""
    ports = some(
        st.fixed_dictionaries({"port": st.integers(1, 1000)}, optional={"endPort": st.integers(1000, 2000)})
        | st.builds(lambda name: {"port": name}, WORDS),
        least=1,
    )
    return optional(
        ingress=some(st.builds(lambda peer, ports: {"from": [peer], "ports": ports}, _SELECTORS, ports)),
        egress=some(st.builds(lambda peer, ports: {"to": [peer], "ports": ports}, _SELECTORS, ports)),
        defaults=st.booleans(),
        annotations=st.dictionaries(METADATA_KEYS, TEXT, max_size=1),
    )


def services(targets: list[int | str], protocol: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return further Services in front of a port that is there.

    Args:
        targets: its name and its number.
        protocol: its protocol.
    """
    port = st.builds(
        lambda number, target: {"port": number, "targetPort": target, "protocol": protocol},
        st.sampled_from([80, 443, 8443, 9090, 65535]),
        st.sampled_from(targets),
    )
    entries = st.fixed_dictionaries(
        {"ports": named(WORDS, port).filter(_apart)},
        optional={
            "sessionAffinity": st.just("ClientIP"),
            "clusterIP": st.just("None"),
            "publishNotReadyAddresses": st.booleans(),
            "annotations": st.dictionaries(METADATA_KEYS, TEXT, max_size=1),
        },
    )
    return named(st.builds("more-{}".format, WORDS), entries)


def _apart(ports: list[dict[str, Any]]) -> bool:
    return bool(ports) and len({port["port"] for port in ports}) == len(ports)
