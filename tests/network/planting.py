"""One person in every table, letter, session and record, under a name like no other word."""

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone

from casestudies.models import Preview
from casestudies.sheets.models import SheetImport
from collab_directory import audit, limits, outbox, presence
from collab_directory.outbox.models import Letter
from collab_directory.worklist.models import Mark
from network.actions import enquiries, messages
from network.models import (
    AddressChange,
    ConfirmedAddress,
    Consent,
    Contribution,
    ContributionQuestion,
    Disclosure,
    DoNotMail,
    EarlierText,
    Enquiry,
    Following,
    Link,
    ReturnedLetter,
    SignIn,
    Unwanted,
)
from network.personal import Person
from tests import sign_in
from tests.factories import (
    make_correction,
    make_enquiry,
    make_group_message,
    make_introduction,
    make_leader,
    make_letter,
    make_member,
    make_reply,
    make_report,
    make_request,
    make_study,
    make_subscription,
    make_topic,
    make_user,
    make_version,
)

ADDRESS = "Zqada.Planted@Zqcouncil.uk"
NAME = "Zqname Zqsurname"
# Nothing else in any table looks like these
SECRETS = ("zqada", "zqcouncil", "zqname", "zqsurname", "zqwords")

SAID = {"name": NAME, "email": ADDRESS}
BY_ADDRESS = limits.Limit("planted", ((5, dt.timedelta(hours=1)),))


def plant(*, is_staff: bool):
    """Their account; everything else is found by the address."""
    account = make_user(
        "Publisher" if is_staff else None,
        username=ADDRESS.lower(),
        first_name="Zqname",
        last_name="Zqsurname",
    )
    _what_they_sent()
    _what_they_lead()
    _how_they_belong(account)
    _what_they_subscribed_to()
    _what_they_did(account)
    _letters()
    _ways_in(account)
    return account


def _what_they_sent():
    at = timezone.now()
    answers_for = make_leader(make_study(), email="another@fire.uk")
    make_enquiry(**SAID, message="Zqwords")
    asked = make_enquiry(
        **SAID,
        study=answers_for.leaderships.get().study,
        organisation="Zqcouncil",
        state="with-group",
        confirmed_at=at,
    )
    enquiries.pass_on(asked, to=answers_for, by=None, at=at)  # with its letters
    make_enquiry(**SAID, state="closed", confirmed_at=at, closed_at=at, reported_at=at)
    make_correction(**SAID, role="Zqwords", remark="Zqwords")
    make_correction(**SAID, state="declined", decided_at=at, answer="Dear Zqname")
    messages.send(
        key=uuid.uuid4(),
        subject="data-protection",
        message="I am Zqname",
        sender=messages.Sender(ADDRESS, NAME),
        client="192.0.2.1",
        at=at,
    )
    answered = make_group_message(**SAID, message="Zqwords")
    messages.answer(answered, by=make_user("Network manager"), at=at, text="Dear Zqname")
    ConfirmedAddress.remember(ADDRESS, at)
    limits.take({BY_ADDRESS: ADDRESS}, at=at)


def _what_they_lead():
    at = timezone.now()
    leader = make_leader(
        make_study(), email=ADDRESS, name=NAME, consent_note="Zqname said so", bounce_reason=""
    )
    Link.make(Link.Purpose.LEADER_PAGE, leader, at=at, bound_to=ADDRESS.lower())
    asked = make_enquiry(leader.leaderships.get().study, state="with-group", confirmed_at=at)
    enquiries.pass_on(asked, to=leader, by=None, at=at)


def _how_they_belong(account):
    at = timezone.now()
    for state in ("received", "waiting", "approved", "declined"):
        make_request(**SAID, state=state, why="Zqwords", reason="Zqname")
    member = make_member(**SAID, user=account, about="Zqwords", other_organisation="Zqcouncil")
    AddressChange.objects.create(form_key=uuid.uuid4(), member=member, email="zqada@else.uk")
    for state, more in (
        ("draft", {}),
        ("asked", {"sent_at": at, "study": make_study(state="in-review")}),
        ("published", {"sent_at": at, "decided_at": at, "study": make_study()}),
    ):
        proposal = Contribution.objects.create(
            form_key=uuid.uuid4(),
            member=member,
            answers={"title": "Zqwords"},
            credit=NAME,
            state=state,
            **more,
        )
        ContributionQuestion.objects.create(
            contribution=proposal, text="Zqname?", answer="Zqwords", answered_at=at
        )
    _what_they_wrote(member)


