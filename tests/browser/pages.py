"""Every kind of page that somebody can come to, by a name, with its address."""

import datetime as dt
import re
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from casestudies import editorial, pending
from casestudies.imports.documents import to_document
from casestudies.models import CaseStudy, CollaborationType, GuidancePage, Resource, Version
from casestudies.toolkit import replacing
from collab_directory.linkcheck.models import CheckedLink
from collab_directory.outbox.models import Letter
from collab_directory.worklist import marking
from network.actions import alerts, disclosing, enquiries, leaders
from network.models import (
    Correction,
    Disclosure,
    EarlierText,
    Enquiry,
    GroupMessage,
    Link,
    MembershipRequest,
    Report,
    Subscription,
    VerificationRound,
)
from network.personal import Person
from tests.casestudies.toolkit.office import pdf
from tests.factories import (
    make_checked_link,
    make_correction,
    make_enquiry,
    make_group_message,
    make_leader,
    make_member,
    make_missed_search,
    make_reply,
    make_report,
    make_request,
    make_round,
    make_subscription,
    make_topic,
    make_user,
)
from tests.promises.site import FORMS, PUBLIC, TOKENS

# Files and answers to machines end otherwise
PUBLIC_PAGES = {
    name: address
    for name, address in PUBLIC.items()
    if address.endswith("/") and not address.startswith("/api/v1/")
}

LISTS = {
    # Short ones: the hundredth entry is drawn as the first
    "results": "/case-studies/?q=shared+station&per_page=5",
    "filtered": "/case-studies/?service=police&service=fire&region=south-east&sort=newest",
    "any service": "/case-studies/?service=police&service=ambulance&service_match=any&per_page=5",
    "notices": "/case-studies/?q=drones&region=atlantis&colour=blue&page=99",
    "nothing found": "/case-studies/?q=zzzz&service=coastguard&service=health",
    "the second page": "/case-studies/?page=2&per_page=5",
    "the second page of a service": "/services/police/?page=2&per_page=5",
    "the map, filtered": "/case-studies/map/?service=fire&type=shared-premises",
    "schemes like ours": "/case-studies/like-ours/?organisation=kent-police&type=shared-premises"
    "&type=joint-training&colour=blue",
    "three schemes side by side": "/case-studies/compare/?id=margate-task-force"
    "&id=kent-joint-response-unit&id=gwent-joint-response-unit&id=nothing-of-this-name",
    "one scheme to compare": "/case-studies/compare/?id=margate-task-force&q=station",
    "the map without a scheme": "/case-studies/map/?q=zzzz",
    "the figures of a few": "/insights/?service=police&type=data-sharing&region=atlantis",
    "the figures of none": "/insights/?q=zzzz",
    "alerts for a search": "/updates/?q=shared+station&service=police&region=atlantis",
    "contact about an entry": "/contact/?about=margate-task-force",
    "a text to correct": "/case-studies/margate-task-force/correct/?part=what_happened",
    "a list to correct": "/case-studies/margate-task-force/correct/?part=outcomes",
}

ERRORS = {
    "not found": "/nothing-here/",
    "bad request": "/errors/400/",
    "forbidden": "/errors/403/",
    "expired form": "/errors/csrf/",
    "away for too long": "/errors/away/",
    "gone meanwhile": "/errors/gone/",
    "server error": "/errors/500/",
    "search that fails": "/errors/503/?q=stations&service=police",
}


OTHERS = {
    "the gallery of components": "/components/",
    "sign in, once more": "/network/sign-in/?over",
}

# Their addresses do not depend on the content
FIXED = (
    PUBLIC_PAGES | FORMS | LISTS | ERRORS | OTHERS | {f"gone: {n}": a for n, a in TOKENS.items()}
)


def length(study: CaseStudy) -> int:
    return len(str(to_document(study)))


def published(**narrow: str):
    return CaseStudy.objects.published().filter(**narrow).order_by("slug")


