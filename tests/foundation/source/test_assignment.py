import pytest

from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.source.assignment import apply, parse_assignment
from foundation.source.bundle import read_bundles
from foundation.source.document import parse_documents

BUNDLE = b"""\
trace_id: t
blueprint_id: b
component_scope: s
component:
  name: Orders
  type: microservice
  transport: http
  replicas: 2
  container_image: acme/orders:1.0.0
  env:
    - {name: A, value: x}
"""


def after(text: str, *assignments: str) -> object:
    (document,) = parse_documents(text, "f")
    apply(document, [parse_assignment(assignment) for assignment in assignments])
    return document.data


def refused(*assignments: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read_bundles(BUNDLE, "bundle.yaml", [parse_assignment(assignment) for assignment in assignments])
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        ("a=3", {"a": 3, "l": [1, {"x": 2}]}),
        ('a="3"', {"a": "3", "l": [1, {"x": 2}]}),
        ("a=", {"a": None, "l": [1, {"x": 2}]}),
        ("a=b=c", {"a": "b=c", "l": [1, {"x": 2}]}),
        ("new.deep.key=yes", {"a": 1, "l": [1, {"x": 2}], "new": {"deep": {"key": True}}}),
        ("l[0]=7", {"a": 1, "l": [7, {"x": 2}]}),
        ("l[1].x=7", {"a": 1, "l": [1, {"x": 7}]}),
        ("l[2]={y: [1, 2]}", {"a": 1, "l": [1, {"x": 2}, {"y": [1, 2]}]}),
        ("l=[]", {"a": 1, "l": []}),
        ("a={k: v}", {"a": {"k": "v"}, "l": [1, {"x": 2}]}),
        ("n.Big.x=1", {"a": 1, "l": [1, {"x": 2}], "n": [{"name": "Big", "x": 1}, {"name": "b ig"}]}),
        ("n.big.x=1", {"a": 1, "l": [1, {"x": 2}], "n": [{"name": "Big", "x": 1}, {"name": "b ig"}]}),
        ("n.b-ig.x=1", {"a": 1, "l": [1, {"x": 2}], "n": [{"name": "Big"}, {"name": "b ig", "x": 1}]}),
    ],
)
def test_assignments(assignment: str, expected: object) -> None:
    named = "\nn: [{name: Big}, {name: b ig}]" if assignment.startswith("n.") else ""
    assert after("a: 1\nl: [1, {x: 2}]" + named, assignment) == expected


