"""What the pages on privacy and cookies say of the network is what it does."""

import datetime as dt
import html
import re

import pytest

from network import proof
from network.retention import RULES
from network.templatetags.retention import in_words

pytestmark = pytest.mark.django_db


def text_of(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_on_privacy_gives_each_rule_of_the_daily_job(client, rule):
    said = f"{rule.what} {in_words(rule.kept)} {rule.since}: {rule.then}."
    assert said in text_of(client.get("/privacy/"))


@pytest.mark.parametrize(
    "days, words",
    [(1, "1 day"), (30, "30 days"), (364, "364 days"), (365, "1 year"), (730, "2 years")],
)
def test_times_are_given_in_the_unit_that_fits(days, words):
    assert in_words(dt.timedelta(days=days)) == words


def test_the_page_on_cookies_names_each_that_a_form_sets(client):
    text = text_of(client.get("/cookies/"))
    assert proof.COOKIE in text
    for name in client.get("/contact/").cookies:
        assert name in text


def test_reading_about_it_sets_no_cookie(client):
    assert not client.get("/privacy/").cookies
    assert not client.get("/cookies/").cookies