# Found in the content, which changes
ENTRIES: dict[str, Callable[[], CaseStudy]] = {
    "the richest entry": lambda: max(published(), key=length),
    "the thinnest entry": lambda: min(published(), key=length),
    "an entry that ended": lambda: published(status="ended")[0],
    "an entry whose sources disagree": lambda: published(caveats__kind="conflict")[0],
    "an entry of national work": lambda: published(region__slug="national")[0],
}


def _enquiry(state: Enquiry.State, **fields: object) -> Enquiry:
    study = published(slug="margate-task-force").get()
    enquiry = make_enquiry(study, state=state, message="What did it cost?\nAnd who paid?", **fields)
    enquiries.letters.make_status_link(enquiry, at=timezone.now())
    return enquiry


def where_it_stands(state: Enquiry.State, **fields: object) -> str:
    token = enquiries.status_token(_enquiry(state, **fields))
    return reverse("network:enquiry", args=[token])


def behind(purpose: Link.Purpose, name: str) -> str:
    token = Link.make(purpose, _enquiry(Enquiry.State.RECEIVED), at=timezone.now())
    return reverse(f"network:{name}", args=[token])


def passed_on(**fields: object) -> str:
    now = timezone.now()
    told = {"answer_told_at": now} if fields else {}
    return where_it_stands(
        Enquiry.State.PASSED_ON, leader=make_leader(), passed_on_at=now, **told, **fields
    )


def asked_of_a_leader() -> str:
    study = published(slug="margate-task-force").get()
    make_leader(study, role_title="Head of a rather long and winding collaboration programme")
    return reverse("network:contact_leader", args=[study.slug])


def asked_whether_true(page: str = "") -> str:
    """Behind the link of a letter."""
    study = published(slug="margate-task-force").get()
    asking = VerificationRound.objects.open().filter(study=study).first() or make_round(
        study, leader=make_leader(study), asked_on=timezone.localdate()
    )
    ask = asking.asks.get()
    token = Link.make(
        Link.Purpose.STILL_TRUE, ask, at=timezone.now(), bound_to=ask.leader.email.lower()
    )
    return reverse("network:verify", args=[token]) + page


def of_a_leader(page: str = "leader", **fields: object) -> str:
    study = published(slug="margate-task-force").get()
    leader = make_leader(study, name="Sam Hill", **fields)
    now = timezone.now()
    for answer in ("", Enquiry.Answer.WITHIN_A_WEEK):
        make_enquiry(
            study,
            state=Enquiry.State.PASSED_ON,
            leader=leader,
            passed_on_at=now,
            answer=answer,
            answer_told_at=now if answer else None,
            topics=["costs", "legal"],
            organisation="A combined authority with a rather long name",
        )
    token = leaders.letter_link(leader, at=now).rstrip("/").rsplit("/", 1)[1]
    return reverse(f"network:{page}", args=[token])


def of_a_correction() -> Correction:
    """In a text that has changed since, which is the longest page that there is about one."""
    study = published(slug="margate-task-force").get()
    before = study.summary.replace("Margate", "Ramsgate")
    fields = {"before": before, "name": "Sam Hill", "source_url": "https://example.org/report"}
    return make_correction(study, proposed=f"{before} Since 2012.", **fields)


def of_a_complaint() -> GroupMessage:
    due = timezone.localdate() - dt.timedelta(days=1)
    return make_group_message(subject=GroupMessage.Subject.DATA_PROTECTION, due_on=due)


def where_a_correction_stands() -> str:
    made, purpose = of_a_correction(), Link.Purpose.CORRECTION_STATUS
    return reverse("network:correction", args=[Link.make(purpose, made, at=timezone.now())])


def where_a_message_stands() -> str:
    sent, purpose = of_a_complaint(), Link.Purpose.MESSAGE_STATUS
    return reverse("network:message", args=[Link.make(purpose, sent, at=timezone.now())])