def _what_they_wrote(member):
    topic = make_topic("Zqname asks", author=member, text="Zqwords", title_is_public=True)
    EarlierText.objects.create(post=topic.opening, title="Zqname asked", text="Zqwords")
    make_reply(topic, "> Zqwords\n\nWe did.", answers=topic.opening)
    make_reply(topic, "Zqwords", author=member, state="held")
    make_reply(make_topic(), "Zqwords", author=member)
    make_report(reporter=member, words="Zqwords")
    Following.objects.create(topic=topic, member=member)
    other = make_member()
    make_introduction(asker=member, asked=other, why="Zqwords")
    make_introduction(asker=other, asked=member, why="Dear Zqname", reported_at=timezone.now())
    Unwanted.objects.create(by=member, asker=other)


def _what_they_subscribed_to():
    at = timezone.now()
    for state, more in (("active", {}), ("asked", {}), ("ended", {"ended_at": at})):
        one = make_subscription(f"q={state}", email=ADDRESS, state=state, **more)
        Consent.objects.create(
            digest=one.digest, subscription=one, event="asked", purpose="weekly", at=at,
            network="192.0.2.0/24",
        )  # fmt: skip
    DoNotMail.objects.create(digest=Person(ADDRESS).codes[0])


def _what_they_did(account):
    study = make_study()
    administrator = make_user("Administrator")
    said = {"title": "Hub", "lessons": [{"text": f"{NAME} led it."}], "place": ADDRESS.lower()}
    make_version(study, document=said, note="Zqname Zqsurname named.")
    audit.record("case_study.changed", study, by=account)
    audit.record("user.changed", account, by=administrator, what=f"Changed {ADDRESS}.")
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(account),
        object_id=str(account.pk),
        object_repr=str(account),
        action_flag=CHANGE,
        change_message=f"Changed {NAME}.",
    )
    Disclosure.objects.create(
        digest=Person(ADDRESS).digest,
        way=Disclosure.Way.MAILED,
        why=Disclosure.Why.ACCESS,
        email=ADDRESS,
        token="0" * 64,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )


def _letters():
    """In every state, to them and about them."""
    for state in Letter.State.values:
        make_letter(to=ADDRESS, state=state, text=f"Dear {NAME}", subject="Zqname")
    make_letter(state="sent", reply_to=ADDRESS, text=f"{NAME} asks", html=f"<p>{NAME}</p>")
    make_letter(state="sending", text=f"{NAME} <{ADDRESS}> asks")
    outbox.post("account/code", to=ADDRESS, key="planted", code="ABCD", minutes=10)
    lost = make_letter(to=ADDRESS, state="sent")
    ReturnedLetter.objects.create(
        event_id="planted",
        message_id=lost.message_id,
        kind="temporary",
        received_at=timezone.now(),
        reason="Zqname is away",
    )
    about_them = Enquiry.objects.filter(email=ADDRESS).first()
    make_letter(
        state="sent",
        text="Zqname asks, without an address",
        target_type=about_them._meta.label_lower,
        target_id=str(about_them.pk),
    )


def _ways_in(account):
    EmailAddress.objects.create(user=account, email=ADDRESS)
    Authenticator.objects.create(user=account, type="recovery_codes", data={})
    presence.opened(make_study(), by=account, at=timezone.now())
    SheetImport.objects.create(kind="case-study", name=f"{ADDRESS}.csv", by=account)
    Preview.make(make_study(state="draft"), by=account, at=timezone.now())
    Mark.objects.create(
        queue="in-review", row="1", by=account, at=timezone.now(), words="Zqname asks them"
    )
    browser = Client()
    browser.force_login(account)
    browser.get("/network/")
    SignIn.objects.update_or_create(
        session_key=browser.session.session_key, defaults={"user": account}
    )
    sign_in.ask(Client(), ADDRESS)  # a code waits in another browser


def dump() -> str:
    """Every value of every column of every table, sessions read, in small letters."""
    from django.contrib.sessions.models import Session

    said = [repr(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(said).lower()


def traces(text: str) -> list[str]:
    """The lines in which the person can be recognised."""
    return [line for line in text.lower().splitlines() if any(word in line for word in SECRETS)]
