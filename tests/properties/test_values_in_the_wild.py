"""Values that real services have arrive unchanged: in the manifests, in what helm renders, in what kubectl builds."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import helm_python
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent
from foundation.helm.engine import split_objects
from foundation.model.names import is_job_of
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import GenerationResult
from foundation.source.bundle import bundle_from_data
from tests.support.generation import request_of
from tests.support.helm_runs import objects_by_source, run_helm
from tests.support.kustomize_runs import by_identity, kubectl_kustomize
from tests.support.strategies.text import TEXT

Objects = dict[tuple[str, str], Any]

#: reference: what 244 real workloads hold that YAML, Go templates or a shell would like to take for something else.
WILD = {
    "digits": "002",
    "yes": "yes",
    "no": "no",
    "colons": "::",
    "colour": "#34577c",
    "empty": "",
    "json": '{\n  "retries": 3,\n  "hosts": ["a", "b"]\n}\n',
    "reference": "$(FIRST)-$(SECOND)",
    "template": "{{ .Values.image.tag }} {{ fail \"x\" }} {{- end }}",
    "hexadecimal": "0x1F",
    "exponent": "1e3",
    "tilde": "~",
    "null": "null",
    "emoji": "caf\u00e9 \U0001f680 \u65e5\u672c\u8a9e \u05e9\u05dc\u05d5\u05dd",
    "trailing": "padded   ",
    "leading": "   padded",
    "tabs": "\ta\tb\t",
    "long": "word " * 2000,
    "unbroken": "x" * 10_000,
    "percent": "%d %s",
    "at": "@here",
    "pipe": "| not a block",
    "greater": "> not folded",
    "documents": "a: 1\n---\nb: 2\n...\n",
    "comment": "a # b\n# c\n",
    "windows": "a\r\nb\r\n",
    "blank-lines": "\n\na\n\n\n",
    "ends-without-newline": "a\nb",
    "quotes": "it's \"so\" `x` \\n",
    "date": "2025-05-07",
    "sexagesimal": "12:30:45",
    "anchor": "&a *a !!str",
    "merge": "<<",
    "equals": "=",
    "float": ".5",
    "underscores": "1_000",
    "big": "123456789012345678901234567890",
}  # fmt: skip
ENVIRONMENTS = ("dev", "prod")
#: 50 KB in which Go templates would find something on every line.
LARGE = "".join(f"  {{{{ range $i := until {n} }}}}${{HOST}}:{n}\t# {{{{ end }}}} %\n" for n in range(1000))


def named(prefix: str = "", suffix: str = "") -> list[dict[str, Any]]:
    """Variables with each of the values; their names have what Kubernetes allows in one."""
    return [{"name": f"{prefix}{name}.Of-THE_wild", "value": f"{value}{suffix}"} for name, value in WILD.items()]


def texts(suffix: str = "") -> list[str]:
    return [value + suffix for value in WILD.values()]


def keyed(suffix: str = "") -> dict[str, str]:
    return {f"k.{name}_X-1": value + suffix for name, value in WILD.items()}


def probe(suffix: str = "") -> dict[str, Any]:
    headers = [{"name": f"X-{name}", "value": value + suffix} for name, value in WILD.items()]
    return {"httpGet": {"path": "/" + "".join(texts())[:200], "port": 8080, "httpHeaders": headers}}


def container(name: str, suffix: str = "") -> dict[str, Any]:
    """A container beside the component's own, with the values wherever it takes text."""
    return {
        "name": name,
        "image": "acme/tool:1.0.0",
        "command": ["x", *texts(suffix)],
        "args": texts(suffix),
        "workingDir": "/a b/{{c}}",
        "env": named(suffix=suffix),
        "lifecycle": {"preStop": {"exec": {"command": ["x", *texts(suffix)]}}},
    }


