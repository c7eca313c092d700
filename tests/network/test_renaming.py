"""What people saved follows a term that goes by another slug."""

import pytest

from casestudies import terms
from casestudies.models import CollaborationType
from network.actions import alerts
from network.models import Consent, Subscription
from tests import factories
from tests.factories import make_study, make_types, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def types():
    return make_types("joint-training", "shared-premises")


def merge(gone, into):
    terms.merge(gone, into, by=make_user("Publisher"))


def test_a_saved_search_asks_for_what_a_type_was_merged_into(types):
    gone, into = types
    study = make_study(types=[gone.slug])
    subscription = factories.make_subscription(
        f"q=station&type={gone.slug}&type={into.slug}&from=2012"
    )
    other = factories.make_subscription(f"service={gone.slug}")
    merge(gone, into)
    subscription.refresh_from_db()
    other.refresh_from_db()
    assert subscription.question == f"q=station&type={into.slug}&from=2012"
    assert other.question == f"service={gone.slug}"
    assert alerts.Search.stored(f"type={into.slug}").finds([study.pk]) == {study.pk}
    assert Consent.objects.get(subscription=subscription).purpose.endswith(subscription.question)


def test_nobody_gets_each_letter_twice_after_a_merge(types):
    gone, into = types
    first = factories.make_subscription(f"type={gone.slug}", email="reader@council.uk")
    second = factories.make_subscription(f"type={into.slug}", email="reader@council.uk")
    stranger = factories.make_subscription(f"type={gone.slug}")
    merge(gone, into)
    states = {one.pk: one.state for one in Subscription.objects.all()}
    assert states == {first.pk: "ended", second.pk: "active", stranger.pk: "active"}


def test_a_saved_search_follows_a_type_that_is_renamed_or_replaced(types):
    old, new = (CollaborationType.objects.get(pk=one.pk) for one in types)
    subscription = factories.make_subscription(f"type={old.slug}")
    old.slug = "training-together"
    old.save()
    subscription.refresh_from_db()
    assert subscription.question == "type=training-together"
    terms.retire(old, by=make_user("Publisher"), replacement=new)
    subscription.refresh_from_db()
    assert subscription.question == f"type={new.slug}"


def test_a_proposal_that_is_not_over_chooses_what_its_type_was_merged_into(types):
    gone, into = types
    draft = factories.make_contribution(said={"types": [gone.slug, into.slug]})
    merge(gone, into)
    draft.refresh_from_db()
    assert draft.answers["types"] == [into.slug]


def test_a_member_keeps_what_was_retired_and_a_new_one_cannot_choose_it(types, client):
    gone, _into = types
    member = factories.make_member(interests=[gone.slug])
    terms.retire(gone, by=make_user("Publisher"))
    assert gone.name not in client.get("/network/join/").content.decode()
    client.force_login(member.user)
    assert gone.name in client.get("/network/account/").content.decode()
