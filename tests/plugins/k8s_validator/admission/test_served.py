"""Objects as policies see them, told by expressions that hold; and that seeing changes nothing."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from foundation.source.emit import to_yaml
from plugins.k8s_validator.admission.served.amounts import canonical
from plugins.k8s_validator.admission.served.creation import created
from plugins.k8s_validator.admission.served.types import TABLE, field_forms, type_of
from plugins.k8s_validator.objects.resources import plural
from tests.plugins.k8s_validator.admission.conftest import Judge
from tests.plugins.k8s_validator.admission.test_policies import messages, policy
from tests.plugins.k8s_validator.case_files import KINDS, good_objects

CASES = yaml.safe_load(Path(__file__).with_name("served.yaml").read_text(encoding="utf-8"))


def about(resource: str) -> dict[str, Any]:
    rule = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": [resource]}
    return {"matchConstraints": {"resourceRules": [rule]}}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_policies_see_what_the_api_server_sees(case: dict[str, Any], judge: Judge) -> None:
    resource = case.get("of", plural(case["object"]["kind"]))
    expressions = case["hold"]
    manifests = json.dumps(case["object"])
    assert messages(judge, policy(*expressions, **about(resource)), manifests=manifests) == []
    # The object is there to be looked at: what is false of it is found.
    assert len(messages(judge, policy("false", **about(resource)), manifests=manifests)) == 1


def test_a_field_that_nobody_wrote_has_the_line_of_its_object(judge: Judge) -> None:
    manifest = to_yaml({key: value for key, value in CASES[0]["object"].items() if key != "status"})
    (finding,) = judge(manifest, policy("object.spec.replicas > 1"))
    assert (finding.file, finding.line, finding.object) == ("m.yaml", 1, "Deployment/orders")
    (finding,) = judge(manifest, policy("object.spec.enableServiceLinks == false", **about("pods")))
    assert (finding.line, finding.path) == (manifest[: manifest.index("template:")].count("\n") + 2, "spec.template")


def test_policies_are_not_held_against_policies(judge: Judge) -> None:
    assert messages(judge, policy("false", **about("*")), manifests=policy("true")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_looking_changes_nothing_and_looking_again_sees_the_same(kind: str) -> None:
    for item in good_objects(kind):
        before = copy.deepcopy(item)
        seen = created(item, namespaced=True)
        assert item == before
        again = created({**seen, "status": {}}, namespaced=True)
        assert again == seen


@given(some.recursive(some.none() | some.text() | some.integers() | some.booleans(), lambda inner: some.lists(inner)
                      | some.dictionaries(some.sampled_from(sorted(field_forms()["core/v1.PodSpec"])), inner)),
       some.sampled_from(["Pod", "Job", "Deployment", "CronJob", "Secret", "Service"]))  # fmt: skip
def test_anything_can_be_looked_at(spec: Any, kind: str) -> None:
    version = {"Deployment": "apps/v1", "Job": "batch/v1", "CronJob": "batch/v1"}.get(kind, "v1")
    for inside in (spec, {"template": {"spec": spec}}, {"jobTemplate": {"spec": spec}}):
        created({"apiVersion": version, "kind": kind, "spec": inside, "metadata": spec}, namespaced=True)


@pytest.mark.parametrize(
    ("given_amount", "kept"),
    [
        *(("1024Mi", "1Gi"), ("1536Mi", "1536Mi"), ("1.5Gi", "1536Mi"), ("0.5Gi", "512Mi"), ("0.5Ki", "512")),
        *(("1000m", "1"), ("0.5", "500m"), ("1500m", "1500m"), ("1000", "1k"), ("100n", "100n"), ("2E", "2E")),
        *(("1e3", "1e3"), ("-1", "-1"), ("0", "0"), (1, "1"), (0.25, "250m"), ("lots", "lots"), (True, True)),
    ],
)  # fmt: skip
def test_amounts_have_one_form(given_amount: Any, kept: Any) -> None:
    assert canonical(given_amount) == kept


def test_every_default_is_of_a_type_that_there_is() -> None:
    defaults = yaml.safe_load((TABLE.parent / "defaults.yaml").read_text(encoding="utf-8"))
    assert defaults.keys() <= field_forms().keys()


@pytest.mark.parametrize(
    ("api_version", "kind", "name"),
    [
        ("v1", "Pod", "core/v1.Pod"),
        ("apps/v1", "Deployment", "apps/v1.Deployment"),
        ("rbac.authorization.k8s.io/v1", "Role", "rbac/v1.Role"),
        ("apps.example.com/v1", "Deployment", None),
        ("apps/v1", "Rollout", None),
        ("", "Pod", None),
    ],
)
def test_types_are_of_the_groups_of_kubernetes(api_version: str, kind: str, name: str | None) -> None:
    assert type_of(api_version, kind) == name
