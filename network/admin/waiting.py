"""What waits for somebody who looks after people: each queue once, its count and its list the same.

A queue is a question to the database, so it is empty as soon as its cause is gone.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collab_directory.outbox.models import Letter
from collab_directory.worklist import Queue, Whom
from network.admin import waiting_rows as rows
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
    VerificationRound,
)


def _list(model: str, query: str) -> Callable[[], str]:
    return lambda: f"{reverse(f'admin:{model}_changelist')}?{query}"


# The law's own days first, then those on which somebody else counts
QUEUES = (
    Queue(
        "overdue",
        lambda n: ngettext("message past its day", "messages past their day", n),
        _("The sender was told a day; for a complaint it is the law’s. Answer these first."),
        "network.view_groupmessage",
        lambda at: GroupMessage.objects.overdue(timezone.localdate(at)),
        _list("network_groupmessage", "due=overdue"),
        row=rows.of_a_message,
        order=("created_at", "pk"),
    ),
    Queue(
        "complaints",
        lambda n: ngettext("complaint about personal data", "complaints about personal data", n),
        _("The law sets a day for the answer. Look up what is held, then answer."),
        "network.view_complaint",
        lambda at: Complaint.objects.open(),
        _list("network_complaint", "state__exact=open"),
        row=rows.of_a_message,
        order=("due_on", "pk"),
    ),
    Queue(
        "reports",
        lambda n: ngettext("post for a moderator", "posts for a moderator", n),
        _("Read each that was reported or held back, then show it, leave it or hide it."),
        "network.view_report",
        lambda at: Report.objects.open(),
        _list("network_report", "state__exact=open"),
        row=rows.of_a_report,
        load=lambda found: found.select_related("post__topic"),
        order=("created_at", "pk"),
    ),
    Queue(
        "reported-introductions",
        lambda n: ngettext("reported introduction", "reported introductions", n),
        _("Read what was asked and what is wrong with it, act if you must, and close the report."),
        "network.view_introduction",
        lambda at: Introduction.objects.for_the_group(),
        _list("network_introduction", "report=open"),
        among=lambda found, user: found.not_asked_by(user),
        row=rows.of_a_report_of_an_introduction,
        order=("reported_at", "pk"),
    ),
    Queue(
        "messages",
        lambda n: ngettext("message to the working group", "messages to the working group", n),
        _("Answer each from its page, so that the answer is recorded."),
        "network.view_groupmessage",
        lambda at: GroupMessage.objects.open(),
        _list("network_groupmessage", "due=open"),
        row=rows.of_a_message,
        order=("created_at", "pk"),
    ),
    Queue(
        "enquiries",
        lambda n: ngettext("enquiry for the working group", "enquiries for the working group", n),
        _("Pass each on to somebody who can answer, or answer it and close it."),
        "network.view_enquiry",
        lambda at: Enquiry.objects.for_the_group(),
        _list("network_enquiry", "waits=group"),
        row=rows.of_an_enquiry(_("Pass it on or answer")),
        order=("created_at", "pk"),
    ),
    Queue(
        "unanswered",
        lambda n: ngettext("enquiry that got no answer", "enquiries that got no answer", n),
        _("Ask the leader, or find another, then close it."),
        "network.view_enquiry",
        lambda at: Enquiry.objects.unanswered(),
        _list("network_enquiry", "waits=unanswered"),
        row=rows.of_an_enquiry(_("Follow it up")),
        order=("answer_told_at", "pk"),
    ),
    Queue(
        "corrections",
        lambda n: ngettext("proposed correction", "proposed corrections", n),
        _("Compare, then accept or decline: the sender is told."),
        "network.view_correction",
        lambda at: Correction.objects.waiting(),
        _list("network_correction", "state=new"),
        row=rows.of_a_correction,
        load=lambda found: found.select_related("study"),
        order=("created_at", "pk"),
    ),
    Queue(
        "nobody-to-ask",
        lambda n: ngettext(
            "entry with nobody to ask whether it is true",
            "entries with nobody to ask whether they are true",
            n,
        ),
        _("Find who leads the scheme now: they are asked by letter as soon as they confirm."),
        "network.view_verificationround",
        lambda at: VerificationRound.objects.nobody_to_ask(),
        _list("network_verificationround", "standing=nobody"),
        whom=Whom.READERS,
        row=rows.of_a_round,
        load=lambda found: found.select_related("study"),
        order=("nobody_since", "due_on", "pk"),
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
        row=rows.of_a_proposal,
        order=("sent_at", "pk"),
    ),
    Queue(
        "requests",
        lambda n: ngettext("membership request waiting", "membership requests waiting", n),
        _("Look at the signals, then approve, decline or ask: the applicant is told."),
        "network.view_membershiprequest",
        lambda at: MembershipRequest.objects.for_the_group(at),
        _list("network_membershiprequest", "waits=group"),
        row=rows.of_a_request(_("Decide")),
        load=rows.with_organisation,
        order=("created_at", "pk"),
    ),
    Queue(
        "failed-letters",
        lambda n: ngettext("letter that could not be sent", "letters that could not be sent", n),
        _("Read why, put it right, and send them again."),
        "outbox.view_letter",
        lambda at: Letter.objects.failed(),
        _list("outbox_letter", "state__exact=failed"),
        whom=Whom.REACH,
        row=rows.of_a_letter,
        order=("created_at", "pk"),
    ),
    Queue(
        "bounced",
        lambda n: ngettext("leader whose letters come back", "leaders whose letters come back", n),
        _("Find the right address and correct it."),
        "network.view_projectleader",
        lambda at: ProjectLeader.objects.bounced(),
        _list("network_projectleader", "standing=bounced"),
        whom=Whom.REACH,
        row=rows.of_a_leader(_("Correct the address")),
        load=rows.with_organisation,
        order=("bounced_at", "pk"),
    ),
    Queue(
        "never-told",
        lambda n: ngettext("leader not told within a month", "leaders not told within a month", n),
        _("Tell them what is held about them, or remove them."),
        "network.view_projectleader",
        lambda at: ProjectLeader.objects.never_told(at),
        _list("network_projectleader", "standing=never-told"),
        whom=Whom.REACH,
        row=rows.of_a_leader(_("Tell them")),
        load=rows.with_organisation,
        order=("created_at", "pk"),
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
        whom=Whom.REACH,
        row=rows.of_a_leader(_("Write down an address")),
        load=rows.with_organisation,
        order=("created_at", "pk"),
    ),
    Queue(
        "bounced-members",
        lambda n: ngettext("member whose letters come back", "members whose letters come back", n),
        _("Ask their organisation whether they still work there, and remove those who left."),
        "network.view_member",
        lambda at: Member.objects.bounced(),
        _list("network_member", "letters=bounced"),
        whom=Whom.REACH,
        row=rows.of_a_member,
        load=rows.with_organisation,
        order=("bounced_at", "pk"),
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
        whom=Whom.REACH,
        row=rows.of_a_request(_("Find another way")),
        load=rows.with_organisation,
        order=("bounced_at", "pk"),
    ),
)
