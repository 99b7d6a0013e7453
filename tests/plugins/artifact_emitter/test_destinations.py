"""Destinations and their sinks: one more sink is a module, a line where sinks are wired, and its tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap import build_agent
from agent.bootstrap.sinks import build_sinks
from agent.settings import Settings
from foundation.model.destination import Destination, Receipt, workspace
from foundation.model.errors import InputError
from foundation.model.run.artifacts import Artifact, ArtifactSet, sha256
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from plugins.artifact_emitter.sinks.by_kind import SinksByKind
from plugins.artifact_emitter.sinks.sink import ArtifactSink
from tests.support.generation import EXAMPLES, settings_in

GIVEN = ArtifactSet(files=[Artifact(path="a", content=b"1"), Artifact(path="b/c", content=b"2")])


class RevisionSink:
    """A sink that is no folder: it keeps every revision of a place and numbers them."""

    def __init__(self) -> None:
        self.revisions: dict[str, list[dict[str, bytes]]] = {}

    def save(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``ArtifactSink.save``."""
        kept = self.revisions.setdefault(destination.place, [])
        before = kept[-1] if kept else {}
        now = {file.path: file.content for file in artifacts.files}
        kept.append(now)
        written = [path for path, content in now.items() if before.get(path) != content]
        return Receipt(
            kind=destination.kind,
            place=destination.place,
            revision=f"r{len(kept)}",
            digests={path: sha256(content) for path, content in now.items()},
            written=written,
            unchanged=len(now) - len(written),
            removed=sorted(before.keys() - now.keys()),
        )

    def manifests(self, destination: Destination) -> dict[str, str]:
        """See ``ArtifactSink.manifests``."""
        kept = self.revisions.get(destination.place, [{}])[-1]
        return {path: content.decode() for path, content in kept.items() if path.startswith("manifests/")}


def test_a_destination_finds_its_sink_by_its_kind() -> None:
    sink = RevisionSink()
    sinks: ArtifactSink = SinksByKind({"revisions": lambda: sink, "other": RevisionSink})
    place = Destination(kind="revisions", place="here")
    first = sinks.save(GIVEN, GIVEN.digest, place)
    second = sinks.save(ArtifactSet(files=GIVEN.files[:1]), "sha256:x", place)
    assert first == Receipt(
        kind="revisions",
        place="here",
        revision="r1",
        digests={"a": sha256(b"1"), "b/c": sha256(b"2")},
        written=["a", "b/c"],
        unchanged=0,
        removed=[],
    )
    assert (second.revision, second.written, second.unchanged, second.removed) == ("r2", [], 1, ["b/c"])


def test_sinks_are_made_when_they_are_needed_and_once() -> None:
    made: list[str] = []

    def maker(name: str) -> Callable[[], ArtifactSink]:
        def make() -> ArtifactSink:
            made.append(name)
            return RevisionSink()

        return make

    sinks = SinksByKind({"first": maker("first"), "second": maker("second")})
    for _ in range(2):
        sinks.save(GIVEN, GIVEN.digest, Destination(kind="second", place="x"))
    assert made == ["second"]


@pytest.mark.parametrize(
    ("kind", "remedy"), [("workspce", "Did you mean workspace?"), ("ftp", "There are: workspace.")]
)
def test_a_kind_without_a_sink_is_refused(kind: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        build_sinks(Settings(), confined=False).save(GIVEN, GIVEN.digest, Destination(kind=kind, place="x"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.remedy) == ("destination-unknown", remedy)


@pytest.mark.parametrize("options", [{"overwrit": True}, {"overwrite": "yes"}])
def test_an_option_that_the_sink_does_not_have_is_refused(options: dict[str, bool | str]) -> None:
    destination = Destination(kind="workspace", place="x", options=options)
    with pytest.raises(InputError) as caught:
        build_sinks(Settings(), confined=False).save(GIVEN, GIVEN.digest, destination)
    assert [problem.code for problem in caught.value.problems] == ["output-unusable"]
    assert next(iter(options)) in caught.value.problems[0].message


def test_a_destination_below_another_keeps_its_kind_and_options() -> None:
    below = workspace("out", overwrite=True).below("tenant").below("orders")
    assert below == Destination(kind="workspace", place="out/tenant/orders", options={"overwrite": True})


def test_a_whole_run_saves_at_a_place_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = RevisionSink()
    monkeypatch.setattr("agent.bootstrap.agent.build_sinks", lambda *_: SinksByKind({"revisions": lambda: sink}))
    monkeypatch.chdir(tmp_path)
    (source,) = read_bundles((EXAMPLES / "minimal.yaml").read_bytes(), "minimal.yaml")
    options = Options(destination=Destination(kind="revisions", place="reg.example/orders"))
    result = build_agent(settings_in(tmp_path / "state")).runner.generate(source.request(options))
    assert (result.status, result.problems) == ("generated", [])
    assert result.receipt is not None
    assert (result.receipt.revision, result.receipt.place) == ("r1", "reg.example/orders")
    assert "report.json" in sink.revisions["reg.example/orders"][0]
    # The events are not in a folder of that name.
    assert [path.name for path in tmp_path.iterdir()] == ["state"]
