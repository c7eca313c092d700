"""“Seen, dealing with it”: it moves a row to the end, says whose it is, and hides nothing."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_directory.audit.models import AuditRecord
from collab_directory.worklist import marking
from collab_directory.worklist.lists import worklist_of
from collab_directory.worklist.models import HOLDS, Mark
from tests.factories import make_enquiry, make_study, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def in_review(n):
    return [make_study(f"Entry {i}", state="in-review", sources=(f"200{i}",)) for i in range(n)]


def lines(user, name="in-review", at=NOW):
    sections = worklist_of(user, at).sections
    (found,) = [one for s in sections for one in s.listed if one.queue.name == name]
    return found.lines


def titles(user, **more):
    return [line.row.title for line in lines(user, **more)]


def press(client, verb, study, **more):
    return client.post(reverse("admin:worklist"), {verb: f"in-review:{study.pk}", **more})


def test_a_press_moves_the_row_to_the_end_and_says_whose_it_is(publisher):
    first, *_others = in_review(3)
    answer = press(publisher, "take", first)
    assert answer["Location"] == f"{reverse('admin:index')}#in-review"
    assert titles(publisher.user) == ["Entry 1", "Entry 2", "Entry 0"]
    assert "You have been dealing with it since" in publisher.get("/admin/").text
    publisher.force_login(make_user("Publisher"))
    page = publisher.get("/admin/").text
    assert f"{publisher.user.username} has been dealing with it since" in page
    assert '<tr class="is-held">' in page


def test_what_somebody_deals_with_pushes_nothing_out_and_counts_still(publisher):
    studies = in_review(7)
    for study in studies[:3]:
        marking.take("in-review", str(study.pk), by=publisher.user, at=NOW)
    expected = ["Entry 3", "Entry 4", "Entry 5", "Entry 6", "Entry 0"]
    assert titles(publisher.user)[:5] == expected
    assert worklist_of(publisher.user, NOW).sections[1].filled[0].count == 7


def test_a_few_words_stand_with_it_for_the_others(publisher):
    (study,) = in_review(1)
    press(publisher, "take", study)
    press(publisher, "take", study, words="Asked Kent <b>Police</b>")
    publisher.force_login(make_user("Editor"))
    assert "“Asked Kent &lt;b&gt;Police&lt;/b&gt;”" in publisher.get("/admin/").text


def test_of_two_who_press_the_first_has_it(publisher):
    (study,) = in_review(1)
    first = publisher.user
    press(publisher, "take", study)
    publisher.force_login(make_user("Publisher"))
    page = publisher.post(reverse("admin:worklist"), {"take": f"in-review:{study.pk}"}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said[-1] == f"{first.username} is dealing with that already."
    assert Mark.objects.get().by == first


def test_it_can_be_put_back_by_anybody_who_sees_it(publisher):
    (study,) = in_review(1)
    press(publisher, "take", study)
    publisher.force_login(make_user("Publisher"))
    press(publisher, "put_back", study)
    press(publisher, "put_back", study)
    assert not Mark.objects.exists()
    done = AuditRecord.objects.about(study).values_list("action", flat=True)
    assert [*done] == ["worklist.put_back", "worklist.taken"]


def test_it_holds_for_fourteen_days_and_then_is_everybodys(publisher):
    (study,) = in_review(1)
    marking.take("in-review", str(study.pk), by=publisher.user, at=NOW)
    second = dt.timedelta(seconds=1)
    assert lines(publisher.user, at=NOW + HOLDS - second)[0].mark
    assert lines(publisher.user, at=NOW + HOLDS)[0].mark is None
    other = make_user("Publisher")
    assert marking.take("in-review", str(study.pk), by=other, at=NOW + HOLDS).by == other


def test_it_goes_with_its_cause(publisher):
    study, other = in_review(2)
    for each in (study, other):
        marking.take("in-review", str(each.pk), by=publisher.user, at=NOW)
    type(study).objects.filter(pk=study.pk).update(state="draft")
    assert titles(publisher.user) == ["Entry 1"]
    assert marking.forget_settled(at=NOW) == 1
    assert Mark.objects.get().row == str(other.pk)


@pytest.mark.parametrize(
    "sent",
    ["in-review:999999", "in-review:x", "in-review:", "boss:1", "", "x" * 999, "in-review:\0"],
)
def test_what_does_not_wait_cannot_be_taken(sent, publisher):
    in_review(1)
    page = publisher.post(reverse("admin:worklist"), {"take": sent}, follow=True)
    assert "That does not wait any more" in page.text
    assert not Mark.objects.exists()


def test_what_one_may_not_see_is_as_if_it_were_gone(client):
    enquiry = make_enquiry(state="with-group", confirmed_at=NOW)
    client.force_login(make_user("Editor"))
    sent = {"take": f"enquiries:{enquiry.pk}"}
    seen = client.post(reverse("admin:worklist"), sent, follow=True).text
    assert "That does not wait any more" in seen
    assert enquiry.reference not in seen
    assert not Mark.objects.exists()
    client.force_login(make_user("Network manager"))
    client.post(reverse("admin:worklist"), sent)
    assert Mark.objects.get().queue == "enquiries"


def test_only_whoever_works_in_the_admin_may_press(client):
    (study,) = in_review(1)
    assert press(client, "take", study)["Location"].startswith(reverse("admin:login"))
    client.force_login(make_user(None))
    assert press(client, "take", study).status_code == 302
    assert not Mark.objects.exists()


def test_looking_takes_nothing(publisher):
    (study,) = in_review(1)
    answer = publisher.get(reverse("admin:worklist"), {"take": f"in-review:{study.pk}"})
    assert answer.status_code == 405
    assert not Mark.objects.exists()
