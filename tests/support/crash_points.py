"""Named points before and after each durable step of a run, at which a run can be made to kill itself.

Nothing of them is in the program: a process of the tests puts them around the functions that do the steps. It loads the
kernel once and forks for each run, before anything has started a thread.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name, walk_packages
from typing import Any

#: What does each durable step: the object that has it, and its name there.
STEPS = {
    "stage": ("plugins.artifact_emitter.sinks.workspace.publish", "_build"),
    "index": ("plugins.artifact_emitter.sinks.workspace.publish", "put_in_place"),
    "sinks": ("plugins.artifact_emitter.sinks.by_kind:SinksByKind", "save"),
    "outbox": ("agent.execution.recording.recorder:Recorder", "keep"),
    "announce": ("plugins.event_emitter.buses.files:FileBus", "publish"),
    "record": ("memory.memory:ScopedMemory", "commit"),
    "relay": ("plugins.event_emitter.channels.redis_stream:RedisStreamChannel", "send"),
    "acknowledge": ("memory.memory:ScopedMemory", "advance"),
}
#: The same where artifacts are published to beside a folder.
PUBLISHING = {
    "upload": ("plugins.artifact_emitter.sinks.oci.registry:RegistryClient", "put_blob"),
    "manifest": ("plugins.artifact_emitter.sinks.oci.registry:RegistryClient", "put_manifest"),
    "blob": ("plugins.artifact_emitter.sinks.blob.store:BlobStore", "put_once"),
    "listing": ("plugins.artifact_emitter.sinks.blob.store:BlobStore", "put"),
    "latest": ("plugins.artifact_emitter.sinks.blob.store:BlobStore", "replace"),
    "commit": ("plugins.artifact_emitter.sinks.git.repository:Repository", "commit"),
    "push": ("plugins.artifact_emitter.sinks.git.repository:Repository", "push"),
}
#: ``nowhere`` lets a run live.
POINTS = [f"{when}-{step}" for step in STEPS for when in ("before", "after")]
PUBLISHING_POINTS = [f"{when}-{step}" for step in PUBLISHING for when in ("before", "after")]


#: What most runs load, beside the plugins.
_LOADED = (
    "agent.execution.preload",
    "agent.bootstrap.use_cases.generate",
    "agent.doors.cli.generate",
    "azure.storage.blob",
    "oras.client",
    "redis",
)


class Runs:
    """Runs of the program, each in a process of its own.

    Args:
        process: what forks for them.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, arguments: list[str], folder: Path, environment: dict[str, str], point: str = "nowhere") -> int:
        """Run the program.

        Args:
            arguments: its arguments.
            folder: the folder that it runs in; ``said`` in it gets what it writes.
            environment: variables to set.
            point: where it kills itself.

        Returns:
            Its exit code, or the negative number of the signal that ended it.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"arguments": arguments, "folder": str(folder), "environment": environment, "point": point}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def killable_runs() -> Iterator[Runs]:
    """Give what runs the program."""
    command = [sys.executable, "-c", "from tests.support.crash_points import serve; serve()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Runs(process)
        assert process.stdin is not None
        process.stdin.close()


def serve() -> None:
    """Fork for each run that standard input asks for, and say how it ended."""
    for name in _LOADED:
        import_module(name)
    for module in walk_packages(import_module("plugins").__path__, "plugins."):
        import_module(module.name)
    for step in (STEPS | PUBLISHING).values():
        resolve_name(step[0])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(**json.loads(line))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def _run(arguments: list[str], folder: str, environment: dict[str, str], point: str) -> None:
    from agent.doors.cli.main import run

    os.chdir(folder)
    os.environ |= environment
    said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(said, descriptor)
    if point != "nowhere":
        arm(*point.split("-"))
    sys.argv = ["infra-engineer", *arguments]
    try:
        run()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ended.code or 0))
    os._exit(0)


def arm(when: str, step: str) -> None:
    """Have the process kill itself the first time that it comes to a point."""
    place, name = {**STEPS, **PUBLISHING}[step]
    owner = resolve_name(place)
    setattr(owner, name, _deadly(getattr(owner, name), before=when == "before"))


def _deadly(function: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        if not before:
            function(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    return call
