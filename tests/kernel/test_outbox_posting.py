"""Posting: one row for each key, in the transaction of what it is about."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from collab_directory import outbox
from collab_directory.outbox import signals
from collab_directory.outbox.models import Letter
from tests.factories import make_audit_record, make_letter

TO = "reader@council.uk"


@pytest.fixture(autouse=True)
def hello(write_template):
    write_template("kernel/hello.txt", "Hello {{ name|safe }}\n\nDear {{ name }},")


@pytest.fixture
def failures():
    """What the rest of the house hears."""
    heard = []

    def hear(sender, letter, problem, **kwargs):
        heard.append((letter.pk, problem))

    signals.failed.connect(hear)
    yield heard
    signals.failed.disconnect(hear)


@pytest.mark.django_db
def test_the_same_key_posts_one_letter():
    first = outbox.post("kernel/hello", to=TO, key="hello:1", name="Ada")
    again = outbox.post("kernel/hello", to="other@council.uk", key="hello:1", name="Bea")
    assert again.pk == first.pk
    kept = Letter.objects.get()
    assert (kept.to, kept.subject, kept.state) == (TO, "Hello Ada", "queued")
    assert kept.message_id == first.message_id


@pytest.mark.django_db
def test_a_letter_goes_with_what_it_is_about():
    @transaction.atomic
    def act():
        outbox.post("kernel/hello", to=TO, key="hello:1", name="Ada")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_many_who_post_one_key_at_once_one_writes():
    ready, posted = Barrier(8), []

    def post():
        try:
            ready.wait()
            with transaction.atomic():
                posted.append(outbox.post("kernel/hello", to=TO, key="hello:1", name="Ada").pk)
        finally:
            connection.close()

    threads = [Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert posted == [Letter.objects.get().pk] * 8


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["nobody", "x" * 400 + "@council.uk", "a\x00b@council.uk"])
def test_a_letter_that_cannot_be_sent_is_kept_as_failed_and_told(
    to, failures, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = outbox.post("kernel/hello", to=to, key="hello:1", name="Ada")
        assert not failures  # not in the middle of what is being written
    made.refresh_from_db()
    assert made.state == "failed"
    assert made.finished_at is not None
    assert "address" in made.problem
    assert failures == [(made.pk, made.problem)]
    with django_capture_on_commit_callbacks(execute=True):
        outbox.post("kernel/hello", to=to, key="hello:1", name="Ada")
    assert len(failures) == 1


@pytest.mark.django_db
def test_letters_are_called_back_by_address_or_by_what_they_are_about():
    one, other = make_audit_record(), make_audit_record()
    for number, (to, about) in enumerate(
        [("Ada@council.uk", one), ("ada@council.uk", other), ("bea@council.uk", one)]
    ):
        outbox.post("kernel/hello", to=to, key=f"hello:{number}", about=about, name="x")
    assert outbox.cancel(to="ada@council.UK", about=one) == 1
    assert outbox.cancel(about=one) == 1
    assert outbox.cancel(about=one) == 0
    assert Letter.objects.waiting().get().target_id == str(other.pk)
    with pytest.raises(ValueError, match="whose"):
        outbox.cancel()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_what_is_finished_is_not_called_back(state):
    letter = make_letter(state=state, to=TO)
    assert outbox.cancel(to=TO) == 0
    letter.refresh_from_db()
    assert letter.state == state
