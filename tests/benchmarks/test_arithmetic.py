"""What the benchmarks say about times is worked out rightly, and read the same by people and programs."""

import json

import pytest

from benchmarks.__main__ import NAMES, parse
from benchmarks.measuring import Cell, in_turn, measure, percentile
from benchmarks.results import Line, table


def line(ours=3.0, floor=2.0, bar=1.5):
    return Line("list", "first page", ours, floor, bar, 1_000_000)


def test_the_ratio_is_ours_by_the_floor():
    assert line(ours=3.0, floor=2.0).ratio == 1.5


def test_a_bar_holds_up_to_its_number_and_is_judged_unrounded():
    assert line(ours=3.0, floor=2.0, bar=1.5).holds
    assert not line(ours=3.0001, floor=2.0, bar=1.5).holds


def test_work_that_was_not_done_does_not_hold_however_quick_it_was():
    assert not Line("search", "rare name", 1.0, 2.0, 1.5, 1_000_000, done=False).holds


def test_without_a_floor_the_count_itself_is_judged():
    assert line(ours=5, floor=None, bar=5).holds
    assert not line(ours=6, floor=None, bar=5).holds


def test_the_median_is_taken_over_all_rounds_in_milliseconds():
    cell = Cell("page", lambda: 0, seconds=[0.001, 0.009, 0.002, 0.5])
    assert cell.ms == 5.5


def test_so_many_of_a_hundred_took_no_longer():
    assert percentile([number / 1000 for number in range(1, 100)], 95) == 95


def test_cells_take_turns_and_each_is_asked_as_often():
    asked = []
    cells = [Cell(name, lambda name=name: asked.append(name) or 0.001) for name in "ab"]
    measure(*cells, rounds=2, batch=2)
    assert asked == ["a", "a", "b", "b", "b", "b", "a", "a"]
    assert [len(cell.seconds) for cell in cells] == [4, 4]


def test_no_cell_always_follows_the_same_neighbour():
    orders = ["".join(in_turn("abc", number)) for number in range(6)]
    assert orders == ["abc", "cba", "bca", "acb", "cab", "bac"]


def test_a_batch_begins_before_its_clock_runs():
    told = []
    measure(Cell("page", lambda: told.append("once") or 0, lambda: told.append("begin")), rounds=2, batch=1)
    assert told == ["begin", "once", "begin", "once"]


def test_one_json_object_a_line_with_the_names_that_other_programs_read():
    read = json.loads(line(ours=3.14159, floor=2.0, bar=1.5).as_json())
    assert list(read) == ["name", "case", "ours", "floor", "ratio", "bar", "holds", "size"]
    assert read == {
        "name": "list",
        "case": "first page",
        "ours": 3.1416,
        "floor": 2.0,
        "ratio": 1.5708,
        "bar": 1.5,
        "holds": False,
        "size": 1_000_000,
    }


def test_the_table_says_plainly_what_does_not_hold():
    held, missed = table([line(), line(ours=9.0)]).splitlines()[1:]
    assert held.endswith("1.500     1.50  holds          1,000,000")
    assert missed.endswith("4.500     1.50  DOES NOT HOLD  1,000,000")


def test_all_bars_are_measured_unless_some_are_named():
    assert parse([]).names == NAMES
    assert parse(["list"]).names == ["list"]


@pytest.mark.parametrize("arguments", [["lists"], ["list", "--people", "5"]])
def test_what_cannot_be_measured_is_refused(arguments):
    with pytest.raises(SystemExit):
        parse(arguments)