def test_later_assignments_win_and_build_on_earlier_ones() -> None:
    assert after("{a: 1}", "b.c=1", "b.d=2", "b.c=3") == {"a": 1, "b": {"c": 3, "d": 2}}


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "=3",
        "a..b=1",
        ".a=1",
        "a.=1",
        "[0]=1",
        "a[-1]=1",
        "a[x=1",
        "a[0=1",
        "a[²]=1",
        "a[9999999999]=1",
        "a=1\n---\nb: 2",
    ],
)
def test_what_is_no_assignment(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_assignment(text)
    (problem,) = caught.value.problems
    assert problem.code == "wrong-assignment"
    assert problem.file is not None
    assert problem.file.startswith("--set ")


@pytest.mark.parametrize("text", ["a=[", "a=*x", "a=!!python/name:os.system x", "a={b: 1, b: 2}", "a=" + "[" * 5000])
def test_a_value_is_read_as_strictly_as_a_file(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_assignment(text)
    assert caught.value.problems[0].code.startswith(("yaml-", "duplicate-"))


@pytest.mark.parametrize(
    "assignment", ["component.env[5]=1", "component.env.x=1", "component.name.x=1", "component[0]=1", "trace_id[0]=1"]
)
def test_a_path_without_a_place(assignment: str) -> None:
    problem = refused(assignment)
    assert (problem.code, problem.file) == ("wrong-assignment", f"--set {assignment}")
    assert "has no place for" in problem.message


def test_a_mistake_of_the_command_line_is_not_blamed_on_the_file() -> None:
    problem = refused("component.replicas=many")
    assert (problem.file, problem.line, problem.path) == ("--set component.replicas=many", None, "component.replicas")


def test_a_mistake_inside_an_assigned_value_names_the_assignment() -> None:
    problem = refused("component.env[1]={name: B, valeu: 1}")
    assert (problem.file, problem.path) == ("--set component.env[1]={name: B, valeu: 1}", "component.env[1].valeu")


@pytest.mark.parametrize("value", ["yes", "0123", "1e3", "null-ish", "1.10"])
def test_assigned_text_stays_as_written_at_any_depth(value: str) -> None:
    changes = [f"component.env[0].value={value}", f"component.config={{K: {value}}}"]
    (found,) = read_bundles(BUNDLE, "f", [parse_assignment(change) for change in changes])
    assert (found.bundle.component.env or [])[0].value == value
    assert found.bundle.component.config == {"K": value}


def test_an_assignment_changes_the_digest_and_no_other_document() -> None:
    two = BUNDLE + b"---\n" + BUNDLE
    plain = read_bundles(two, "f")
    changed = read_bundles(two, "f", [parse_assignment("component.config.A=yes")])
    assert {bundle.digest for bundle in plain}.isdisjoint({bundle.digest for bundle in changed})
    assert changed[0].bundle == changed[1].bundle


def test_an_assignment_does_not_reach_through_an_alias() -> None:
    assert after("a: &x {k: 1}\nb: *x\n", "a.k=2") == {"a": {"k": 2}, "b": {"k": 1}}


def test_a_path_cannot_build_endless_depth() -> None:
    problem = refused("component.affinity" + ".a" * 5_000 + "=1")
    assert problem.code == "yaml-too-deep"


SHOP = b"""\
application: Shop
trace_id: t
blueprint_id: b
component_scope: s
components:
  - {name: Orders, type: microservice, transport: http, container_image: "acme/orders:1.0.0"}
  - {name: Big Basket, type: microservice, transport: http, container_image: "acme/basket:1.0.0"}
"""


def of_shop(*assignments: str) -> list[Bundle]:
    changes = [parse_assignment(assignment) for assignment in assignments]
    return [found.bundle for found in read_bundles(SHOP, "shop.yaml", changes)]


def test_a_component_of_an_application_is_reached_by_its_name() -> None:
    changed = of_shop("components.Orders.replicas=4", "components.big-basket.env[0]={name: A, value: x}")
    assert [bundle.component.replicas for bundle in changed] == [4, None]
    assert [[entry.name for entry in bundle.component.env or []] for bundle in changed] == [[], ["A"]]
    as_messages_write_it = of_shop(
        "components[Orders].replicas=4", "components[Orders].config[a.b]=x", "components[Big Basket].replicas=5"
    )
    assert [bundle.component.replicas for bundle in as_messages_write_it] == [4, 5]
    assert as_messages_write_it[0].component.config == {"a.b": "x"}


@pytest.mark.parametrize(
    ("assignment", "message", "remedy"),
    [
        ("components.Ordres.replicas=4", "components has no place for 'Ordres'", "Did you mean Orders?"),
        (
            "components.X.replicas=4",
            "components has no place for 'X'",
            "It holds Orders, Big Basket. Name an entry by its number, from components[0] on; components[2] adds one.",
        ),
        (
            "component.replicas=4",
            "this is an application of several components, and component means none of them",
            "Name the one that is meant, as in components.Orders.replicas; what is the same for all of them stands "
            "under shared.",
        ),
        ("components.Orders.env.A.value=4", "env must be a list", "Write a list."),
        ("replicas=4", "replicas is not a known key", "Did you mean shared.replicas?"),
        ("Orders.replicas=4", "Orders is not a known key", "Did you mean components.Orders?"),
        ("shared.resources.location=x", "location is not a known key", "Did you mean resources.location?"),
    ],
)
def test_what_reaches_no_component_says_what_would(assignment: str, message: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        of_shop(assignment)
    (problem,) = caught.value.problems
    assert (problem.file, problem.message, problem.remedy) == (f"--set {assignment}", message, remedy)
