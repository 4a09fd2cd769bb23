"""What the public may read: numbers that tell of nobody."""

from hypothesis import given
from hypothesis import strategies as st

from reports.chart import by_month
from reports.small_cells import LEAST, hidden

NUMBERS = st.lists(st.integers(0, 30), max_size=8)


@given(numbers=NUMBERS)
def test_no_small_cell_is_shown_and_none_can_be_reckoned_back(numbers):
    away = hidden(numbers)
    assert all(number == 0 or number >= LEAST for place, number in enumerate(numbers) if place not in away)
    assert len(away) != 1 or len(numbers) == 1


@given(numbers=NUMBERS)
def test_nothing_is_hidden_without_need(numbers):
    if not any(0 < number < LEAST for number in numbers):
        assert hidden(numbers) == set()
    if sum(1 for number in numbers if number) > 1:
        assert 0 not in {numbers[place] for place in hidden(numbers)}


def test_the_chart_draws_a_bar_for_each_month_so_far_and_says_its_sentence():
    picture = by_month([0, 3, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0], until=3, sentence='Januari 0, "Februari" 3')
    assert (picture.count("<rect"), picture.count("<text")) == (3, 15)
    assert 'aria-label="Januari 0, &quot;Februari&quot; 3"' in picture
    assert ">Mei</text>" in picture
