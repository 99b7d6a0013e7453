"""The process in which a chart of others is rendered: it asks Helm what it is asked, within bounds, and ends."""

import json
import resource
import sys
from multiprocessing.connection import Connection
from typing import Any

from foundation.helm.bounds import MOST_MEMORY, MOST_SECONDS
from foundation.helm.choosing import chosen_engine
from foundation.helm.engine import HelmEngine
from foundation.model.errors import AgentError


def main() -> None:
    """Serve one chart: its bytes come first, then what is asked of it, until nobody asks any more."""
    descriptor, wanted, program = sys.argv[1:]
    with Connection(int(descriptor)) as connection:
        try:
            engine = chosen_engine(wanted, program)  # type: ignore[arg-type]
            _send(connection, {"result": engine.description})
        except AgentError as error:
            _send(connection, _failed(error))
            return
        _confine()
        try:
            archive = connection.recv_bytes()
            while True:
                _send(connection, _answer(engine, archive, json.loads(connection.recv_bytes())))
        except (EOFError, OSError):
            return


def _confine() -> None:
    """Have the system end this process, and each that it starts, where it takes too much."""
    for kind, most in ((resource.RLIMIT_DATA, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answer(engine: HelmEngine, archive: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        result = getattr(engine, asked["method"])(archive, *asked["arguments"])
    except AgentError as error:
        return _failed(error)
    except MemoryError:
        return {"failed": "MemoryError"}
    return {"result": [message.model_dump() for message in result] if asked["method"] == "lint" else result}


def _failed(error: AgentError) -> dict[str, Any]:
    return {"failed": type(error).__name__, "problems": [problem.model_dump() for problem in error.problems]}


def _send(connection: Connection, answer: dict[str, Any]) -> None:
    connection.send_bytes(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
