"""Time expressions: a first table."""

from allegata.resolve.dates import find_times


def test_saturday_morning_before_a_sunday_publication() -> None:
    (when,) = find_times("On Saturday morning", published="2020-10-04")
    assert (when.value, when.start, when.end) == ("2020-10-03TMO", "2020-10-03T06:00", "2020-10-03T12:00")
