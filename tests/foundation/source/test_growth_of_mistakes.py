"""A file of many small wrong documents is answered in time that does not grow with their number."""

import time

import pytest

from foundation.model.errors import InputError
from foundation.source.bundle import MOST_BROKEN, read_bundles
from foundation.source.salvage import rest_of

GOOD = (
    "trace_id: t\nblueprint_id: b\ncomponent_scope: s\n"
    "component: {name: x%d, type: worker, transport: queue, container_image: 'a/b:1'}\n"
)


@pytest.mark.parametrize("document", ["a: 1\n", "component: {name: x}\n", GOOD % 1 + "zz: 1\n"])
def test_of_many_wrong_documents_the_first_are_told(document: str) -> None:
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        read_bundles("---\n".join([document] * 5_000).encode(), "b.yaml")
    *told, last = caught.value.problems
    assert time.process_time() - began < 15, "5,000 documents took 3 to 8 seconds when all of them were told"
    assert len({(problem.line, problem.code, problem.path) for problem in told}) == len(told)
    assert len(rest_of(caught.value)) <= MOST_BROKEN
    assert (last.code, last.message) == (
        "too-many-mistakes",
        "100 documents of the file are wrong; 4900 after them were not looked at",
    )


def test_many_good_documents_are_all_read_and_a_few_wrong_ones_all_told() -> None:
    good = [GOOD % number for number in range(150)]
    assert len(read_bundles("---\n".join(good).encode(), "b.yaml")) == 150
    with pytest.raises(InputError) as caught:
        read_bundles("---\n".join([*good, *["a: 1\n"] * MOST_BROKEN]).encode(), "b.yaml")
    assert "too-many-mistakes" not in {problem.code for problem in caught.value.problems}
    assert len({problem.line for problem in caught.value.problems}) == MOST_BROKEN