def wild_settings(suffix: str = "") -> dict[str, Any]:
    """The settings that carry free text; a suffix makes them differ from layer to layer."""
    annotations = {f"example.com/{name}": value + suffix for name, value in WILD.items()}
    return {
        "env": [
            {"name": "SECOND", "value": "2"},
            {"name": "FIRST", "value": "$(SECOND)"},
            {"name": "NOTHING"},
            *named(suffix=suffix),
        ],
        "command": ["x", *texts(suffix)],
        "args": texts(suffix),
        "config": keyed(suffix),
        "files": [
            {
                "name": "wild",
                "mount_path": "/etc/wild",
                "data": {**keyed(suffix), "large.tpl": LARGE + suffix},
                "binary_data": {"logo.png": base64.b64encode(bytes(range(256))).decode()},
                "items": [{"key": "large.tpl", "path": "a b/{{ c }}/%d #1"}],
                "annotations": annotations,
            }
        ],
        "annotations": annotations,
        "pod_annotations": {f"pod.{key}": value for key, value in annotations.items()},
        "common_annotations": {f"all.{key}": value for key, value in annotations.items()},
        "labels": {"digits": "002", "word": "yes", "exponent": "1e3", "empty": ""},
        "pod_labels": {"hexadecimal": "0x1F", "switch": "off"},
        "liveness_probe": {"exec": {"command": ["x", *texts(suffix)]}},
        "readiness_probe": probe(suffix),
        # What ends by itself is never told to stop.
        "init_containers": [{key: value for key, value in container("before", suffix).items() if key != "lifecycle"}],
        "sidecars": [container("beside", suffix)],
        "node_selector": {"a/digits": "002", "a/no": "no"},
        "service": {"annotations": annotations},
    }


def bundle(**component: Any) -> dict[str, Any]:
    return {
        "trace_id": "t-1",
        "blueprint_id": "b-1",
        "component_scope": "Order",
        "tenant": "acme",
        "team": "ordering",
        "component": {
            "name": "Wild_Service.With A-Very Long_NAME.of-Parts",
            "type": "microservice",
            "transport": "http",
            "container_image": "acme/demo:1.0.0",
            **component,
        },
        "environments": {name: {} for name in ENVIRONMENTS},
    }


def whole_bundle() -> dict[str, Any]:
    """The values in the component, and others of the kind in prod, which values-prod.yaml has to carry."""
    data = bundle(**wild_settings())
    data["environments"]["prod"] = wild_settings("~")
    return data


def generated(agent: Agent, data: dict[str, Any], folder: Path | None = None) -> GenerationResult:
    request = request_of(bundle_from_data(data, "bundle"), folder)
    options = request.options.model_copy(update={"outputs": OutputChoice(kustomize=True)})
    result = agent.runner.generate(request.model_copy(update={"options": options}))
    assert (result.status, result.problems) == ("generated", [])
    return result


def parsed(text: str) -> list[Any]:
    """Read objects as Helm, kubectl and the API server do."""
    return [helm_python.values_from_yaml(part) for part in split_objects(text)]


def manifests(result: GenerationResult, environment: str) -> Objects:
    """The objects of an environment, by kind and name."""
    assert result.artifacts is not None
    found = [
        item
        for artifact in result.artifacts.under(f"manifests/{environment}/")
        for item in parsed(artifact.content.decode())
    ]
    return {(item["kind"], item["metadata"]["name"]): item for item in found}


def expected_texts(environment: str) -> dict[str, Any]:
    return wild_settings("~" if environment == "prod" else "")


