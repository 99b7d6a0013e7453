"""`runs`: what memory knows of earlier runs, and their files in their exact bytes."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memory.memory import Memory
from memory.records.runs import RunRecord
from memory.sqlite.backend import SqliteBackend
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_republish import files_in
from tests.doors.cli.test_secrets import LITERAL, VALUE
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")
AT = "2025-05-07T22:45:12Z"


def runs(program: Program, *flags: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(program("runs", "list", "--json", *flags).out)
    return found


@pytest.fixture
def ping(program: Program) -> dict[str, Any]:
    """The run of the smallest bundle."""
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    return runs(program)[0]


def test_runs_are_listed_the_newest_first(program: Program, ping: dict[str, Any]) -> None:
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    first, second = runs(program)
    assert (first["component"], first["tenant"], second) == ("OrderService", "acme", ping)
    assert program("runs", "list") == Outcome(
        0,
        f"{first['run_id']}  generate  announced  OrderService  acme    1.0.0  trace-ord-8128   {AT}\n"
        f"{second['run_id']}  generate  announced  Ping          shared  1.0.0  trace-ping-0001  {AT}\n",
        "",
    )


@pytest.mark.parametrize(
    ("flags", "components"),
    [
        (["--component", "Ping"], ["Ping"]),
        (["--tenant", "acme"], ["OrderService"]),
        (["--tenant", "nobody"], []),
        (["--scope", "Order"], ["OrderService"]),
        (["--trace", "trace-ping-0001"], ["Ping"]),
        (["--trace", "trace-ping-0001", "--component", "OrderService"], []),
        (["--status", "announced"], ["OrderService", "Ping"]),
        (["--status", "blocked"], []),
        (["--limit", "1"], ["OrderService"]),
    ],
)
def test_what_is_asked_for_is_listed(
    program: Program, ping: dict[str, Any], flags: list[str], components: list[str]
) -> None:
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    assert [run["component"] for run in runs(program, *flags)] == components
    if not components:
        assert program("runs", "list", *flags) == Outcome(0, "no runs\n", "")


def test_one_fitting_run_is_found_among_many(program: Program, ping: dict[str, Any], tmp_path: Path) -> None:
    """More records than are read at first."""
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        (content,) = connection.execute("SELECT content FROM records WHERE kind = 'run'").fetchone()
    record = RunRecord.model_validate_json(content)
    own = Memory(SqliteBackend(tmp_path / "state" / "memory.sqlite")).of("shared").runs
    for number in range(300):
        own.put(record.model_copy(update={"run_id": f"run-{number}", "component_scope": "Other"}))
    for fitting in (["--scope", "Demo"], ["--trace", "trace-ping-0001", "--scope", "Demo"]):
        assert [run["run_id"] for run in runs(program, *fitting)] == [ping["run_id"]]
    assert len(runs(program, "--limit", "1000")) == 301


def test_a_record_that_somebody_broke_is_told_and_stops_neither_the_list_nor_an_export(
    program: Program, ping: dict[str, Any], tmp_path: Path
) -> None:
    whole = program("memory", "export").out
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        connection.execute("UPDATE records SET content = '{' WHERE kind = 'run'")
    assert program("generate", ORDER, "-o", "order", "-q").code == 0
    listed = program("runs", "list", "--json")
    assert [run["component"] for run in json.loads(listed.out)] == ["OrderService"]
    assert (listed.code, "warning run-unreadable" in listed.err) == (0, True)
    exported = program("memory", "export")
    assert (exported.code, f"the run {ping['run_id']} in the memory" in exported.err) == (3, True)
    kept = {line for line in whole.splitlines() if ping["run_id"] not in line and '"kind": "upkeep"' not in line}
    assert kept <= {*exported.out.splitlines()}
    assert '"component": "OrderService"' in exported.out


def test_a_run_is_shown_with_all_that_is_known_of_it(program: Program, ping: dict[str, Any], workspace: Path) -> None:
    shown = program("runs", "show", ping["run_id"])
    assert (shown.code, shown.err) == (0, "")
    head, _, rest = re.sub(r"\d+\.\d ms", "TIME", shown.out).partition("\nfindings\n")
    assert head == (
        f"{ping['run_id']}: generate, announced\n"
        "  component     Ping\n"
        "  tenant        shared\n"
        "  chart         1.0.0\n"
        "  environments  dev\n"
        f"  execution     {ping['execution_id']}\n"
        "  trace         trace-ping-0001\n"
        "  blueprint     usecase-ping\n"
        "  scope         Demo\n"
        f"  started       {AT}\n"
        f"  recorded      {AT}\n"
        f"  artifacts     {ping['artifacts']}\n"
        "\n"
        "steps\n"
        "  template_resolver.load            TIME\n"
        "  trace_metadata_injector.resolve   TIME\n"
        "  overlay_merge.merge               TIME\n"
        "  security_context_builder.build    TIME\n"
        "  trace_metadata_injector.inject    TIME\n"
        "  helm_chart_builder.build          TIME\n"
        "  post_processor.finish             TIME\n"
        "  helm_chart_builder.package        TIME\n"
        "  helm_chart_builder.render         TIME\n"
        "  post_processor.assemble           TIME\n"
        "  k8s_validator.validate            TIME\n"
        "  artifact_emitter.save             TIME\n"
        "  trace_metadata_injector.remember  TIME\n"
        "  event_emitter.emit                TIME\n"
    )
    assert rest.startswith(f"  warning team-default  {MINIMAL}:6:9 team\n")
    assert "    mend: Add team to the bundle, or the scope to the policy's owners.\n" in rest
    landed, _, told = re.sub(r"sha256:\w+", "DIGEST", rest.partition("\nlandings\n")[2]).partition("\nevents\n")
    assert landed == "  workspace out: 27 written, 0 unchanged, 0 removed (DIGEST)\n"
    file = f"    file:{workspace / 'out'}: sent\n"
    assert told == (
        f"  TraceLinkValidated  DIGEST\n{file}  InfrastructureGenerated (dev)  DIGEST\n{file}"
        f"  HelmChartReady  DIGEST\n{file}  ManifestPublished (dev)  DIGEST\n{file}"
        "\n"
        "request\n"
        f"  from {MINIMAL}\n"
        "  options:\n"
        "    destination:\n"
        "      kind: workspace\n"
        "      place: out\n"
        "      options:\n"
        "        overwrite: false\n"
        "  bundle:\n"
        "    trace_id: trace-ping-0001\n"
        "    blueprint_id: usecase-ping\n"
        "    component_scope: Demo\n"
        "    component:\n"
        "      container_image: ghcr.io/connectsoft/ping:1.0.0\n"
        "      name: Ping\n"
        "      type: microservice\n"
        "      transport: http\n"
    )


def test_a_run_is_data_too(program: Program, ping: dict[str, Any], workspace: Path) -> None:
    found = json.loads(program("runs", "show", ping["execution_id"], "--json").out)
    assert {name: found[name] for name in ping} == ping
    assert found["request"]["bundle"]["component"]["name"] == "Ping"
    assert [event["event"] for event in found["events"]] == [
        "TraceLinkValidated",
        "InfrastructureGenerated",
        "HelmChartReady",
        "ManifestPublished",
    ]
    assert [event["delivery"] for event in found["events"]] == [{f"file:{workspace / 'out'}": "sent"}] * 4
    assert (found["kept"], found["report"]["digest"]) == (True, ping["artifacts"])


def test_what_the_gate_blocked_is_shown_and_made_nothing(program: Program) -> None:
    latest = "component.container_image=acme/x:latest"
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", latest).code == 1
    (run,) = runs(program)
    assert (run["status"], run["artifacts"]) == ("blocked", None)
    shown = program("runs", "show", run["run_id"]).out
    assert shown.count("error image-tag") == 1
    assert "  failure       policy_violation\n" in shown
    assert "  trace_metadata_injector.remember  not tried\n" in shown
    refused = program("runs", "artifacts", run["run_id"])
    assert refused == Outcome(
        2,
        "",
        f"error run-without-files\n  the run {run['run_id']} saved nothing: it was blocked\n"
        "  mend: Name a run that did.\n",
    )


def test_no_secret_is_shown(program: Program, workspace: Path) -> None:
    (workspace / "bundle.yaml").write_text(LITERAL)
    assert program("generate", "bundle.yaml").code == 2
    (run,) = runs(program)
    shown = program("runs", "show", run["run_id"])
    assert run["status"] == "refused"
    assert "  hidden: component.env.0.value\n" in shown.out
    assert VALUE not in shown.out + program("runs", "show", run["run_id"], "--json").out


def test_the_files_are_listed_and_come_out_as_they_were(
    program: Program, ping: dict[str, Any], workspace: Path
) -> None:
    whole = files_in(workspace / "out")
    listed = program("runs", "artifacts", ping["run_id"])
    entries = json.loads(program("runs", "artifacts", ping["run_id"], "--json").out)
    assert {entry["path"]: entry["size"] for entry in entries} == {path: len(text) for path, text in whole.items()}
    width = max(len(str(entry["size"])) for entry in entries)
    assert listed == Outcome(
        0, "".join(f"{one['sha256']}  {one['size']:>{width}}  {one['path']}\n" for one in entries), ""
    )
    (workspace / "new").mkdir()
    for place in ("new", "elsewhere/copy"):
        done = program("runs", "artifacts", ping["run_id"], "-o", place)
        assert done == Outcome(0, f"{len(whole)} files written to {place}\n", "")
        assert files_in(workspace / place) == whole
    assert program("verify", "new").code == 0
    one = program("runs", "artifacts", ping["run_id"], "--path", "manifests/dev/service.yaml")
    assert one == Outcome(0, whole["manifests/dev/service.yaml"].decode(), "")


def test_what_was_put_back_comes_out_with_the_report_of_its_own_run(
    program: Program, ping: dict[str, Any], workspace: Path
) -> None:
    whole = files_in(workspace / "out")
    assert program("runs", "artifacts", ping["run_id"], "-o", "saved").code == 0
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", "component.replicas=2").code == 0
    assert program("rollback", "--from", "saved", "-o", "out").code == 0
    back, changed, first = runs(program)
    assert [run["kind"] for run in (back, changed, first)] == ["rollback", "generate", "generate"]
    assert (back["restored_run"], back["previous_run"]) == (first["execution_id"], changed["run_id"])
    assert (
        f"  restores      {first['execution_id']} ({first['run_id']})\n" in program("runs", "show", back["run_id"]).out
    )
    assert program("runs", "artifacts", back["run_id"], "-o", "again").code == 0
    assert files_in(workspace / "again") == whole


def test_what_stands_at_the_place_stays(program: Program, ping: dict[str, Any], workspace: Path) -> None:
    (workspace / "full").mkdir()
    (workspace / "full" / "notes.txt").write_text("ours")
    refused = program("runs", "artifacts", ping["run_id"], "-o", "full")
    assert refused == Outcome(
        2,
        "",
        "error file-exists  full\n  something is there already\n  mend: Name a new or an empty folder; "
        "`infra-engineer rollback` puts a run back over a present output.\n",
    )
    assert os.listdir(workspace / "full") == ["notes.txt"]
    (workspace / "file").write_text("ours")
    failed = program("runs", "artifacts", ping["run_id"], "-o", "file/below")
    assert (failed.code, "error file-unwritable  file/below\n" in failed.err) == (3, True)
    assert sorted(os.listdir(workspace)) == ["file", "full", "out"]


def test_a_file_of_another_name_is_told_with_the_nearest(program: Program, ping: dict[str, Any]) -> None:
    wrong = program("runs", "artifacts", ping["run_id"], "--path", "manifests/dev/servic.yaml")
    assert wrong == Outcome(
        2,
        "",
        f"error artifact-unknown\n  the run {ping['run_id']} made no file manifests/dev/servic.yaml\n"
        "  mend: Did you mean manifests/dev/service.yaml?\n",
    )
    both = program("runs", "artifacts", ping["run_id"], "--path", "report.json", "-o", "new")
    assert (both.code, "use one of them" in both.err) == (2, True)


@pytest.mark.parametrize("command", [("show",), ("artifacts",)])
def test_a_run_that_is_not_known_is_told_with_the_nearest(
    program: Program, ping: dict[str, Any], command: tuple[str, ...]
) -> None:
    near, run_id = ping["run_id"][:-1], ping["run_id"]
    assert program("runs", *command, near) == Outcome(
        2, "", f"error run-unknown\n  memory knows no run {near}\n  mend: Did you mean {run_id}?\n"
    )
    listed = "`infra-engineer runs list` shows those that there are."
    assert f"mend: {listed}\n" in program("runs", *command, "other").err
    theirs = program("runs", *command, run_id, "--tenant", "acme")
    assert (theirs.code, "run-unknown" in theirs.err) == (2, True), "another tenant's run does not exist"
    assert "Did you mean" not in theirs.err
    assert program("runs", *command, run_id, "--tenant", "shared").code == 0


def test_several_runs_of_one_execution_are_listed(program: Program, ping: dict[str, Any]) -> None:
    assert program("republish", "out", "-q").code == 0
    again, first = runs(program)
    assert again["execution_id"] == first["execution_id"]
    refused = program("runs", "show", first["execution_id"])
    assert refused == Outcome(
        2,
        "",
        f"error run-ambiguous\n  2 runs are called {first['execution_id']}\n  mend: Name one of them: "
        f"{again['run_id']} (republish, shared, {AT}), {first['run_id']} (generate, shared, {AT}).\n",
    )


def test_an_empty_memory_says_so(program: Program) -> None:
    assert program("runs", "list") == Outcome(0, "no runs\n", "")
    assert "mend: Memory holds no run yet; generate something.\n" in program("runs", "show", "run-1").err


def test_bytes_that_are_gone_or_changed_are_told(program: Program, ping: dict[str, Any], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        connection.execute("UPDATE records SET content = ? WHERE kind = 'pack'", (b"other",))
    damaged = program("runs", "artifacts", ping["run_id"], "-o", "new")
    assert (damaged.code, "memory-damaged" in damaged.err, Path("new").exists()) == (3, True, False)
    with sqlite3.connect(tmp_path / "state" / "memory.sqlite") as connection:
        connection.execute("DELETE FROM lookups WHERE sequence IN (SELECT sequence FROM records WHERE kind = 'pack')")
        connection.execute("DELETE FROM records WHERE kind = 'pack'")
    gone = program("runs", "artifacts", ping["run_id"])
    assert (gone.code, "run-without-files" in gone.err) == (2, True)
    assert f"  artifacts     {ping['artifacts']} (no longer in memory)\n" in program("runs", "show", ping["run_id"]).out


def test_a_recorded_run_is_compared_with_a_new_one(program: Program, ping: dict[str, Any], workspace: Path) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", "component.replicas=2").code == 0
    same = program("diff", MINIMAL, "--run", ping["run_id"])
    assert (
        same.code,
        same.err,
        json.loads(program("diff", MINIMAL, "--run", ping["run_id"], "--json").out)["files"],
    ) == (
        0,
        "",
        [],
    )
    changed = ["--set", "component.replicas=2", "--full"]
    assert program("runs", "artifacts", ping["run_id"], "-o", ping["run_id"]).code == 0
    by_folder = program("diff", MINIMAL, "-o", ping["run_id"], *changed)
    assert by_folder.code == 1
    assert program("diff", MINIMAL, "--run", ping["run_id"], *changed) == by_folder
    unknown = program("diff", MINIMAL, "--run", "run-0")
    assert (unknown.code, "run-unknown" in unknown.err) == (2, True)


def test_two_recorded_runs_are_compared_with_each_other(
    program: Program, ping: dict[str, Any], workspace: Path
) -> None:
    assert program("generate", MINIMAL, "-o", "out", "-q", "--set", "component.replicas=2").code == 0
    then, now = ping["run_id"], runs(program)[0]["run_id"]
    assert program("runs", "artifacts", then, "-o", "then").code == 0
    for flags in ([], ["--full"], ["--json"]):
        by_folder = program("diff", "--from", "out", "-o", "then", *flags)
        by_run = program("diff", "--run", then, "--run", now, *flags)
        assert (by_run.code, by_run.out, by_run.err) == (1, by_folder.out.replace("then/", f"{then}/"), by_folder.err)
        for named in (["--from", "out"], ["out"]):
            assert program("diff", *named, "--run", then, *flags) == by_run
    led_on = program("diff", "out")
    assert (led_on.code, "--from out --run RUN" in " ".join(led_on.err.split())) == (2, True)
    assert "replicas" in program("diff", "--run", then, "--run", now).out
    same = program("diff", "--run", now, "--run", now)
    assert (same.code, same.err) == (0, "")
    assert program("diff", "--run", then, "--run", now, "--tenant", "other").code == 2
    for flags in ([], ["--run", then], ["--run", then] * 3, [MINIMAL, *["--run", then] * 2]):
        refused = program("diff", *flags)
        assert (refused.code, "two runs with --run" in refused.err) == (2, True), flags
    assert program("diff", "--run", then, "--run", now, "--env", "dev").code == 2


def test_the_components_that_were_made_with_a_template_are_told(program: Program, workspace: Path) -> None:
    show = ("templates", "show", "helm-microservice-template-v3", "--uses")
    assert program(*show).out == "memory knows no component that was made with it\n"
    for bundle in (MINIMAL, ORDER):
        assert program("generate", bundle, "-o", Path(bundle).stem, "-q").code == 0
    told = program(*show).out.splitlines()
    assert sorted(line.split()[:3] for line in told) == [
        ["OrderService", "acme", "microservice"],
        ["Ping", "shared", "microservice"],
    ]
    by_name = program("templates", "show", "standard-microservice-helm-template-v3", "--uses", "--json")
    assert {one["component"] for one in json.loads(by_name.out)} == {"OrderService", "Ping"}
    refused = program("templates", "show", "k8s-deployment-v2", "--uses")
    assert (refused.code, "is a resource template" in refused.err) == (2, True)
