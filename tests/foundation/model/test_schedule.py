import pytest

from foundation.model.bundle.schedule import check_schedule


@pytest.mark.parametrize(
    "schedule",
    [
        "* * * * *",
        "*/15 0-6,8 1 jan-mar mon",
        "0 3 * * *",
        "@daily",
        "59 23 31 12 6",
        "0 0 ? * MON-FRI",
        "5/10 * * * *",
    ],
)
def test_what_the_controller_accepts(schedule: str) -> None:
    assert check_schedule(schedule) == schedule


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ("60 * * * *", "'60' is no minute from 0 to 59"),
        ("* 24 * * *", "'24' is no hour"),
        ("* * 0 * *", "'0' is no day of the month"),
        ("* * * 13 *", "'13' is no month"),
        ("* * * * 7", "'7' is no day of the week"),
        ("5-1 * * * *", "'5-1' is no minute"),
        ("*/0 * * * *", "'*/0' is no minute"),
        ("*/x * * * *", "is no minute"),
        ("* * * foo *", "'foo' is no month"),
        ("1, * * * *", "'' is no minute"),
        ("* * * *", "has 4 fields"),
        ("* * * * * *", "has 6 fields"),
        ("@sometimes", "has 1 fields"),
        ("", "has 1 fields"),
        ("٣ * * * *", "is no minute"),
    ],
)
def test_what_it_does_not(schedule: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("*", r"\*")):
        check_schedule(schedule)
