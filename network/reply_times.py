"""How soon a leader usually answers, in words: what senders told us, never a promise."""

from collections import Counter

from django.utils.translation import gettext as _

from network.models import Enquiry, ProjectLeader

Answer = Enquiry.Answer

FEWEST = 5  # enquiries of which we know what became of them; below, a habit cannot be told


def in_words(leader: ProjectLeader) -> str:
    """Such as "usually answers within a week"; "" below five, or where the leader objects.

    One query. "Usually" is more than half of all those of whom we know, silence included.
    """
    if not leader.shows_speed:
        return ""
    known = Enquiry.objects.filter(leader=leader, answer__in=[*Enquiry.ANSWERED, Answer.NO])
    counted = Counter(known.values_list("answer", flat=True))
    whole = counted.total()
    if whole < FEWEST:
        return ""
    in_a_week = counted[Answer.WITHIN_A_WEEK]
    in_two = in_a_week + counted[Answer.WITHIN_TWO_WEEKS]
    if in_a_week * 2 > whole:
        return _("usually answers within a week")
    if in_two * 2 > whole:
        return _("usually answers within two weeks")
    if (in_two + counted[Answer.LATER]) * 2 > whole:
        return _("usually takes longer than two weeks to answer")
    return _("has answered less than half of the questions we know of")
