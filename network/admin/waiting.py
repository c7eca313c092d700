"""What waits for somebody who looks after people: each queue once, its count and its list the same.

A queue is a question to the database, so it is empty as soon as its cause is gone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab_directory.outbox.models import Letter
from network.models import (
    Complaint,
    Contribution,
    Correction,
    Enquiry,
    GroupMessage,
    Introduction,
    Member,
    MembershipRequest,
    ProjectLeader,
    Report,
)


@dataclass(frozen=True)
class Queue:
    """`found(at)` is what waits at that moment; `todo` the one thing to do about each.

    `among(found, user)` is what of it this user may see, where that is not all.
    """

    name: str
    label: Callable[[int], str]
    todo: str | Promise
    permission: str
    found: Callable[[dt.datetime], QuerySet]
    list_address: Callable[[], str]
    among: Callable[[Any, User], QuerySet] = lambda found, user: found


def _list(model: str, query: str) -> Callable[[], str]:
    return lambda: f"{reverse(f'admin:{model}_changelist')}?{query}"


QUEUES = (
    Queue(
        "enquiries",
        lambda n: ngettext("enquiry for the working group", "enquiries for the working group", n),
        _("Pass each on to somebody who can answer, or answer it and close it."),
        "network.view_enquiry",
        lambda at: Enquiry.objects.for_the_group(),
        _list("network_enquiry", "waits=group"),
    ),
    Queue(
        "unanswered",
        lambda n: ngettext("enquiry that got no answer", "enquiries that got no answer", n),
        _("Ask the leader, or find another, then close it."),
        "network.view_enquiry",
        lambda at: Enquiry.objects.unanswered(),
        _list("network_enquiry", "waits=unanswered"),
    ),
    Queue(
        "bounced",
        lambda n: ngettext("leader whose letters come back", "leaders whose letters come back", n),
        _("Find the right address and correct it."),
        "network.view_projectleader",
        lambda at: ProjectLeader.objects.bounced(),
        _list("network_projectleader", "standing=bounced"),
    ),
    Queue(
        "never-told",
        lambda n: ngettext("leader not told within a month", "leaders not told within a month", n),
        _("Tell them what is held about them, or remove them."),
        "network.view_projectleader",
        lambda at: ProjectLeader.objects.never_told(at),
        _list("network_projectleader", "standing=never-told"),
    ),
    Queue(
        "placeholders",
        lambda n: ngettext(
            "leader with no real address yet", "leaders with no real address yet", n
        ),
        _("Find who leads the scheme, and write down where they are reached."),
        "network.view_projectleader",
        lambda at: ProjectLeader.objects.with_placeholder(),
        _list("network_projectleader", "standing=placeholder"),
    ),
    Queue(
        "corrections",
        lambda n: ngettext("proposed correction", "proposed corrections", n),
        _("Compare, then accept or decline: the sender is told."),
        "network.view_correction",
        lambda at: Correction.objects.waiting(),
        _list("network_correction", "state=new"),
    ),
    Queue(
        "proposals",
        lambda n: ngettext(
            "case study proposed by a member", "case studies proposed by members", n
        ),
        _("Take it up, ask or decline, or publish the case study: the member is told."),
        "network.view_contribution",
        lambda at: Contribution.objects.waiting(),
        _list("network_contribution", "waits=editors"),
    ),
    Queue(
        "requests",
        lambda n: ngettext("membership request waiting", "membership requests waiting", n),
        _("Look at the signals, then approve, decline or ask: the applicant is told."),
        "network.view_membershiprequest",
        lambda at: MembershipRequest.objects.for_the_group(at),
        _list("network_membershiprequest", "waits=group"),
    ),
    Queue(
        "reports",
        lambda n: ngettext("post for a moderator", "posts for a moderator", n),
        _("Read each that was reported or held back, then show it, leave it or hide it."),
        "network.view_report",
        lambda at: Report.objects.open(),
        _list("network_report", "state__exact=open"),
    ),
    Queue(
        "bounced-requests",
        lambda n: ngettext(
            "applicant whose letters come back", "applicants whose letters come back", n
        ),
        _("Reach them another way, by their organisation, or decide without them."),
        "network.view_membershiprequest",
        lambda at: MembershipRequest.objects.bounced(),
        _list("network_membershiprequest", "waits=bounced"),
    ),
    Queue(
        "bounced-members",
        lambda n: ngettext("member whose letters come back", "members whose letters come back", n),
        _("Ask their organisation whether they still work there, and remove those who left."),
        "network.view_member",
        lambda at: Member.objects.bounced(),
        _list("network_member", "letters=bounced"),
    ),
    Queue(
        "messages",
        lambda n: ngettext("message to the working group", "messages to the working group", n),
        _("Answer each from its page, so that the answer is recorded."),
        "network.view_groupmessage",
        lambda at: GroupMessage.objects.open(),
        _list("network_groupmessage", "due=open"),
    ),
    Queue(
        "complaints",
        lambda n: ngettext("complaint about personal data", "complaints about personal data", n),
        _("The law sets a day for the answer. Look up what is held, then answer."),
        "network.view_complaint",
        lambda at: Complaint.objects.open(),
        _list("network_complaint", "state__exact=open"),
    ),
    Queue(
        "overdue",
        lambda n: ngettext("message past its day", "messages past their day", n),
        _("The sender was told a day; for a complaint it is the law’s. Answer these first."),
        "network.view_groupmessage",
        lambda at: GroupMessage.objects.overdue(timezone.localdate(at)),
        _list("network_groupmessage", "due=overdue"),
    ),
    Queue(
        "reported-introductions",
        lambda n: ngettext("reported introduction", "reported introductions", n),
        _("Read what was asked and what is wrong with it, act if you must, and close the report."),
        "network.view_introduction",
        lambda at: Introduction.objects.for_the_group(),
        _list("network_introduction", "report=open"),
        among=lambda found, user: found.not_asked_by(user),
    ),
    Queue(
        "failed-letters",
        lambda n: ngettext("letter that could not be sent", "letters that could not be sent", n),
        _("Read why, put it right, and send them again."),
        "outbox.view_letter",
        lambda at: Letter.objects.failed(),
        _list("outbox_letter", "state__exact=failed"),
    ),
)


@dataclass(frozen=True)
class Waiting:
    queue: Queue
    count: int

    @property
    def label(self) -> str:
        return self.queue.label(self.count)

    @property
    def address(self) -> str:
        return self.queue.list_address()


def waiting_for(user: User, at: dt.datetime) -> list[Waiting]:
    """Each queue that this user may see, empty ones too, so that nobody wonders."""
    mine = [queue for queue in QUEUES if user.has_perm(queue.permission)]
    return [Waiting(queue, queue.among(queue.found(at), user).count()) for queue in mine]
