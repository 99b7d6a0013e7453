import json
import textwrap
from typing import Any

import pytest

from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.source.bundle import bundle_from_data, read_bundles

BUNDLE = """\
trace_id: trace-1
blueprint_id: blueprint-1
component_scope: Order
component:
  name: OrderService
  type: microservice
  transport: http
  container_image: ghcr.io/acme/orders:1.0.0
"""


def read(extra: str = "", **replaced: str) -> Bundle:
    text = BUNDLE + textwrap.indent(textwrap.dedent(extra), "  ")
    for key, line in replaced.items():
        text = "\n".join(line if row.strip().startswith(f"{key}:") else row for row in text.split("\n"))
    return read_bundles(text.encode(), "bundle.yaml")[0].bundle


def mistakes(extra: str = "", **replaced: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read(extra, **replaced)
    return list(caught.value.problems)


def places(problems: list[Problem]) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(problem.code, problem.line, problem.column, problem.path) for problem in problems]


def test_every_mistake_is_at_its_line_and_column_in_the_order_of_the_file() -> None:
    found = mistakes(
        """\
        replicas: two
        readyness_probe:
          httpGet: {path: /, port: 80}
        env:
          - name: A
            value: [1]
          - name: "1B"
            valeu: x
        ports:
          - {name: http, port: 70000}
          - port: 81
        """,
        trace_id='trace_id: "a b"',
        transport="  transport: htp",
    )
    assert places(found) == [
        ("wrong-value", 1, 11, "trace_id"),
        ("wrong-value", 7, 14, "component.transport"),
        ("wrong-type", 9, 13, "component.replicas"),
        ("unknown-key", 10, 3, "component.readyness_probe"),
        ("wrong-type", 14, 14, "component.env[0].value"),
        ("wrong-value", 15, 13, "component.env[1].name"),
        ("unknown-key", 16, 7, "component.env[1].valeu"),
        ("wrong-value", 18, 26, "component.ports[0].port"),
        ("missing-key", 19, 7, "component.ports[1].name"),
    ]
    assert all(problem.file == "bundle.yaml" and problem.message and problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("extra", "remedy"),
    [
        ("replica: 1", "Did you mean replicas?"),
        ("nodeSelector: {}", "Did you mean node_selector?"),
        ("ports: [{name: a, port: 1, targetport: 2}]", "Did you mean targetPort?"),
        ("autoscale: {min_replicas: 1}", "Did you mean minReplicas?"),
        ("liveness_probe: {httpget: {path: /, port: 1}}", "Did you mean httpGet?"),
        ("env: [{name: A, valuefrom: {}}]", "Did you mean valueFrom?"),
        ("job: {backofflimit: 1}", "Did you mean backoffLimit?"),
    ],
)
def test_the_nearest_valid_name_is_suggested(extra: str, remedy: str) -> None:
    assert mistakes(extra)[0].remedy == remedy


def test_a_name_that_looks_like_nothing_lists_what_is_valid() -> None:
    (problem,) = mistakes("resources: {zzz: {}}")
    assert problem.remedy == "Valid here: limits, requests."


def test_the_nearest_value_is_suggested() -> None:
    (problem,) = mistakes(transport="  transport: htp")
    assert problem.remedy == "Use 'http', 'grpc', 'tcp' or 'queue'. Did you mean http?"


def test_a_union_complains_once_about_the_branch_that_was_meant() -> None:
    (port,) = mistakes("liveness_probe: {tcpSocket: {port: 70000}}")
    assert port.message == "70000 is not allowed for port"
    (quantity,) = mistakes("resources: {requests: {cpu: lots}}")
    assert quantity.message == "'lots' is not allowed for cpu"
    (kind,) = mistakes("resources: {requests: {cpu: [1]}}")
    assert (kind.message, kind.remedy) == (
        "cpu must be text",
        "Write text, or write a whole number, or write a number.",
    )


def test_a_wrong_entry_of_one_branch_is_found_without_blaming_the_whole() -> None:
    with pytest.raises(InputError) as caught:
        read_bundles((BUNDLE + "target_environment: [dev, Prod]\n").encode(), "bundle.yaml")
    assert places(list(caught.value.problems)) == [("wrong-value", 9, 27, "target_environment[1]")]


def test_a_wrong_kind_for_a_union_names_every_branch() -> None:
    with pytest.raises(InputError) as caught:
        read_bundles((BUNDLE + "target_environment: {a: b}\n").encode(), "bundle.yaml")
    (problem,) = caught.value.problems
    assert (problem.path, problem.remedy) == ("target_environment", "Write text, or write a list.")


def test_a_wrong_key_of_a_mapping_is_at_the_key() -> None:
    with pytest.raises(InputError) as caught:
        read_bundles((BUNDLE + "environments:\n  dev: {}\n  PROD:\n    replicas: 1\n").encode(), "bundle.yaml")
    assert places(list(caught.value.problems)) == [("wrong-value", 11, 3, "environments.PROD")]


@pytest.mark.parametrize(
    "written",
    ["yes", "no", "0123", "1e3", "0x1F", "1_000", "12:30:45", "true", "1.0", "-0", "+1", ".5", ".inf", "1.10", "1e400"],
)
def test_plain_scalars_stay_the_text_that_is_written(written: str) -> None:
    component = read(f"""\
        env:
          - {{name: A, value: {written}}}
          - {{name: B, value: &v {written}}}
          - {{name: C, value: *v}}
        config: {{K: {written}}}
        args: [{written}]
        """).component
    assert [variable.value for variable in component.env or []] == [written] * 3
    assert component.config == {"K": written}
    assert component.args == [written]