@pytest.fixture(scope="module")
def wild(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> tuple[GenerationResult, Path]:
    """The bundle with everything in it, generated once, and the folder."""
    folder = tmp_path_factory.mktemp("wild") / "out"
    return generated(agent, whole_bundle(), folder), folder


NAME = "wild-service-with-a-very-long-name-of-parts"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_value_is_in_the_manifests(environment: str, wild: tuple[GenerationResult, Path]) -> None:
    objects, given = manifests(wild[0], environment), expected_texts(environment)
    pod = objects["Deployment", NAME]["spec"]["template"]
    main = pod["spec"]["containers"][0]
    assert main["env"] == given["env"]
    assert (main["command"], main["args"]) == (given["command"], given["args"])
    assert main["livenessProbe"]["exec"] == given["liveness_probe"]["exec"]
    assert main["readinessProbe"]["httpGet"] == given["readiness_probe"]["httpGet"]
    for place, kind in (
        (pod["spec"]["initContainers"][0], "init_containers"),
        (pod["spec"]["containers"][1], "sidecars"),
    ):
        assert {**place, **given[kind][0]} == place
    assert objects["ConfigMap", NAME]["data"] == given["config"]
    files = objects["ConfigMap", f"{NAME}-wild"]
    assert (files["data"], files["binaryData"]) == (given["files"][0]["data"], given["files"][0]["binary_data"])
    (volume,) = (volume for volume in pod["spec"]["volumes"] if volume["name"] == "wild")
    assert volume["configMap"]["items"] == given["files"][0]["items"]
    assert {**pod["spec"]["nodeSelector"]} == given["node_selector"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_label_and_annotation_is_on_its_object(environment: str, wild: tuple[GenerationResult, Path]) -> None:
    objects, given = manifests(wild[0], environment), expected_texts(environment)
    deployment = objects["Deployment", NAME]
    for metadata, annotations, labels in (
        (deployment["metadata"], given["annotations"], given["labels"]),
        (deployment["spec"]["template"]["metadata"], given["pod_annotations"], given["pod_labels"]),
        (objects["Service", NAME]["metadata"], given["service"]["annotations"], {}),
        (objects["ConfigMap", f"{NAME}-wild"]["metadata"], given["files"][0]["annotations"], {}),
    ):
        expected = {**given["common_annotations"], **annotations}
        assert {key: metadata["annotations"][key] for key in expected} == expected
        assert {key: metadata["labels"][key] for key in labels} == labels


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_real_helm_renders_the_same_objects(
    environment: str, wild: tuple[GenerationResult, Path], helm_binary: str, tmp_path: Path
) -> None:
    result, folder = wild
    (archive,) = (folder / "charts").glob("*.tgz")
    values = folder / "charts" / NAME / f"values-{environment}.yaml"
    done = run_helm(helm_binary, tmp_path, "template", NAME, str(archive), "--values", str(values))
    assert done.returncode == 0, done.stderr
    rendered = [item for found in objects_by_source(done.stdout).values() for text in found for item in parsed(text)]
    assert {(item["kind"], item["metadata"]["name"]): item for item in rendered} == manifests(result, environment)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_real_kubectl_builds_the_same_objects(
    environment: str, wild: tuple[GenerationResult, Path], kubectl_binary: str
) -> None:
    folder = wild[1]
    built = kubectl_kustomize(kubectl_binary, folder / "kustomize" / "overlays" / environment)
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "manifests" / environment).iterdir())]
    assert built == by_identity("---\n".join(texts))


def test_values_files_hold_them_as_text(wild: tuple[GenerationResult, Path]) -> None:
    chart = wild[1] / "charts" / NAME
    common = helm_python.values_from_yaml((chart / "values.yaml").read_text(encoding="utf-8"))
    prod = helm_python.values_from_yaml((chart / "values-prod.yaml").read_text(encoding="utf-8"))
    assert common["args"] == texts()
    assert prod["args"] == texts("~")
    assert common["config"] == keyed()
    assert {**common["config"], **prod["config"]} == keyed("~")


def test_variables_keep_their_order(agent: Agent) -> None:
    """``$(VAR)`` sees only the variables before it."""
    data = bundle(env=[{"name": name, "value": f"$({name})"} for name in "ZAMB"])
    data["environments"]["prod"] = {"env": [{"name": "M", "value": "m"}, {"name": "0".join("_Y"), "value": "$(M)"}]}
    for environment, names in (("dev", ["Z", "A", "M", "B"]), ("prod", ["Z", "A", "M", "B", "_0Y"])):
        container = manifests(generated(agent, data), environment)["Deployment", NAME]["spec"]["template"]["spec"]
        assert [variable["name"] for variable in container["containers"][0]["env"]] == names


