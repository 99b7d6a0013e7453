"""Models that are built when they are first used read, write and describe like any other."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from foundation.model.deferred import DeferredModel
from tests.support.generation import ROOT

#: Prints which models are built once the example of an order service is read.
BUILT_BY_A_BUNDLE = """
import sys
from pathlib import Path
from foundation.model.bundle.bundle import Bundle
from foundation.model.deferred import DeferredModel
from foundation.source.document import parse_documents
from foundation.source.validation import validate
path = Path("examples/order-service.yaml")
validate(Bundle, parse_documents(path.read_text(), str(path))[0], str(path))
def classes(model):
    for one in model.__subclasses__():
        yield one
        yield from classes(one)
print(*(one.__name__ for one in classes(DeferredModel) if one.__pydantic_complete__))
"""


def models(base: type[BaseModel]) -> type[BaseModel]:
    """Return a model with others inside, all of them derived from a class."""

    class Leaf(base):  # type: ignore[misc, valid-type]
        """The innermost."""

        model_config = ConfigDict(strict=True, extra="forbid")
        size: Annotated[int, Field(ge=1)] = 1
        names: tuple[str, ...] = ()
        at: datetime | None = None

    class Branch(base):  # type: ignore[misc, valid-type]
        """One between."""

        leaf: Leaf
        further: list[Leaf] = []
        by_name: dict[str, Leaf | None] = Field(default={}, description="Some.")

    class Tree(base):  # type: ignore[misc, valid-type]
        """The whole."""

        branch: Branch | None = None
        either: Branch | Leaf | None = None

    return Tree


DEFERRED, PLAIN = models(DeferredModel), models(BaseModel)
LEAF: Any = PLAIN.model_validate({"either": {"size": 5}}).either  # type: ignore[attr-defined]
VALUES: list[Any] = [
    {"branch": {"leaf": {"size": 2}}},
    {
        "branch": {
            "leaf": {},
            "further": [{"names": ("a", "b")}],
            "by_name": {"x": {"at": datetime.now(UTC)}, "y": None},
        }
    },
    {"either": {"size": 3}},
    {"either": {"leaf": {"size": 3}}},
]
WRONG: list[Any] = [
    {"branch": {"leaf": {"size": 0}, "further": [{}, {"size": "x"}, {"other": 1}]}},
    {"branch": {"leaf": 7, "by_name": {"x": {"names": ["list"]}}}},
    {"branch": {}},
]


@pytest.mark.parametrize("value", VALUES)
def test_it_reads_and_writes_the_same(value: Any) -> None:
    deferred, plain = DEFERRED.model_validate(value), PLAIN.model_validate(value)
    assert deferred.model_dump() == plain.model_dump()
    assert deferred.model_dump_json(exclude_unset=True) == plain.model_dump_json(exclude_unset=True)
    assert DEFERRED.model_validate_json(deferred.model_dump_json()) == deferred


@pytest.mark.parametrize("value", WRONG)
def test_mistakes_inside_stand_at_their_places(value: Any) -> None:
    assert mistakes(DEFERRED, value) == mistakes(PLAIN, value) != []


def mistakes(model: type[BaseModel], value: Any) -> list[Any]:
    with pytest.raises(ValidationError) as error:
        model.model_validate(value)
    return error.value.errors(include_url=False)


@pytest.mark.parametrize("form", ["model", "list"])
def test_it_is_described_the_same(form: str) -> None:
    pair = [TypeAdapter(model if form == "model" else list[model]) for model in (DEFERRED, PLAIN)]  # type: ignore[valid-type]
    assert pair[0].json_schema() == pair[1].json_schema()
    assert pair[0].json_schema(mode="serialization") == pair[1].json_schema(mode="serialization")


def test_a_bundle_builds_what_it_says_and_no_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILT_BY_A_BUNDLE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    built = done.stdout.split()
    assert {"Bundle", "Component", "Layer"} <= {*built}
    assert {"Affinity", "Volume", "CloudResources", "GatewaySpec", "Keda", "Lifecycle"} & {*built} == set()
    assert len(built) < 30


@pytest.mark.parametrize("made", ["unpickled", "constructed"])
def test_what_comes_about_unread_is_written(made: str) -> None:
    # Classes that nobody used in this process yet.
    tree = models(DeferredModel)
    branch = tree.model_fields["branch"].annotation.__args__[0]
    leaf = branch.model_fields["leaf"].annotation
    if made == "constructed":
        held = leaf.model_construct(size=5)
    else:
        held = leaf.__new__(leaf)
        held.__setstate__(LEAF.__getstate__())
    assert tree.model_construct(branch=branch.model_construct(leaf=held)).model_dump_json(exclude_unset=True) == (
        '{"branch":{"leaf":{"size":5}}}'
    )
