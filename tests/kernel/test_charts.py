"""Lengths and shades of drawings."""

import pytest

from collab_directory.charts import Bar, shade, to_scale


def test_the_longest_bar_fills_the_drawing_and_a_range_ends_where_it_may_end():
    one, other, none = to_scale([Bar("A", 30, "30", upper=60), Bar("B", 15, "15"), Bar("C", 0, "")])
    assert (one.length, one.reach, one.spread) == (50, 100, 50)
    assert (other.length, other.spread, other.below_top) == (25, 0, 75)
    assert (none.length, none.reach) == (0, 0)


def test_nothing_at_all_is_drawn_without_length():
    assert [bar.length for bar in to_scale([Bar("A", 0, "0")])] == [0]
    assert to_scale([]) == ()


@pytest.mark.parametrize(
    "value, largest, step",
    [
        (0, 0, 0),
        (0, 40, 0),
        (1, 40, 1),
        (10, 40, 1),
        (11, 40, 2),
        (30, 40, 3),
        (31, 40, 4),
        (40, 40, 4),
    ],
)
def test_what_is_there_is_never_as_pale_as_nothing(value, largest, step):
    assert shade(value, largest) == step
