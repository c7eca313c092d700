"""What becomes of it when a letter to somebody came back for good, or was unwanted.

One address may be that of a leader, a subscriber, a member and an applicant: each heeds it.
"""

import datetime as dt

from collab_directory import audit, outbox
from collab_directory.outbox.models import Letter
from network.actions import alerts, enquiries, membership
from network.models import Member, ProjectLeader, ReturnedLetter

from .leaders.changing import change

Kind = ReturnedLetter.Kind

# These tell a leader what is held: whoever did not receive one was not told
THAT_TELL = ("network/leader_told", "network/leader_named")


def heed(row: ReturnedLetter, letter: Letter, *, at: dt.datetime) -> bool:
    """Whether it concerned anybody but a sender."""
    reason = f"{row} {row.reason}".strip()[:300]
    if row.kind == Kind.COMPLAINT:
        subscriber = alerts.unwanted(letter.to, at=at, template=letter.template)
    else:
        subscriber = alerts.came_back(letter.to, reason=reason, at=at)
    belongs = membership.letters_came_back(letter.to, reason=reason, at=at)
    leads = _leader(row, letter, reason, at=at)
    return subscriber or belongs or leads


def reached(address: str, *, at: dt.datetime) -> None:
    """Somebody typed what only our letter to this address says: so letters arrive there."""
    alerts.reached(address)
    for member in Member.objects.bounced().at(address):
        membership.letters_arrive(member, at=at)


def _leader(row: ReturnedLetter, letter: Letter, reason: str, *, at: dt.datetime) -> bool:
    leader = ProjectLeader.objects.at(letter.to).select_related("organisation").first()
    if leader is None:
        return False
    unmarked = ProjectLeader.objects.filter(bounced_at=None)
    marked = change(leader, unmarked, bounced_at=at, bounce_reason=reason)
    if letter.template in THAT_TELL and row.kind == Kind.PERMANENT:
        change(leader, ProjectLeader.objects.filter(confirmed_on=None), told_on=None)
    if marked:
        outbox.cancel(to=leader.email)
        audit.record("leader.letters_returned", leader, by=None, kind=row.kind, status=row.status)
    # Also when marked before: this may be the letter that carried a question
    enquiries.reroute(leader, at=at)
    return True
