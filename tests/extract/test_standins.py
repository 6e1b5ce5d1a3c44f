"""States' names are shown to the model alike, and every piece leads back to the words as written."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from allegata.data import rows
from allegata.extract.standins import stand_in, under_one_name

NAMES = [row["name"] for row in rows("countries.csv")]


def words(text: str) -> tuple[Sequence[int], Sequence[tuple[int, int]]]:
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    return list(range(len(found))), [m.span() for m in found]


def test_two_states_are_shown_alike() -> None:
    shown = {stand_in(f"{a} said {b} troops had shelled the town, {c} reports.")[0] for a, b, c in SIDES}
    assert len(shown) == 1


SIDES = (("Armenia", "Azerbaijani", "Yerevan"), ("Azerbaijan", "Armenian", "Baku"), ("AZERBAIJAN", "Russian", "Moscow"))


def test_other_words_stay() -> None:
    for text in ("us", "He told us of turkey and of a china cup", "Georgiana", "", "Новости"):
        assert stand_in(text) == (text, [])


def test_pieces_lead_back_to_what_was_written() -> None:
    text = "Azerbaijan's guns, North Korea said. The Armenians denied it in Yerevan: “Baku lies.”"
    _, spans = under_one_name(words)(text)
    assert [text[a:b] for a, b in spans][:7] == ["Azerbaijan", "'", "s", "guns", ",", "North Korea", "said"]
    assert text[slice(*spans[-4])] == "Baku"


@given(st.lists(st.one_of(st.sampled_from([*NAMES, " ", ",", "’s", "said"]), st.text(max_size=4)), max_size=12).map("".join))
def test_spans_stay_in_order_and_inside(text: str) -> None:
    _, spans = under_one_name(words)(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(spans))
