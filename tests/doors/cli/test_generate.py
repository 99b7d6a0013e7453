import json
from collections.abc import Callable
from pathlib import Path

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
USER_SERVICE = str(EXAMPLES / "user-service.json")


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_bundle_goes_straight_into_the_output_folder(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL)
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith(
        "Ping: generated for dev into out (27 written, 0 unchanged, 0 removed)\nout\n├── charts"
    )
    written = set(files_in(workspace / "out"))
    assert {"report.json", "artifacts.json", "events.jsonl", "manifests/dev/deployment.yaml"} <= written
    assert f"advice probe-default  {MINIMAL}:6:9 component.liveness_probe\n" in outcome.err
    shown = [line.split(" ")[-1] for line in outcome.out.splitlines()[2:]]
    assert {path.rpartition("/")[2] for path in written} <= set(shown)


def test_the_same_work_again_writes_nothing_and_says_so(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    before = {path: path.stat().st_mtime_ns for path in (workspace / "out" / "manifests").rglob("*")}
    outcome = program("generate", MINIMAL, "--force")
    assert "(0 written, 27 unchanged, 0 removed)" in outcome.out
    assert before == {path: path.stat().st_mtime_ns for path in (workspace / "out" / "manifests").rglob("*")}


def test_several_bundles_get_folders_of_their_own(program: Program, workspace: Path) -> None:
    order = str(EXAMPLES / "order-service.yaml")
    outcome = program("generate", MINIMAL, order, "--json")
    assert outcome.code == 0
    first, second = json.loads(outcome.out)
    assert (first["component"], second["component"]) == ("Ping", "OrderService")
    assert second["environments"] == ["dev", "staging", "prod"]
    assert (workspace / "out" / "ping" / "charts").is_dir()
    assert (workspace / "out" / "orderservice" / "charts").is_dir()


def test_workers_and_one_process_give_the_same_bytes(program: Program, workspace: Path) -> None:
    folder = workspace / "bundles"
    folder.mkdir()
    for number in range(4):
        text = Path(MINIMAL).read_text().replace("Ping", f"Ping{number}")
        (folder / f"{number}.yaml").write_text(text)
    assert program("generate", str(folder), "-o", "one", "--jobs", "1").code == 0
    assert program("generate", str(folder), "-o", "two", "--jobs", "2").code == 0
    assert files_in(workspace / "one") == files_in(workspace / "two")
    assert len(files_in(workspace / "one")) == 4 * 29  # 27 artifacts, their index and the events


def test_names_that_collide_are_refused_before_anything_is_written(program: Program, workspace: Path) -> None:
    for name in ("webDemo", "WebDemo"):
        (workspace / f"{name}.yaml").write_text(Path(MINIMAL).read_text().replace("Ping", name))
    outcome = program("generate", "webDemo.yaml", "WebDemo.yaml")
    assert outcome.code == 2
    assert "name-collision" in outcome.err
    assert "webDemo in webDemo.yaml, WebDemo in WebDemo.yaml" in outcome.err
    assert not (workspace / "out").exists()


def test_similar_names_that_do_not_collide_stay_apart(program: Program, workspace: Path) -> None:
    for name in ("webDemo", "web_demo"):
        (workspace / f"{name}.yaml").write_text(Path(MINIMAL).read_text().replace("Ping", name))
    assert program("generate", "webDemo.yaml", "web_demo.yaml", "-q").code == 0
    assert {path.name for path in (workspace / "out").iterdir()} == {"webdemo", "web-demo"}


def test_environments_and_assignments(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, "--env", "production", "--env", "qa", "--set", "component.replicas=5")
    assert outcome.code == 0, outcome.err
    assert sorted(path.name for path in (workspace / "out" / "manifests").iterdir()) == ["prod", "qa"]
    assert "replicaCount: 5" in (workspace / "out/charts/ping/values.yaml").read_text()


def test_a_dry_run_saves_nothing(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, "--dry-run", "--json")
    assert outcome.code == 0
    result = json.loads(outcome.out)
    assert (result["receipt"], result["events"]) == (None, [])
    assert result["digest"].startswith("sha256:")
    assert list(workspace.iterdir()) == []
    program("generate", MINIMAL)
    assert json.loads((workspace / "out/artifacts.json").read_text())["digest"] == result["digest"]


def test_the_consolidated_bundle_stops_without_its_blueprint(program: Program, workspace: Path, tmp_path: Path) -> None:
    outcome = program("generate", USER_SERVICE)
    assert outcome.code == 2
    assert outcome.err.count("error trace-missing") == 2
    assert "memory does not know the trace trace-infra-8128" in outcome.err
    assert not (workspace / "out").exists()
    (event,) = map(json.loads, (tmp_path / "state" / "events.jsonl").read_text().splitlines())
    assert event["event"] == "InfrastructureGenerationFailed"
    assert (event["trace_id"], event["component"], event["status"]) == ("trace-infra-8128", "UserService", "aborted")
    assert event["timestamp"] == "2025-05-07T22:45:12Z"


def test_memory_completes_the_consolidated_bundle(program: Program, workspace: Path) -> None:
    known = ["--set", "blueprint_id=usecase-user-register", "--set", "component_scope=Identity"]
    assert program("generate", USER_SERVICE, *known, "-o", "first").code == 0
    outcome = program("generate", USER_SERVICE, "-o", "second")
    assert outcome.code == 0, outcome.err
    deployment = (workspace / "second/manifests/dev/deployment.yaml").read_text()
    assert "containerPort: 50051" in deployment
    assert 'blueprint_id: "usecase-user-register"' in deployment


def test_every_mistake_of_every_file_at_once(program: Program, workspace: Path, tmp_path: Path) -> None:
    text = Path(MINIMAL).read_text()
    (workspace / "a.yaml").write_text(text.replace("transport: http", "transprt: http"))
    (workspace / "b.yaml").write_text(text.replace("type: microservice", "type: [1]").replace("Ping", "9"))
    outcome = program("generate", "a.yaml", "b.yaml", "missing.yaml", "--json")
    assert outcome.code == 2
    problems = json.loads(outcome.out)["problems"]
    assert {problem["file"] for problem in problems} == {"a.yaml", "b.yaml", "missing.yaml"}
    outcome = program("generate", "a.yaml", "b.yaml")
    for expected in (
        "a.yaml:8:",
        "Did you mean transport?",
        "b.yaml:6:9 component.name",
        "b.yaml:7",
    ):
        assert expected in outcome.err
    assert "Traceback" not in outcome.err
    event = json.loads((tmp_path / "state" / "events.jsonl").read_text().splitlines()[-1])
    assert event["event"] == "InfrastructureGenerationFailed"


def test_a_blocked_run_keeps_the_previous_output(program: Program, workspace: Path, tmp_path: Path) -> None:
    program("generate", MINIMAL)
    before = files_in(workspace / "out")
    outcome = program("generate", MINIMAL, "--set", "component.container_image=ghcr.io/connectsoft/ping:latest")
    assert outcome.code == 1
    assert "error image-tag  --set component.container_image=" in outcome.err
    assert outcome.err.endswith("Ping: blocked\n")
    assert files_in(workspace / "out") == before
    names = [json.loads(line)["event"] for line in (tmp_path / "state" / "events.jsonl").read_text().splitlines()]
    assert names == ["InfraValidationFailed", "InfrastructureGenerationFailed"]


def test_an_edited_file_is_never_silently_overwritten(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    edited = workspace / "out/manifests/dev/service.yaml"
    edited.write_text(edited.read_text() + "# my note\n")
    outcome = program("generate", MINIMAL, "--set", "component.replicas=3")
    assert outcome.code == 2
    assert f"file-edited  {edited}" in outcome.err
    assert edited.read_text().endswith("# my note\n")
    assert program("generate", MINIMAL, "--set", "component.replicas=3", "--overwrite").code == 0
    assert "my note" not in edited.read_text()


def test_events_on_stdout(program: Program) -> None:
    outcome = program("generate", MINIMAL, "--events")
    events = [json.loads(line) for line in outcome.out.splitlines()]
    assert [event["event"] for event in events] == [
        "TraceLinkValidated",
        "InfrastructureGenerated",
        "HelmChartReady",
        "ManifestPublished",
    ]
    assert events[1]["files"] == ["deployment.yaml", "networkpolicy.yaml", "service.yaml", "serviceaccount.yaml"]


def test_the_kubernetes_version_is_checked_and_used(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, "--kube-version", "1.99")
    assert outcome.code == 2
    assert "error kube-version-unknown  --kube-version" in outcome.err
    assert program("generate", MINIMAL, "--kube-version", "1.25").code == 0
    assert json.loads((workspace / "out/report.json").read_text())["kube_version"] == "1.25"


def test_usage_mistakes_have_exit_code_2(program: Program) -> None:
    assert program("generate").code == 2
    assert program("generate", MINIMAL, "--no-such-flag").code == 2
    assert program("no-such-command").code == 2
    assert program("generate", MINIMAL, "--set", "component.replicas").code == 2
    assert program("generate", MINIMAL, "--set", "component.name.first=1").code == 2


def test_schemas_of_ones_own_are_in_the_report(program: Program) -> None:
    Path("crds").mkdir()
    schema = {"properties": {"apiVersion": {"const": "example.org/v1"}, "kind": {"const": "Widget"}}}
    Path("crds/widget.json").write_text(json.dumps(schema))
    assert program("generate", MINIMAL, "-o", "out", "--schemas", "crds").code == 0
    assert json.loads(Path("out/report.json").read_text())["schemas"].startswith("sha256:")
    assert "missing" in program("generate", MINIMAL, "-o", "out", "--schemas", "nothing").err


def test_memory_keeps_the_blueprints_of_a_trace_apart(program: Program, workspace: Path) -> None:
    def bundle(name: str, blueprint: str) -> str:
        text = Path(MINIMAL).read_text().replace("trace-ping-0001", "trace-two").replace("name: Ping", f"name: {name}")
        (workspace / f"{name}.yaml").write_text(text.replace("blueprint_id: usecase-ping", blueprint))
        return f"{name}.yaml"

    for name in ("Orders", "Stock"):
        assert program("generate", bundle(name, f"blueprint_id: usecase-{name}"), "-o", name).code == 0
    assert program("generate", bundle("Orders", ""), "-o", "Orders", "--quiet").code == 0
    assert 'blueprint_id: "usecase-Orders"' in (workspace / "Orders/manifests/dev/service.yaml").read_text()
    outcome = program("generate", bundle("Basket", ""), "-o", "Basket")
    assert outcome.code == 2
    assert "memory knows several of the trace trace-two: usecase-Orders, usecase-Stock\n" in outcome.err


def test_what_one_environment_alone_has_leaves_no_advice_about_our_own_chart(program: Program, workspace: Path) -> None:
    text = (EXAMPLES / "shipment-worker.yaml").read_text()
    component, rest = text.split("  enable_keda", 1)
    keda = ("  enable_keda" + rest.split("environments:")[0]).rstrip().replace("\n", "\n  ")
    (workspace / "a.yaml").write_text(f"{component}environments:\n  dev: {{replicas: 1}}\n  prod:\n  {keda}\n")
    outcome = program("generate", "a.yaml", "--json")
    assert outcome.code == 0, outcome.err
    assert "values-defined" not in {finding["code"] for finding in json.loads(outcome.out)["findings"]}


def test_of_several_bundles_what_their_reports_notice_is_counted(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, str(EXAMPLES / "order-service.yaml"))
    first, _ = outcome.out.splitlines()
    found = json.loads((workspace / "out/ping/report.json").read_text())["findings"]
    counts = [sum(finding["severity"] == severity for finding in found) for severity in ("warning", "advice")]
    assert first.endswith(f"; {counts[0]} warning, {counts[1]} pieces of advice in report.json")
    assert counts == [1, 6]
