"""The content that the directory begins with, as spreadsheets."""

import pytest

from casestudies.sheets.layout import KINDS
from casestudies.sheets.steps import What
from tests.casestudies.sheets.books import steps_of, taken_out


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_out_and_brought_back_changes_nothing(kind, form, content):
    steps = steps_of(taken_out(kind, form), kind)
    assert {step.what for step in steps} == {What.SAME}
    assert len(steps) > 100
