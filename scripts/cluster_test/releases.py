"""The two releases of each golden and of the agent itself: that of today, and its next, with a new trace and image."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from agent.bootstrap import Agent, build_agent
from tests.support.generation import (
    APPLICATION,
    DEPLOYMENT,
    GOLDENS,
    OWN_CASES,
    SUCCESSES,
    USER_SERVICE_TRACE,
    Case,
    Generated,
    generate,
    read_case,
    settings_in,
)

_DIGEST = "sha256:" + "1f" * 32


@dataclass(frozen=True)
class Releases:
    """A case in one environment.

    Attributes:
        case: name of the case.
        environment: the environment.
        before: folder of the output of today.
        after: folder of the next one.
        namespace: the namespace that both are for.
    """

    case: str
    environment: str
    before: Path
    after: Path
    namespace: str

    @property
    def chart(self) -> str:
        """Name of the chart, and of its release."""
        return next((self.before / "charts").iterdir()).name

    def moved(self, folder: Path, namespace: str) -> "Releases":
        """Return copies of both in a folder, for another namespace."""
        for name, source in (("before", self.before), ("after", self.after)):
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("*.tgz"))
            for path in (folder / name).rglob("*.yaml"):
                text = path.read_text(encoding="utf-8")
                path.write_text(re.sub(rf"\b{re.escape(self.namespace)}\b", namespace, text), encoding="utf-8")
        return Releases(self.case, self.environment, folder / "before", folder / "after", namespace)


def releases(folder: Path, wanted: list[str]) -> Iterator[Releases]:
    """Yield every golden, and every component of the agent's own deployment, in each of its environments.

    Args:
        folder: where what is not checked in is written.
        wanted: names of cases; empty for all.
    """
    agent = build_agent(settings_in(folder / "state"))
    for case in (*SUCCESSES, *OWN_CASES):
        if not wanted or case.name in wanted:
            today = GOLDENS / case.name
            if not today.exists():
                today = _made(agent, case, folder / f"{case}-today").folder
            made = _made(agent, case, folder / case.name, *_changes(case))
            for environment in made.environments:
                yield Releases(case.name, environment, today, made.folder, made.namespace)


def _made(agent: Agent, case: Case, folder: Path, *changes: str) -> Generated:
    made = generate(agent, case, folder, *changes)
    if made.result.status != "generated":
        raise SystemExit(f"{case}: a release is {made.result.status}: {made.result.problems}")
    return made


def objects_of(folder: Path) -> Iterator[dict[str, object]]:
    """Yield every object of an environment's manifests."""
    for path in sorted(folder.glob("*.yaml")):
        yield from filter(None, yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def _changes(case: Case) -> list[str]:
    image = read_case(case).bundle.component.container_image
    component = f"components[{case.member}]" if case.file in (APPLICATION, DEPLOYMENT) else "component"
    known = USER_SERVICE_TRACE if case.knowing else ()
    return [*known, "trace_id=trace-next-0001", f"{component}.container_image={next_image(image)}"]


def next_image(image: str) -> str:
    """Return the image with another tag, and another digest where it has one."""
    name, at, _ = image.partition("@")
    repository, _, last = name.rpartition("/")
    tagged = f"{repository}/{last.partition(':')[0]}:99.0.0" if ":" in last else name
    return f"{tagged}{at}{_DIGEST if at else ''}"
