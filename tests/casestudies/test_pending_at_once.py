"""Two who act on one change, or on its entry, at the same moment: nothing is done twice or lost."""

import os
from functools import partial

import pytest

from casestudies import changes, editorial, pending
from casestudies.imports import one
from casestudies.imports.documents import document_of
from casestudies.imports.shapes import CASE_STUDY
from casestudies.models import CaseStudy, Version
from collab_directory.audit.models import AuditRecord
from tests.at_once import at_once
from tests.factories import make_study, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# Of each of the five pairs; 100 before a release. Two saves of one form race 100 times at a push.
TIMES = int(os.environ.get("TEST_RACES", "25"))


def fresh(study):
    return CaseStudy.objects.select_related("pending_of").get(pk=study.pk)


def hubs(**fields):
    """As many entries as there are races; they are indexed together."""
    with changes.one_change():
        return [make_study(f"Hub {n}", summary="Old.", **fields) for n in range(TIMES)]


def changed_hubs():
    """Entries, and of each a change that says “New.”, as `pending.prepare` would begin it."""
    studies = hubs()
    said = {study.pk: document_of(study, CASE_STUDY) for study in CASE_STUDY.complete()}
    with changes.one_change():
        return [
            (
                study,
                make_study(
                    study.title,
                    slug=f"change-{n}",
                    summary="New.",
                    state="draft",
                    pending_of=study,
                    pending_base=said[study.pk],
                ),
            )
            for n, study in enumerate(studies)
        ]


def test_two_who_publish_a_change_publish_it_once():
    by = make_user("Publisher")
    for study, change in changed_hubs():
        found = at_once(*(partial(pending.publish, fresh(change), by=by) for _press in "ab"))
        assert sorted(found, key=str) == sorted([study, None], key=str)
        study.refresh_from_db()
        assert (study.summary, study.versions.count()) == ("New.", 1)


def test_of_publishing_and_discarding_one_wins():
    by = make_user("Publisher")
    for study, change in changed_hubs():
        acts = [partial(act, fresh(change), by=by) for act in (pending.publish, pending.discard)]
        assert sorted(at_once(*acts), key=str) == sorted([study, None], key=str)
        study.refresh_from_db()
        over = AuditRecord.objects.about(study)
        won = "case_study.change_published" if study.summary == "New." else None
        assert (won or "case_study.change_discarded") in over.values_list("action", flat=True)
        assert (won is None) != study.versions.exists()
        assert not CaseStudy.objects.filter(pending_of=study).exists()


def test_a_correction_in_place_meanwhile_is_kept_or_seen_first():
    by = make_user("Publisher")

    def correct(study):
        with changes.one_change():
            held = CaseStudy.objects.select_for_update().get(pk=study.pk)
            one.write(held, pending.current_document(held) | {"place": "Margate"})
            return editorial.revise(held, by=by)

    for study, change in changed_hubs():
        found = at_once(partial(pending.publish, fresh(change), by=by), partial(correct, study))
        study.refresh_from_db()
        assert study.place == "Margate"
        refused = [fault for fault in found if isinstance(fault, Exception)]
        if refused:
            assert [type(fault) for fault in refused] == [pending.MovedOn]
            assert study.summary != "New."
        else:
            assert study.summary == "New."
        numbers = list(Version.objects.filter(study=study).values_list("number", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_two_who_begin_a_change_begin_one():
    by = make_user("Editor")
    for study in hubs():
        first, second = at_once(*[partial(pending.prepare, study, by=by)] * 2)
        assert first == second
        begun = AuditRecord.objects.about(study).filter(action="case_study.change_begun")
        assert begun.count() == 1


def test_two_who_send_an_entry_for_review_send_it_once():
    by = make_user("Publisher")
    for study in hubs(state="draft"):
        found = at_once(*(partial(editorial.submit, fresh(study), by=by) for _press in "ab"))
        assert sorted(found) == [False, True]
        sent = AuditRecord.objects.about(study).filter(action="case_study.submitted")
        assert sent.count() == 1