def test_what_is_written_without_quotes_stays_as_written(agent: Agent) -> None:
    from foundation.source.bundle import read_bundles

    plain = ["002", "yes", "0x1F", "1e3", "12:30", "1_000", "3.0", "2025-05-07", "-1"]
    head = json.dumps(bundle())[:-1] + ', "target_environment": "dev"}'
    text = head.replace('"container_image"', f'"args": [{", ".join(plain)}], "container_image"')
    result = agent.runner.generate(request_of(read_bundles(text.encode(), "bundle")[0], None))
    assert (result.status, result.problems) == ("generated", [])
    container = manifests(result, "dev")["Deployment", NAME]["spec"]["template"]["spec"]["containers"][0]
    assert container["args"] == plain


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(common=st.lists(TEXT, min_size=1, max_size=6), other=st.lists(TEXT, min_size=1, max_size=6))
def test_any_text_arrives_in_every_layer(agent: Agent, common: list[str], other: list[str]) -> None:
    def settings_of(values: list[str]) -> dict[str, Any]:
        named = {f"k{index}": value for index, value in enumerate(values)}
        return {
            "args": values,
            "env": [{"name": name, "value": value} for name, value in named.items()],
            "files": [{"name": "f", "data": named, "annotations": named}],
            "sidecars": [{"name": "s", "image": "acme/tool:1.0.0", "args": values}],
            "pod_annotations": named,
        }

    data = bundle(**settings_of(common))
    data["environments"]["prod"] = settings_of(other)
    result = generated(agent, data)
    for environment, values in (("dev", common), ("prod", other)):
        objects = manifests(result, environment)
        named = {f"k{index}": value for index, value in enumerate(common)}
        named |= {f"k{index}": value for index, value in enumerate(values)}
        pod = objects["Deployment", NAME]["spec"]["template"]
        own, beside = pod["spec"]["containers"]
        assert own["args"] == beside["args"] == values
        assert {variable["name"]: variable["value"] for variable in own["env"]} == named
        assert objects["ConfigMap", f"{NAME}-f"]["data"] == named
        assert {key: pod["metadata"]["annotations"][key] for key in named} == named


@pytest.fixture(scope="module")
def kinds(agent: Agent) -> Callable[[str], Objects]:
    """The manifests of the values in another kind of workload."""

    def of(kind: str) -> Objects:
        given = {key: value for key, value in wild_settings().items() if key not in ("service", "readiness_probe")}
        extra = {"schedule": "0 3 * * *"} if kind == "cronjob" else {}
        data = bundle(**{**given, **extra, "type": kind, "transport": "queue" if kind.endswith("job") else "http"})
        return manifests(generated(agent, {**data, "environments": {"dev": {}}}), "dev")

    return of


@pytest.mark.parametrize(
    ("kind", "workload"),
    [("stateful-service", "StatefulSet"), ("daemon", "DaemonSet"), ("job", "Job"), ("cronjob", "CronJob")],
)
def test_every_kind_of_workload_carries_them(kind: str, workload: str, kinds: Callable[[str], Objects]) -> None:
    objects, given = kinds(kind), wild_settings()
    (spec,) = (one["spec"] for (of, name), one in objects.items() if of == workload and is_job_of(name, NAME))
    pod = (spec["jobTemplate"]["spec"] if kind == "cronjob" else spec)["template"]
    main = pod["spec"]["containers"][0]
    assert (main["env"], main["args"], main["command"]) == (given["env"], given["args"], given["command"])
    assert {key: pod["metadata"]["annotations"][key] for key in given["pod_annotations"]} == given["pod_annotations"]
    assert objects["ConfigMap", f"{NAME}-wild"]["data"] == given["files"][0]["data"]
