"""What any container has: resources, health checks, life cycle, security; and containers beside the component's."""

from typing import Any

from hypothesis import strategies as st

from tests.support.strategies.environment import variables, whole_objects
from tests.support.strategies.storage import mounts
from tests.support.strategies.text import TEXT, WORDS, named, optional, some

IMAGES = st.sampled_from(["ghcr.io/a/b:1.0.0", "b:v2", "localhost:5000/a/b@sha256:" + "0" * 64])
PATHS = st.builds("/{}".format, TEXT)
#: Ids from which on the policy lets a user or a group run.
IDS = st.integers(10001, 2**31 - 1)
_COUNTS = st.integers(1, 30)
SHORTEST_GRACE = 10
_COMMANDS = st.builds(lambda command: {"exec": {"command": command}}, some(TEXT, least=1))


#: Requests and limits of which each goes with each: they may come from different layers.
_REQUESTS = {"cpu": st.sampled_from(["150m", "100m", 0.1]), "memory": st.sampled_from(["64Mi", "100M"])}
_LIMITS = {"cpu": st.sampled_from(["200m", 0.2, "0.15"]), "memory": st.sampled_from(["256Mi", 209715200])}


def resources() -> st.SearchStrategy[dict[str, Any]]:
    """Return requests and limits, or some of them; the policy has the others."""
    return optional(requests=optional(**_REQUESTS), limits=optional(**_LIMITS))


def all_resources() -> st.SearchStrategy[dict[str, Any]]:
    """Return the requests and limits of a further container, which gets all of the policy's or none."""
    asked = {"ephemeral-storage": st.sampled_from(["64Mi", 60000000])}
    given = {"ephemeral-storage": st.sampled_from(["64Mi", 100000000])}
    return st.fixed_dictionaries(
        {"requests": st.fixed_dictionaries(_REQUESTS | asked), "limits": st.fixed_dictionaries(_LIMITS | given)}
    )


def _requests(ports: st.SearchStrategy[int | str]) -> st.SearchStrategy[dict[str, Any]]:
    headers = st.fixed_dictionaries({"name": st.sampled_from(["X-yes", "Accept", "1"]), "value": TEXT})
    return st.fixed_dictionaries(
        {"port": ports}, optional={"path": PATHS, "scheme": st.just("HTTPS"), "httpHeaders": some(headers)}
    ).map(lambda request: {"httpGet": request})


def probes(places: list[int | str], **further: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return health checks of every kind.

    Args:
        places: ports that are there, by name and number.
        further: fields that not every probe may have.
    """
    actions = _COMMANDS
    if places:
        ports, numbers = st.sampled_from(places), st.sampled_from([place for place in places if isinstance(place, int)])
        actions |= _requests(ports) | st.builds(lambda port: {"tcpSocket": {"port": port}}, ports)
        # gRPC takes no names.
        actions |= st.builds(lambda port, rest: {"grpc": {"port": port, **rest}}, numbers, optional(service=TEXT))
    timing = optional(
        initialDelaySeconds=_COUNTS, periodSeconds=_COUNTS, timeoutSeconds=_COUNTS, failureThreshold=_COUNTS, **further
    )
    return st.builds(lambda action, times: {**action, **times}, actions, timing)


def lifecycles(places: list[int | str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what a container does when it starts and before it stops.

    Args:
        places: ports that are there, by name and number.
    """
    # Nothing sleeps longer than the shortest time that a pod has to end.
    handlers = _COMMANDS | st.builds(lambda seconds: {"sleep": {"seconds": seconds}}, st.integers(1, SHORTEST_GRACE))
    if places:
        handlers |= _requests(st.sampled_from(places))
    return st.fixed_dictionaries({"preStop": handlers}, optional={"postStart": handlers})


def security_contexts() -> st.SearchStrategy[dict[str, Any]]:
    """Return what a container may change of the policy's baseline."""
    return optional(
        runAsUser=IDS,
        runAsGroup=IDS,
        capabilities=st.fixed_dictionaries({"drop": st.just(["ALL"])}, optional={"add": st.just(["NET_BIND_SERVICE"])}),
        appArmorProfile=st.just({"type": "RuntimeDefault"}),
        seLinuxOptions=st.builds(lambda level: {"level": level}, st.sampled_from(["s0", "s0:c123,c456"])),
        procMount=st.just("Default"),
    )


def process() -> dict[str, st.SearchStrategy[Any]]:
    """Return what the container runs, in the words that a bundle and Kubernetes share."""
    return {
        "args": some(TEXT, 3),
        "command": some(TEXT, least=1),
        "stdin": st.booleans(),
        "tty": st.booleans(),
    }


def beside(
    prefix: str, volumes: list[str], port: int | None = None, **further: st.SearchStrategy[Any]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of further containers of the pod.

    Args:
        prefix: what their names start with.
        volumes: volumes that they may mount.
        port: the first of the ports on which they listen, if they may.
        further: fields that only some of them may have.
    """
    container = st.fixed_dictionaries(
        {"image": IMAGES},
        optional={
            **process(),
            **further,
            "env": variables(),
            "envFrom": whole_objects(),
            "workingDir": PATHS,
            "resources": all_resources(),
            "securityContext": security_contexts(),
            "volumeMounts": mounts(volumes),
            "terminationMessagePolicy": st.sampled_from(["File", "FallbackToLogsOnError"]),
        },
    )
    containers = named(st.builds(f"{prefix}-{{}}".format, WORDS), container)
    return containers if port is None else st.builds(lambda given: _listening(given, port), containers)


def _listening(containers: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    """Give each container a port of its own."""
    return [{**container, "ports": [{"containerPort": first + index}]} for index, container in enumerate(containers)]