def of_an_applicant(**fields: object) -> MembershipRequest:
    fields = {"email": "ada@kent.police.uk", "interests": ["joint-training"]} | fields
    return make_request(why="We plan a shared station.\nWho has run one?", **fields)


def where_a_request_stands(state: MembershipRequest.State, **fields: object) -> str:
    asked, purpose = of_an_applicant(state=state, **fields), Link.Purpose.REQUEST_STATUS
    return reverse("network:request", args=[Link.make(purpose, asked, at=timezone.now())])


def button_of_a_request() -> str:
    asked, purpose = of_an_applicant(), Link.Purpose.CONFIRM_REQUEST
    return reverse("network:request_confirm", args=[Link.make(purpose, asked, at=timezone.now())])


def the_network_with_members() -> str:
    for service in ["police"] * 7 + ["fire"] * 6 + ["health"] * 3 + ["coastguard"] * 4:
        make_member(service=service)
    return reverse("network:network")


def of_a_subscriber(page: str = "", **fields: object) -> str:
    for question in ("service=police&service=fire&region=wales", "q=shared+station"):
        mine = make_subscription(question, email="ada@council.uk", **fields)
    token = alerts.page_token(mine, at=timezone.now())
    return reverse("network:updates_own", args=[token]) + page.format(number=mine.pk)


def button_of_alerts() -> str:
    asked = make_subscription("q=shared+station", state=Subscription.State.ASKED)
    purpose = Link.Purpose.CONFIRM_SUBSCRIPTION
    return reverse("network:updates_confirm", args=[Link.make(purpose, asked, at=timezone.now())])


def own_data() -> str:
    officer, now = make_user("Data protection"), timezone.now()
    why = Disclosure.Why.ACCESS
    row = disclosing.mail_link(Person("ada@council.uk"), by=officer, why=why, at=now)
    letter = Letter.objects.about(row).get().text
    return re.search(r"/network/data/\S+", letter)[0]


# Each is made when it is looked at
ENQUIRIES: dict[str, Callable[[], str]] = {
    "the form to a leader": asked_of_a_leader,
    "to be confirmed": lambda: where_it_stands(Enquiry.State.RECEIVED),
    "with the group": lambda: where_it_stands(Enquiry.State.WITH_GROUP),
    "passed on": passed_on,
    "passed on, and silence": lambda: passed_on(answer=Enquiry.Answer.NO),
    "closed": lambda: where_it_stands(Enquiry.State.CLOSED),
    "the button of the letter": lambda: behind(Link.Purpose.CONFIRM_ADDRESS, "confirm"),
    "where a correction stands": where_a_correction_stands,
    "what is held of somebody": own_data,
    "where a complaint stands": where_a_message_stands,
    "a request to be confirmed": lambda: where_a_request_stands("received"),
    "a request with the group": lambda: where_a_request_stands("waiting"),
    "a request with a question": lambda: where_a_request_stands("asked"),
    "a request that was approved": lambda: where_a_request_stands("approved"),
    "a request that was declined": lambda: where_a_request_stands("declined", reason="Not yet."),
    "the button of a request": button_of_a_request,
    "the network with its numbers": the_network_with_members,
    "the button of alerts": button_of_alerts,
    "a subscriber's alerts": of_a_subscriber,
    "a subscriber's pause": lambda: of_a_subscriber("{number}/"),
    "the end of all alerts": lambda: of_a_subscriber("stop/"),
    "a subscriber's end": lambda: of_a_subscriber(
        state=Subscription.State.ENDED, ended_at=timezone.now()
    ),
    "was it answered?": lambda: behind(Link.Purpose.SAY_WHETHER_ANSWERED, "answered"),
    "a leader's page": of_a_leader,
    "a leader's page, just answered": lambda: of_a_leader() + "?done=answered",
    "of a leader who is away": lambda: of_a_leader(
        paused_until=timezone.localdate() + dt.timedelta(days=30)
    ),
    "of a leader who has not confirmed": lambda: of_a_leader(confirmed_on=None),
    "a leader's pause": lambda: of_a_leader("leader_pause"),
    "a leader's correction": lambda: of_a_leader("leader_correct"),
    "a leader's successor": lambda: of_a_leader("leader_hand_over"),
    "a leader's leave": lambda: of_a_leader("leader_leave"),
    "is it still true": asked_whether_true,
    "what has changed": lambda: asked_whether_true("changed/"),
    "how it ended": lambda: asked_whether_true("ended/"),
    "it is not mine": lambda: asked_whether_true("not-mine/"),
    "an answer is in": lambda: reverse("network:verify_thanks") + "?said=ended",
    "a leader's link is sent": lambda: reverse("network:leader_link") + "?done=sent",
    "a leader has left": lambda: reverse("network:leader_link") + "?done=left",
}


