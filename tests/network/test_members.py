"""Members find one another by what each of them shows, and by nothing else."""

import random
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.members import FACETS, Members
from network.models import Member
from tests.factories import (
    make_member,
    make_organisation,
    make_region,
    make_services,
    make_types,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/network/members/"
NOBODY = Member.Seen.NOBODY
GONE = {"email": "", "name": "", "role": "", "about": ""}
HIDDEN_WORDS = {
    "name": "Zqname",
    "organisation": "Zqorganisation",
    "role": "Zqrole",
    "interests": "Zqinterests",
    "about": "Zqabout",
}


def ask(**params):
    return Members(QueryDict(urlencode(params, doseq=True)))


def names(members):
    return [shown.name for shown in members.found]


def seen(name, **fields):
    return make_member(name=name, shows_name=Member.Seen.MEMBERS, **fields)


@pytest.fixture
def reader(client):
    """Who looks, and is not on the list."""
    member = make_member(is_listed=False, name="Rae Reader", other_organisation="Zqreaders")
    client.force_login(member.user)
    return client


def page(client, **params):
    return client.get(ADDRESS, params).text


# --- What is hidden is nowhere ---------------------------------------------------------------


def planted(**fields):
    """Somebody with a telling word in each field that has a choice of its own."""
    organisation = make_organisation(HIDDEN_WORDS["organisation"])
    return make_member(
        organisation=organisation,
        interests=("zqinterests",),
        **{name: HIDDEN_WORDS[name] for name in ("name", "role", "about")} | fields,
    )


@pytest.mark.parametrize("field", Member.CHOSEN)
def test_a_field_is_read_and_found_while_it_is_shown_and_not_once_it_is_hidden(reader, field):
    word = HIDDEN_WORDS[field]
    member = planted(shows_name=Member.Seen.MEMBERS)
    facet = {"organisation": "organisation", "interests": "type"}.get(field)

    def counted():
        views = {view.name: view for view in ask().facets}
        found = views[facet].values if facet in views else ()
        return sum(value.count for value in found if value.slug == word.lower())

    assert word in page(reader)
    assert len(ask(q=word).found) == 1
    if facet:
        assert counted() == 1
    Member.objects.filter(pk=member.pk).update(**{f"shows_{field}": NOBODY})
    if field == "interests":  # the type itself can still be chosen: it is the catalogue's
        assert word not in "".join(re.findall(r'<ul class="results">.*?</section>', page(reader)))
    else:
        assert word not in page(reader)
    assert not ask(q=word).found
    if facet:
        assert counted() == 0
        assert not [s for s in ask(**{facet: word.lower()}).found if s.values[facet]]
    assert all(len(ask(q=HIDDEN_WORDS[one]).found) == 1 for one in Member.CHOSEN if one != field)


def test_a_hidden_organisation_is_as_one_that_never_was(reader):
    planted(shows_organisation=NOBODY)
    hidden = page(reader, organisation="zqorganisation")
    nothing = page(reader, organisation="zqnowhere")
    assert hidden.replace("zqorganisation", "") == nothing.replace("zqnowhere", "")


@pytest.mark.parametrize("why", ["not listed", "left", "switched off"])
def test_who_may_not_be_seen_is_in_no_list_count_or_search(reader, why):
    seen("Ann Other")
    before = page(reader)
    member = planted(shows_name=Member.Seen.MEMBERS, service="police", region="wales")
    make_types("zqinterests")
    assert page(reader) != before
    if why == "not listed":
        Member.objects.filter(pk=member.pk).update(is_listed=False)
    elif why == "left":
        Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), **GONE)
    else:
        member.user.is_active = False
        member.user.save()
    assert names(ask()) == ["Ann Other"]
    for word in HIDDEN_WORDS.values():
        assert not ask(q=word).found
    for view in ask().facets:
        assert sum(value.count for value in view.values) <= 1, view.name
    assert "zqorganisation" not in ask().labels["organisation"]


def test_no_address_of_anybody_is_on_the_page(reader):
    member = planted()
    assert member.email not in page(reader)
    assert not ask(q=member.email).found


def test_what_somebody_writes_is_text(reader):
    planted(about="<script>alert(1)</script>")
    assert "<script>alert" not in page(reader)
    assert "&lt;script&gt;alert(1)" in page(reader)


# --- Finding -----------------------------------------------------------------------------------


def test_words_are_found_without_accents_and_capitals_and_from_their_beginning():
    seen("Siân Ŵyn", role="Estates officer")
    seen("Bob Brown", about="The fire chief’s estate")
    assert names(ask(q="sian wyn")) == ["Siân Ŵyn"]
    assert names(ask(q="SIÂN")) == ["Siân Ŵyn"]
    assert sorted(names(ask(q="estate"))) == ["Bob Brown", "Siân Ŵyn"]
    assert names(ask(q="chief's estate")) == ["Bob Brown"]
    assert not ask(q="tates").found
    assert not ask(q="estate nowhere").found


def test_values_of_one_facet_widen_and_facets_narrow():
    seen("A", service="police", region="wales")
    seen("B", service="fire", region="wales")
    seen("C", service="fire", region="london")
    assert len(ask(service=["police", "fire"]).found) == 3
    assert sorted(names(ask(service=["police", "fire"], region="wales"))) == ["A", "B"]


