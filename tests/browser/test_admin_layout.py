"""On a laptop an editor sees whole lists, the main button, and choices beside their words."""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP
from tests.factories import make_study

ADMIN = "admin:casestudies_"
HIDDEN = "(box) => box.scrollWidth - box.clientWidth"


@pytest.mark.parametrize("listed", ["casestudy", "version", "organisation"])
def test_a_list_shows_all_its_columns_beside_the_filters(signed_in, site, listed):
    signed_in.set_viewport_size(DESKTOP)
    signed_in.goto(site + reverse(f"{ADMIN}{listed}_changelist"))
    assert signed_in.locator("#changelist .results").evaluate(HIDDEN) <= 0


def test_the_next_step_stands_out_and_choices_stand_beside_their_words(signed_in, site):
    gone, into = make_study("Joint garage", state="draft"), make_study("Joint station")
    signed_in.goto(site + reverse(f"{ADMIN}casestudy_change", args=[gone.pk]))
    colours = [
        signed_in.get_by_role("link", name=name, exact=True).evaluate(
            "(link) => getComputedStyle(link).backgroundColor"
        )
        for name in ("Publish", "History")
    ]
    assert colours[0] != colours[1]
    signed_in.goto(site + reverse(f"{ADMIN}casestudy_merge", args=[gone.pk, into.pk]))
    radio = signed_in.locator("input[type=radio]").first
    assert radio.evaluate("(radio) => radio.offsetWidth") < 40  # pixels: as the browser draws it
