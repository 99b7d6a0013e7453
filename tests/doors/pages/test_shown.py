"""Long texts: what differs is found wherever it is, and the rest is folded."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.doors.pages.shown.blocks import blocks_of
from agent.doors.pages.shown.bundles import told_at
from agent.doors.pages.shown.highlight import pieces_of
from agent.doors.pages.shown.lines import PAGE, lines_of, part_of
from agent.doors.pages.shown.sides import Row, Sides
from agent.doors.pages.shown.waterfall import waterfall
from foundation.model.findings import Cause, Finding


def side_by_side(earlier: str, later: str) -> list[Row]:
    return Sides(earlier, later).rows()


texts = st.lists(st.sampled_from("abcdefgh"), max_size=12)
LONG = "".join(f"key{number}: a value that is long enough\n" for number in range(60_000))


def test_a_difference_far_down_in_two_megabytes_is_shown() -> None:
    rows = side_by_side(LONG, LONG.replace("key59990: a", "key59990: another"))
    changed = [row for row in rows if row.kind == "changed"]
    assert [(row.left.number, row.right.text) for row in changed if row.left and row.right] == [
        (59_991, "key59990: another value that is long enough")
    ]
    assert rows[0].folded == 59_987


def test_texts_that_are_the_same_have_no_rows() -> None:
    assert side_by_side(LONG, LONG) == []


def test_lines_that_are_there_on_one_side_alone_stand_there() -> None:
    rows = side_by_side("a\nb\n", "a\nb\nc\nd\n")
    assert [row.kind for row in rows] == ["equal", "equal", "added", "added"]


def test_a_long_text_and_a_long_line_are_cut_and_nothing_acts_on_the_reader() -> None:
    assert len(lines_of(LONG)) == PAGE
    (line,) = lines_of("x" * 1_000_000)
    assert len(line.text) < 3_000
    (line,) = lines_of("a\u202eb\x1b[31m\tc", [(1, 7)])
    assert line.text == "a\ufffdb\ufffd[31m\tc"
    assert line.marked == [7]


def test_a_long_text_is_read_page_by_page_and_what_was_found_is_on_it() -> None:
    first = part_of(LONG, 1)
    assert (len(first.lines), first.all, first.earlier, first.later) == (PAGE, 60_000, None, PAGE + 1)
    last = part_of(LONG, 59_001, [(59_900, 1)])
    assert (last.lines[0].number, last.lines[-1].number, last.earlier, last.later) == (59_001, 60_000, 57_001, None)
    assert [line.number for line in last.lines if line.marked] == [59_900]
    assert part_of(LONG, 99_999_999) == first
    assert [line.number for line in lines_of(LONG, [(30_000, 1)])] == list(range(29_995, 30_006))


OBJECT = "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{0}\n  labels: {{app: a}}\ndata:\n  key: value\n"


def test_two_manifests_of_two_megabytes_that_are_full_of_equal_lines_are_compared_in_time() -> None:
    earlier, later = ("".join(OBJECT.format(number) for number in range(start, start + 20_000, 1)) for start in (0, 5))
    assert len(earlier) > 1_800_000
    started = process_time()
    sides = Sides(earlier, later)
    rows = sides.rows()
    assert process_time() - started < 10
    assert {row.kind for row in rows} == {"equal", "removed", "added", "folded"}
    removed = [row.left.text for row in rows if row.kind == "removed" and row.left]
    assert [text for text in removed if "name" in text] == [f"  name: c{number}" for number in range(5)]


def test_lines_that_have_nothing_in_common_are_compared_in_time() -> None:
    lines = ["a", "b", "c", "d", "e"]
    earlier = "".join(f"{lines[number % 5]}\n" for number in range(60_000))
    later = "".join(f"{lines[number * 7 % 4]}\n" for number in range(60_000))
    started = process_time()
    assert len(Sides(earlier, later)) > 0
    assert process_time() - started < 10


@given(texts, texts)
def test_rows_have_every_difference(earlier: list[str], later: list[str]) -> None:
    """What is equal is equal, and what is not equal together with it is each of the two texts."""
    blocks = blocks_of(earlier, later)
    for block in blocks:
        assert (earlier[block.start : block.end] == later[block.other_start : block.other_end]) is block.equal
    assert [line for block in blocks for line in earlier[block.start : block.end]] == earlier
    assert [line for block in blocks for line in later[block.other_start : block.other_end]] == later


def test_yaml_is_shown_in_colours() -> None:
    (line,) = lines_of('  - name: "a" # why\n')
    assert line.pieces == [
        ("key", "  - name"),
        ("", ": "),
        ("string", '"a"'),
        ("", " "),
        ("comment", "# why"),
    ]


@pytest.mark.parametrize("sign", ["{", '"', "'", "{{", '\\"', "- ", '{ "', ",a", "{,", "1.", "# ", "a:", " "])
def test_no_line_takes_long_to_colour(sign: str) -> None:
    started = process_time()
    for _ in range(20):
        pieces = pieces_of(sign * (2_000 // len(sign)))
    assert "".join(text for _, text in pieces) == sign * (2_000 // len(sign))
    assert process_time() - started < 1


def test_steps_follow_each_other_and_fill_the_picture() -> None:
    first, second, third = waterfall(["load", "merge", "save"], {"load": 10.0, "merge": 30.0})
    assert (first.start, first.width, second.start, second.width) == (0.0, 150.0, 150.0, 450.0)
    assert third.milliseconds is None


def test_what_environments_have_in_common_is_told_once() -> None:
    bundle = json.dumps({"component": {"name": "Ping", "container_image": "ping:latest"}})
    cause = Cause(file="b.yaml", line=9, path="component.container_image")
    found = Finding(code="image-tag", severity="error", message="not pinned", remedy="Pin it.", cause=cause)
    everywhere = [found.model_copy(update={"environment": name}) for name in ("dev", "prod")]
    told, lines = told_at([*everywhere, found.model_copy(update={"message": "else"})], [], bundle)
    assert [(one.number, one.environment, one.message, one.line) for one in told] == [
        (1, "dev, prod", "not pinned", 3),
        (2, None, "else", 3),
    ]
    assert [line.marked for line in lines] == [[], [], [1, 2]]
