from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from plugins.overlay_merge.merge import merge_component
from plugins.overlay_merge.merging import SourcedLayer
from plugins.overlay_merge.rules import literal_secrets
from plugins.overlay_merge.rules.literal_secrets import secret_problems

Refused = Callable[..., list[Problem]]

VALUE = "Zuck3r-9"
HEADER = {"name": "X-Api-Key", "value": VALUE}


@pytest.fixture
def refused(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> Refused:
    """Merge a bundle that holds secrets, and return its problems."""

    def merge(fields: dict[str, object] | None = None, **component: object) -> list[Problem]:
        bundle = bundle_of(fields, **component)
        with pytest.raises(InputError) as caught:
            merge_component(bundle, library.load(bundle.component.type, None), ["dev", "prod"])
        assert VALUE not in str(caught.value)
        assert VALUE not in "".join(problem.model_dump_json() for problem in caught.value.problems)
        return list(caught.value.problems)

    return merge


@pytest.mark.parametrize(
    ("component", "path", "field"),
    [
        ({"env": [{"name": "DB_PASSWORD", "value": VALUE}]}, "component.env[0].value", "env[DB_PASSWORD].value"),
        ({"config": {"API_KEY": VALUE}}, "component.config.API_KEY", "config.API_KEY"),
        ({"config": {"APP": f"user=a\npassword={VALUE}"}}, "component.config.APP", "config.APP"),
        ({"args": ["--password", VALUE]}, "component.args[1]", "args[1]"),
        ({"command": ["sh", "-c", f"TOKEN={VALUE} run"]}, "component.command[2]", "command[2]"),
        (
            {"liveness_probe": {"httpGet": {"path": "/", "port": 80, "httpHeaders": [HEADER]}}},
            "component.liveness_probe.httpGet.httpHeaders[0].value",
            "liveness_probe.httpGet.httpHeaders[X-Api-Key].value",
        ),
        (
            {"readiness_probe": {"exec": {"command": ["curl", f"http://a:{VALUE}@x/"]}}},
            "component.readiness_probe.exec.command[1]",
            "readiness_probe.exec.command[1]",
        ),
        (
            {
                "sidecars": [
                    {"name": "proxy", "image": "acme/proxy:1.0.0", "env": [{"name": "PROXY_TOKEN", "value": VALUE}]}
                ]
            },
            "component.sidecars[0].env[0].value",
            "sidecars[proxy].env[PROXY_TOKEN].value",
        ),
        (
            {"files": [{"name": "app", "data": {"app.yaml": f"db:\n  password: {VALUE}\n"}}]},
            "component.files[0].data.app.yaml",
            "files[app].data.app.yaml",
        ),
        (
            {"pod_annotations": {"acme.example/api-key": VALUE}},
            "component.pod_annotations.acme.example/api-key",
            "pod_annotations.acme.example/api-key",
        ),
        (
            {"ingress": {"annotations": {"acme.example/token": VALUE}}},
            "component.ingress.annotations.acme.example/token",
            "ingress.annotations.acme.example/token",
        ),
    ],
)
def test_a_secret_in_any_field(refused: Refused, component: dict[str, object], path: str, field: str) -> None:
    (problem,) = refused(**component)
    assert problem.code == "literal-secret"
    assert problem.path == path
    assert problem.message.startswith(f"{field}, set by the component, holds ")
    assert "secretKeyRef" in problem.remedy


def test_a_secret_in_any_layer(refused: Refused) -> None:
    env = {"env": [{"name": "DB_PASSWORD", "value": VALUE}]}
    fields = {"tenant": "acme", "environments": {"prod": env}, "tenants": {"acme": {"environments": {"dev": env}}}}
    problems = {problem.path: problem.message for problem in refused(fields)}
    assert problems == {
        "environments.prod.env[0].value": "env[DB_PASSWORD].value, set by the environment prod, "
        "holds a password, by the name of its field",
        "tenants.acme.environments.dev.env[0].value": "env[DB_PASSWORD].value, set by the tenant acme environment dev, "
        "holds a password, by the name of its field",
    }


def test_a_secret_that_every_environment_replaces_still_stands_in_the_bundle(refused: Refused) -> None:
    reference = {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}
    fields = {"environments": {name: {"env": [reference]} for name in ("dev", "prod")}}
    (problem,) = refused(fields, env=[{"name": "DB_PASSWORD", "value": VALUE}])
    assert problem.path == "component.env[0].value"


def test_a_layer_that_several_environments_have_is_searched_once(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[object] = []
    whole = literal_secrets.literal_secrets
    monkeypatch.setattr(literal_secrets, "literal_secrets", lambda data: (searched.append(data), whole(data))[1])
    refused({"environments": {"dev": {}, "prod": {}}}, config={"A_TOKEN": VALUE})
    assert len(searched) > 5
    assert all(searched.count(settings) == 1 for settings in searched if settings)


def test_every_secret_at_once(refused: Refused) -> None:
    found = refused(config={"A_TOKEN": VALUE, "B_SECRET": VALUE, "REGION": "eu"}, args=[f"--api-key={VALUE}"])
    assert {problem.path for problem in found} == {
        "component.config.A_TOKEN",
        "component.config.B_SECRET",
        "component.args[0]",
    }


def test_references_are_no_secrets(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> None:
    bundle = bundle_of(
        {"tls_secret_name": "orders-tls"},
        env=[
            {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
            {"name": "URL", "value": "amqp://app:$(DB_PASSWORD)@queue"},
        ],
        args=["--password=$(DB_PASSWORD)", "--token", "$(TOKEN)"],
        secrets=[{"name": "orders-secrets", "mount": True, "env": [{"name": "TOKEN", "key": "token"}]}],
        config={"PASSWORD_FILE": "/mnt/secrets/orders-secrets/password", "TOKEN_TTL": "3600"},
    )
    assert merge_component(bundle, library.load("microservice", None), ["dev", "prod"]).slug == "orders"


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=40))
def test_no_message_holds_the_value(value: str) -> None:
    layer = {"env": [{"name": "DB_PASSWORD", "value": value}], "args": ["--token", value, f"password={value}"]}
    for problem in secret_problems([SourcedLayer("component", "component", layer)]):
        assert value not in problem.model_dump_json()