@pytest.mark.parametrize(
    ("written", "expected"),
    [('"no"', "no"), ('""', ""), ("''", ""), ('"null"', "null"), ("|\n      a\n      b\n", "a\nb\n"), ('" x "', " x ")],
)
def test_quoted_text_stays_text(written: str, expected: str) -> None:
    (variable,) = read(f"env:\n  - name: A\n    value: {written}").component.env or []
    assert variable.value == expected


@pytest.mark.parametrize("wrong", ["true", "2.0", "'2'", "[2]", "-1", "99999999999999999999", "2147483648"])
def test_a_count_is_a_whole_number_in_its_bounds(wrong: str) -> None:
    (problem,) = mistakes(f"replicas: {wrong}")
    assert problem.path == "component.replicas"


@pytest.mark.parametrize("text", ["[1]", "text", "3"])
def test_a_document_that_is_no_mapping(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bundles(text.encode(), "bundle.yaml")
    (problem,) = caught.value.problems
    assert (problem.message, problem.line) == ("the document must be a mapping", 1)


@pytest.mark.parametrize("text", ["", "# nothing", "---\n---\n", "null"])
def test_a_file_without_a_bundle(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bundles(text.encode(), "bundle.yaml")
    assert caught.value.problems[0].code == "empty-file"


def test_mistakes_of_every_document_of_a_file_are_reported() -> None:
    text = f"{BUNDLE}---\n{BUNDLE}color: red\n---\n{BUNDLE}  replicas: x\n"
    with pytest.raises(InputError) as caught:
        read_bundles(text.encode(), "bundle.yaml")
    assert places(list(caught.value.problems)) == [
        ("unknown-key", 18, 1, "color"),
        ("wrong-type", 28, 13, "component.replicas"),
    ]


def test_bundles_of_one_file_are_told_apart() -> None:
    found = read_bundles(f"{BUNDLE}---\n{BUNDLE}team: a\n".encode(), "bundle.yaml")
    assert [bundle.source for bundle in found] == ["bundle.yaml#1", "bundle.yaml#2"]
    assert found[0].digest != found[1].digest


@pytest.mark.parametrize("character", ["\0", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\ufffe", "\uffff"])
def test_characters_that_do_not_travel_are_refused_at_their_place(character: str) -> None:
    escape = f"\\u{ord(character):04x}"
    (problem,) = mistakes(f'config:\n  A: x\n  B: "a{escape}b"')
    assert (problem.code, problem.line, problem.column, problem.path) == (
        "character-not-allowed",
        11,
        8,
        "component.config.B",
    )
    assert f"U+{ord(character):04X}" in problem.message


def test_control_characters_of_names_do_not_reach_the_terminal() -> None:
    for problem in mistakes('"\\e[31mred\\a": 1\nconfig: {"\\e]0;x\\a": y, "\\u0085": z}'):
        text = f"{problem.message} {problem.remedy} {problem.place}"
        assert text.isprintable(), text


def test_an_endless_name_is_cut() -> None:
    (problem,) = mistakes(f"? {'k' * 100_000}\n: 1")
    assert len(problem.message) < 300
    assert len(problem.place) < 300


def data(**component: Any) -> dict[str, Any]:
    return {
        "trace_id": "t",
        "blueprint_id": "b",
        "component_scope": "s",
        "component": {
            "name": "A",
            "type": "microservice",
            "transport": "http",
            "container_image": "a:1.0.0",
            **component,
        },
    }


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"k": [value]}
    return value


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"affinity": {"a": "\ud800"}}, "character-not-allowed"),
        ({"affinity": {"\udfff": 1}}, "character-not-allowed"),
        ({"args": ["\udc80"]}, "character-not-allowed"),
        ({"affinity": {"a": float("nan")}}, "wrong-type"),
        ({"affinity": {"a": float("inf")}}, "wrong-type"),
        ({"affinity": {"a": 2**63}}, "wrong-type"),
        ({"affinity": {"a": -(10**4000)}}, "wrong-type"),
        ({"affinity": {"a": b"bytes"}}, "wrong-type"),
        ({"affinity": {"a": object()}}, "wrong-type"),
        ({"affinity": {1: "x"}}, "wrong-type"),
        ({"affinity": nested(200)}, "yaml-too-deep"),
        ({"affinity": nested(20_000)}, "yaml-too-deep"),
        ({"args": ["x"] * 30_000}, "yaml-too-large"),
    ],
    ids=range(13),
)
def test_data_of_a_client_is_plain_and_bounded(component: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        bundle_from_data(data(**component), "request")
    assert code in {problem.code for problem in caught.value.problems}
    assert all(problem.place.isprintable() and problem.message.isprintable() for problem in caught.value.problems)


def test_data_and_text_give_the_same_bundle_and_digest() -> None:
    wanted = data(env=[{"name": "A", "value": "é😀"}], replicas=2)
    from_data = bundle_from_data(wanted, "request")
    from_json = read_bundles(json.dumps(wanted).encode(), "bundle.json")[0]
    assert from_data.bundle == from_json.bundle
    assert from_data.digest == from_json.digest


def test_large_but_allowed_bundles_are_read_and_their_mistakes_counted() -> None:
    variables = [{"name": f"A{number}", "value": "x"} for number in range(5_000)]
    assert len(bundle_from_data(data(env=variables), "request").bundle.component.env or []) == 5_000
    with pytest.raises(InputError) as caught:
        bundle_from_data(data(env=[{"nmae": "x"}] * 3_000), "request")
    assert len(caught.value.problems) == 3_000
