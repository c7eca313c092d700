"""What editors use can be read in the dark, too: by the machine's setting, and chosen by hand."""

import pytest

from tests.browser.pages import ADMIN
from tests.browser.test_axe import OF_DJANGO, barriers_here


@pytest.mark.parametrize("name", ["the front page", "the form of an entry"])
def test_a_page_in_the_dark_has_no_barrier(signed_in, site, name):
    signed_in.emulate_media(color_scheme="dark")
    signed_in.goto(site + ADMIN[name]())
    background = "getComputedStyle(document.body).backgroundColor"
    assert signed_in.evaluate(background) == "rgb(13, 19, 48)"
    assert not barriers_here(signed_in, OF_DJANGO)
