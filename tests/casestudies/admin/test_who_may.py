"""Who may press which button, and what an editor cannot do to what is public."""

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy
from casestudies.roles import Role
from tests.factories import make_study

pytestmark = pytest.mark.django_db

ROLES = [None, *Role.values]

# The buttons. 200: the page asks; 302: done, or said why it does not apply; 403: not yours.
WRITERS = {"Editor", "Publisher", "Administrator"}
PUBLISHERS = {"Publisher", "Administrator"}
MOVES = {
    # button: (who, the states from which it leads somewhere, where)
    "submit": (WRITERS, ["draft"], "in-review"),
    "publish": (PUBLISHERS, ["draft", "in-review", "archived"], "published"),
    "return": (PUBLISHERS, ["in-review", "archived"], "draft"),
    "archive": (PUBLISHERS, ["published"], "archived"),
    "verify": (WRITERS, ["draft", "in-review", "published"], None),
}


def given_to(study, **words):
    return {"seen": study.updated_at.isoformat()} | words


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", MOVES)
def test_each_button_answers_each_role_in_each_state(move, role, as_role):
    client = as_role(role)
    who, states, leads_to = MOVES[move]
    for state in CaseStudy.State.values:
        study = make_study(state=state)
        address = reverse(f"admin:casestudies_casestudy_{move}", args=[study.pk])
        allowed = role in who
        applies = state in states
        if role is None:
            expected = (302, 302)
        elif not allowed:
            expected = (403, 403)
        else:
            expected = (200 if applies else 302, 302)
        words = given_to(study, comment="Why?", note="", on="2020-01-01", role="Lead")
        got = (client.get(address).status_code, client.post(address, words).status_code)
        assert got == expected, state
        study.refresh_from_db()
        moved = allowed and applies
        assert study.state == (leads_to if moved and leads_to else state)
        assert bool(study.verified_on) == (moved and move == "verify")


@pytest.mark.parametrize("state", ["published", "archived"])
def test_an_editor_cannot_change_what_was_published_by_any_address(state, as_role):
    client = as_role("Editor")
    study = make_study("Shared station", state=state)
    change = reverse("admin:casestudies_casestudy_change", args=[study.pk])
    page = client.get(change)
    assert page.status_code == 200
    assert "You can read this but not change it" in page.text
    assert 'name="title"' not in page.text
    assert 'name="sources-0-title"' not in page.text
    attempts = [
        (change, {"title": "Mine now"}),
        (reverse("admin:casestudies_casestudy_delete", args=[study.pk]), {"post": "yes"}),
        (reverse("admin:casestudies_casestudy_publish", args=[study.pk]), given_to(study)),
        (reverse("admin:casestudies_casestudy_archive", args=[study.pk]), given_to(study)),
    ]
    for address, words in attempts:
        assert client.post(address, words).status_code == 403
    study.refresh_from_db()
    assert (study.title, study.state) == ("Shared station", state)


@pytest.mark.parametrize("action", ["publish_selected", "archive_selected", "delete_selected"])
def test_an_editor_cannot_forge_an_action_of_the_list(action, as_role):
    client = as_role("Editor")
    draft, published = make_study(state="draft"), make_study()
    words = {
        "action": action,
        "_selected_action": [draft.pk, published.pk],
        "confirmed": "yes",
        "post": "yes",
        "note": "",
    }
    client.post(reverse("admin:casestudies_casestudy_changelist"), words)
    states = dict(CaseStudy.objects.values_list("pk", "state"))
    assert states == {draft.pk: "draft", published.pk: "published"}
