"""How what waits reads on the worklist: by reference, role or subject, never by an address."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collab_directory.outbox.models import Letter
from collab_directory.worklist import Row
from collab_directory.worklist.queues import Words, change_page
from network.models import (
    Contribution,
    Correction,
    GroupMessage,
    Introduction,
    Member,
    Report,
    VerificationRound,
)

Rows = Callable[[Any, User], Row]


def with_organisation(found: Any) -> Any:
    return found.select_related("organisation")


def of_an_enquiry(action: Words) -> Rows:
    def row(enquiry: Any, user: User) -> Row:
        about = _("about “%s”") % enquiry.study_title
        return Row(enquiry.reference, about, action, change_page(enquiry), enquiry.created_at)

    return row


def of_a_leader(action: Words) -> Rows:
    def row(leader: Any, user: User) -> Row:
        title, organisation = leader.role_title, str(leader.organisation)
        since = leader.bounced_at or leader.created_at
        return Row(title, organisation, action, change_page(leader), since)

    return row


def of_a_request(action: Words) -> Rows:
    def row(asked: Any, user: User) -> Row:
        about = f"{asked.role}, {asked.organisation or asked.other_organisation}"
        return Row(asked.reference, about, action, change_page(asked), asked.created_at)

    return row


def of_a_member(member: Member, user: User) -> Row:
    about = f"{member.role}, {member.organisation or member.other_organisation}"
    action = _("Ask their organisation")
    return Row(member.name, about, action, change_page(member), member.bounced_at)


def of_a_round(asking: VerificationRound, user: User) -> Row:
    about = _("due on %s") % date_format(asking.due_on, "j F Y")
    action = _("See who leads it")
    return Row(asking.study.title, about, action, change_page(asking), asking.nobody_since)


def of_a_correction(correction: Correction, user: User) -> Row:
    about = _("of “%s”") % correction.study
    if correction.leader_id:
        about = _("%s · told by its leader") % about
    action = _("Compare")
    page = change_page(correction)
    return Row(correction.reference, about, action, page, correction.created_at)


def of_a_proposal(proposal: Contribution, user: User) -> Row:
    title = str(proposal.answers.get("title") or proposal.reference)
    about = f"{proposal.reference} · {proposal.get_state_display()}"
    action = _("Look at it") if proposal.state == Contribution.State.SENT else _("Go on with it")
    return Row(title, about, action, change_page(proposal), proposal.sent_at)


def of_a_report(report: Report, user: User) -> Row:
    topic, why = str(report.post.topic), report.get_reason_display()
    return Row(topic, why, _("Read and decide"), change_page(report), report.created_at)


def of_a_report_of_an_introduction(introduction: Introduction, user: User) -> Row:
    page, since = change_page(introduction), introduction.reported_at
    return Row(introduction.reference, _("reported"), _("Read and close"), page, since)


def of_a_message(message: GroupMessage, user: User) -> Row:
    day = date_format(message.answer_by, "j F Y")
    about = _("%(subject)s · to be answered by %(day)s") % {
        "subject": message.get_subject_display(),
        "day": day,
    }
    return Row(message.reference, about, _("Answer"), change_page(message), message.created_at)


def of_a_letter(letter: Letter, user: User) -> Row:
    why = Truncator(letter.problem).chars(120)
    title = letter.subject or letter.template  # its words may be gone already
    return Row(title, why, _("Read why"), change_page(letter), letter.finished_at)
