"""Cron schedules as the CronJob controller reads them (github.com/robfig/cron, five fields)."""

from foundation.model.expressions import expression

_MACROS = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
#: Lowest and highest number of each field, and the names that stand for numbers.
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_PART = expression(r"(?P<all>[*?])|(?P<first>\w+)(-(?P<last>\w+))?")


def check_schedule(schedule: str) -> str:
    """Return a schedule that the controller accepts.

    Raises:
        ValueError: it does not; the message names the field.
    """
    if schedule in _MACROS:
        return schedule
    fields = schedule.split(" ")
    if len(fields) != len(_FIELDS):
        raise ValueError(
            f"{schedule!r} has {len(fields)} fields; a schedule has five, or is one of @daily, @hourly ..."
        )
    for text, (name, lowest, highest, names) in zip(fields, _FIELDS, strict=True):
        for part in text.split(","):
            _check_part(part, name, lowest, highest, names)
    return schedule


def _check_part(part: str, name: str, lowest: int, highest: int, names: dict[str, int]) -> None:
    value, slash, step = part.partition("/")
    match = _PART.fullmatch(value)
    steps = not slash or (step.isascii() and step.isdigit() and int(step) > 0)
    numbers = [_number(text, names) for text in (match["first"], match["last"]) if text] if match else []
    inside = all(number is not None and lowest <= number <= highest for number in numbers)
    if not match or not steps or not inside or numbers != sorted(numbers, key=lambda number: number or 0):
        raise ValueError(f"{part!r} is no {name} from {lowest} to {highest}")


def _number(text: str, names: dict[str, int]) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else names.get(text.lower())