@pytest.mark.parametrize("seed", range(10))
def test_a_count_is_the_length_of_the_list_one_click_later(seed):
    pick = random.Random(seed)
    for _ in range(25):
        hidden = {f"shows_{name}": pick.choice(Member.Seen.values) for name in Member.CHOSEN}
        make_member(
            service=pick.choice(["police", "fire", "health"]),
            region=pick.choice(["wales", "london"]),
            interests=pick.sample(["drones", "training", "estates"], pick.randint(0, 3)),
            organisation=make_organisation(pick.choice(["Alpha", "Beta"])),
            role=pick.choice(["Chief", "Officer"]),
            is_listed=pick.random() < 0.8,
            **hidden,
        )
    labels = ask().labels
    chosen = {
        facet: pick.sample(sorted(labels[facet]), min(len(labels[facet]), pick.randint(0, 2)))
        for facet in FACETS
    }
    chosen["q"] = pick.choice(["", "officer", "alpha"])
    asked = ask(**chosen)
    for view in asked.facets:
        for value in view.values:
            later = ask(**chosen | {view.name: value.slug})
            assert value.count == len(later.found), (chosen, view.name, value.slug)
    choices = asked.question.parameters()
    without = [dict(QueryDict(chip.url.partition("?")[2]).lists()) for chip in asked.chips]
    assert without == [
        dict(QueryDict(urlencode([*choices[:n], *choices[n + 1 :]])).lists())
        for n in range(len(choices))
    ]


def test_they_stand_by_organisation_then_region_and_the_rest_last():
    seen("1", other_organisation="Zeta", region="london")
    seen("2", other_organisation="alpha", region="wales")
    seen("3", other_organisation="Alpha", region="london")
    seen("4", other_organisation="Aaa", shows_organisation=NOBODY)
    assert names(ask()) == ["3", "2", "1", "4"]


# --- The page ----------------------------------------------------------------------------------


def test_twenty_stand_on_a_page_and_each_on_one(reader):
    for number in range(45):
        seen(f"Member {number}")
    titles = re.compile(r'"result__title">(Member \d+)')
    found = [name for n in (1, 2, 3) for name in titles.findall(page(reader, page=n))]
    assert sorted(found) == sorted(f"Member {number}" for number in range(45))
    assert [len(ask(page=n).shown) for n in (1, 2, 3)] == [20, 20, 5]
    assert "There are only 3 pages, so the last one is shown." in page(reader, page=9)
    assert 'href="/network/members/?page=3"' in page(reader)


@pytest.mark.parametrize(
    "params, sentence",
    [
        ({"service": "navy"}, "Service “navy” cannot be chosen here, so it was left out."),
        ({"colour": "blue"}, "Members cannot be narrowed by “colour”, so it was left out."),
        ({"page": "two"}, "There is no page “two”, so the first one is shown."),
        ({"page": "0"}, "There is no page “0”, so the first one is shown."),
        ({"page": "9"}, "There is only one page, so it is shown."),
        ({"q": "?!"}, "Your search has no words to look for, so it was left out."),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(reader, params, sentence):
    seen("Ann Other")
    said = page(reader, **params)
    assert sentence in said
    assert "Ann Other" in said


def test_an_empty_list_says_why_it_is_empty(reader):
    assert "No member has chosen to be seen yet." in page(reader)
    seen("Ann Other")
    said = page(reader, q="zzzz")
    assert "No member shows everything you asked for." in said
    assert "1 member, without any choices" in said


def test_it_says_which_of_them_is_you(client):
    me = seen("Ann Other")
    seen("Bob Brown")
    client.force_login(me.user)
    said = page(client)
    assert said.count('class="tag">You<') == 1
    assert re.search(r"Ann Other\s*<span class=\"tag\">You<", said)


@pytest.mark.parametrize("method", ["get", "head"])
def test_visitors_are_led_to_sign_in_and_come_back_to_their_question(client, method):
    answer = getattr(client, method)(f"{ADDRESS}?q=estates")
    assert answer.status_code == 302
    assert answer["Location"] == f"/network/sign-in/?next={ADDRESS}%3Fq%3Destates"
    assert answer["Cache-Control"] == "private, no-store"


def test_others_who_are_signed_in_get_the_404_of_what_never_was(client):
    client.force_login(make_user("Editor"))
    hidden, nothing = client.get(ADDRESS), client.get("/network/nothing-at-all/")
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.content == nothing.content
    assert "Cookie" in hidden["Vary"]


def test_everybody_reads_what_the_line_of_interests_is(reader):
    make_member(interests=["drones"])
    assert '<p class="result__types">Interested in: Drones</p>' in page(reader)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_there_is_nothing_to_send(reader, method):
    assert getattr(reader, method)(ADDRESS).status_code == 405


def test_members_who_leave_or_are_switched_off_read_it_no_longer(client):
    member = make_member()
    client.force_login(member.user)
    assert client.get(ADDRESS).status_code == 200
    Member.objects.filter(pk=member.pk).update(left_at=timezone.now(), **GONE)
    assert client.get(ADDRESS).status_code == 404
    member.user.is_active = False
    member.user.save()
    assert client.get(ADDRESS)["Location"].startswith("/network/sign-in/")


def queries_of(client, **params):
    with CaptureQueriesContext(connection) as queries:
        page(client, **params)
    return len(queries)


def test_it_costs_the_same_however_many_belong(reader):
    make_services("police", "fire")
    make_region("london")
    for _ in range(2):
        planted(service="fire", region="london")
    few = queries_of(reader)
    for number in range(30):
        make_member(organisation=make_organisation(f"Force {number}"), interests=("drones",))
    assert queries_of(reader) == queries_of(reader, q="zqrole", service="fire", page=2) == few
