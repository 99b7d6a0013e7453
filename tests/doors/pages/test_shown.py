"""Long texts: what differs is found wherever it is, and the rest is folded."""

from agent.doors.pages.shown.lines import MOST_LINES, lines_of
from agent.doors.pages.shown.sides import side_by_side
from agent.doors.pages.shown.waterfall import waterfall

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
    assert len(lines_of(LONG)) == MOST_LINES
    (line,) = lines_of("x" * 1_000_000)
    assert len(line.text) < 3_000
    (line,) = lines_of("a\u202eb\x1b[31m\tc", [(1, 7)])
    assert line.text == "a\ufffdb\ufffd[31m\tc"
    assert line.marked == [7]


def test_steps_follow_each_other_and_fill_the_picture() -> None:
    first, second, third = waterfall(["load", "merge", "save"], {"load": 10.0, "merge": 30.0})
    assert (first.start, first.width, second.start, second.width) == (0.0, 150.0, 150.0, 450.0)
    assert third.milliseconds is None