def of_the_draft(page: str) -> str:
    draft = CaseStudy.objects.filter(state="draft").first()
    return reverse(f"admin:casestudies_casestudy_{page}", args=[draft.pk])


def of_the_richest(page: str) -> str:
    richest = ENTRIES["the richest entry"]()
    return reverse(f"admin:casestudies_casestudy_{page}", args=[richest.pk])


def of_a_change(page: str) -> str:
    """Of what is published, prepared beside it, with a word of its summary changed."""
    entry = published(slug="margate-task-force").get()
    change = pending.prepare(entry, by=make_user("Editor"))
    CaseStudy.objects.filter(pk=change.pk).update(summary=f"{change.summary} Since 2012.")
    return reverse(f"admin:casestudies_casestudy_{page}", args=[change.pk])


def of_two_entries(page: str) -> str:
    one, other = published()[:2]
    return reverse(f"admin:casestudies_casestudy_{page}", args=[one.pk, other.pk])


def of_a_type(page: str) -> str:
    kind = CollaborationType.objects.get(slug="shared-premises")
    return reverse(f"admin:casestudies_collaborationtype_{page}", args=[kind.pk])


def an_earlier_version() -> Version:
    entry = published(slug="margate-task-force").get()
    entry.summary = f"{entry.summary} Since 2012."
    entry.save()
    editorial.revise(entry, by=make_user("Publisher"), note="The year, added.")
    return entry.versions.get(number=1)


def to_bring_back_a_version() -> str:
    version = an_earlier_version()
    return reverse("admin:casestudies_casestudy_restore", args=[version.study_id, version.number])


def to_withhold_a_version() -> str:
    return reverse("admin:casestudies_version_withhold", args=[an_earlier_version().pk])


def page_of(model: str, thing: Correction | GroupMessage | MembershipRequest) -> str:
    return reverse(f"admin:network_{model}_change", args=[thing.pk])


def list_with(model: str, thing: Correction | GroupMessage | MembershipRequest) -> str:
    return reverse(f"admin:network_{model}_changelist") + f"?q={thing.reference}"


def of_a_report() -> Report:
    post = make_reply(make_topic(), "Read this: https://example.org/")
    EarlierText.objects.create(post=post, text="It said something else.")
    return make_report(post, words="It names somebody.")


def the_worklist() -> str:
    """With rows of either kind, one of which somebody deals with."""
    made, study = of_a_correction(), published(slug="margate-task-force").get()
    make_missed_search()
    make_enquiry(study, state="with-group", confirmed_at=timezone.now())
    marking.take("corrections", str(made.pk), by=make_user("Administrator"), at=timezone.now())
    return reverse("admin:index")


def the_files_of_a_document() -> str:
    """Of which one is in use, and one was."""
    resource = Resource.objects.get(slug="evaluation-plan")
    for n in (1, 2):
        replacing.replace(
            resource,
            pdf(b"<< /Type /Catalog >>" * n),
            by=make_user("Publisher"),
            dated=timezone.localdate(),
            summary="What it holds.",
            note="A rather long note of the working group.",
        )
    return reverse("admin:casestudies_resource_files", args=[resource.pk])


def of_a_moved_source() -> str:
    address = ENTRIES["the richest entry"]().sources.first().url
    CheckedLink.objects.filter(address=address).delete()
    moved = make_checked_link(address, "moved", moved_to=f"{address}/a-rather-long-new-address")
    return reverse("admin:linkcheck_checkedlink_change", args=[moved.pk])


# As an administrator sees them
ADMIN: dict[str, Callable[[], str]] = {
    "the front page": the_worklist,
    "a source that has moved": of_a_moved_source,
    "a search that found nothing": lambda: reverse(
        "admin:casestudies_missedsearch_change", args=[make_missed_search().pk]
    ),
    "the list": lambda: reverse("admin:casestudies_casestudy_changelist"),
    "the list, searched": lambda: reverse("admin:casestudies_casestudy_changelist") + "?q=station",
    "the form of an entry": lambda: of_the_richest("change"),
    "the form of a new one": lambda: reverse("admin:casestudies_casestudy_add"),
    "to send for review": lambda: of_the_draft("submit"),
    "to publish what is not ready": lambda: of_the_draft("publish"),
    "to archive": lambda: of_the_richest("archive"),
    "to record a confirmation": lambda: of_the_richest("verify"),
    "a change of an entry": lambda: of_a_change("change"),
    "to publish a change": lambda: of_a_change("publish_change"),
    "to show a change by a link": lambda: of_a_change("preview_links"),
    "two entries side by side": lambda: of_two_entries("twin"),
    "to merge two entries": lambda: of_two_entries("merge"),
    "the history of an entry": lambda: of_the_richest("history"),
    "to bring a version back": to_bring_back_a_version,
    "to withhold a version": to_withhold_a_version,
    "to merge a type": lambda: of_a_type("merge"),
    "to retire a type": lambda: of_a_type("retire"),
    "what was done": lambda: reverse("admin:audit_auditrecord_changelist"),
    "the corrections": lambda: list_with("correction", of_a_correction()),
    "a correction": lambda: page_of("correction", of_a_correction()),
    "the messages": lambda: list_with("groupmessage", of_a_complaint()),
    "a message": lambda: page_of("groupmessage", of_a_complaint()),
    "the requests to join": lambda: list_with(
        "membershiprequest", of_an_applicant(state="waiting")
    ),
    "a request to join": lambda: page_of("membershiprequest", of_an_applicant(state="waiting")),
    "the alerts": lambda: reverse("admin:network_subscription_changelist"),
    "an alert": lambda: reverse(
        "admin:network_subscription_change", args=[make_subscription("q=station").pk]
    ),
    "to look a person up": lambda: reverse("admin:network_disclosure_person"),
    "the disclosures": lambda: reverse("admin:network_disclosure_changelist"),
    "the complaints": lambda: list_with("complaint", of_a_complaint()),
    "a complaint": lambda: page_of("complaint", of_a_complaint()),
    "an account": lambda: reverse("admin:auth_user_change", args=[make_user("Editor").pk]),
    "what was reported": lambda: reverse("admin:network_report_changelist"),
    "a report": lambda: reverse("admin:network_report_change", args=[of_a_report().pk]),
    "a post": lambda: reverse("admin:network_post_change", args=[of_a_report().post_id]),
    "a topic": lambda: reverse("admin:network_topic_change", args=[of_a_report().post.topic_id]),
    "a member": lambda: reverse("admin:network_member_change", args=[make_member().pk]),
    "the text of a guidance page": lambda: reverse(
        "admin:casestudies_guidancepage_change", args=[GuidancePage.objects.get(slug="funding").pk]
    ),
    "spreadsheets": lambda: reverse("admin:sheets_sheetimport_changelist"),
    "everything in one file": lambda: reverse("admin:casestudies_casestudy_everything"),
    "the files of a document": the_files_of_a_document,
}
