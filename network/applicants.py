"""What speaks for or against a request: hints for whoever decides, never a decision."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casestudies.models import Organisation
from network.models import Member, MembershipRequest

State = MembershipRequest.State

# Anybody gets an address there, so it says nothing about where they work
FREE_MAIL = frozenset(
    "aol.co.uk aol.com btinternet.com fastmail.com gmail.com gmx.co.uk gmx.com googlemail.com "
    "hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com mail.com me.com msn.com "
    "ntlworld.com outlook.com proton.me protonmail.com sky.com talktalk.net tiscali.co.uk "
    "tutanota.com virginmedia.com yahoo.co.uk yahoo.com ymail.com".split()
)


@dataclass(frozen=True)
class Signal:
    """`speaks_for` is None where it says neither yes nor no."""

    words: str
    speaks_for: bool | None = None


def signals(requests: Sequence[MembershipRequest]) -> dict[int, list[Signal]]:
    """By the number of the request. Three queries for any number of requests."""
    by_domain = _organisations_by_domain()
    earlier = _earlier(requests)
    members = _members_by_domain()
    return {
        one.pk: _signals_of(one, by_domain, earlier[one.email.lower()], members)
        if one.email
        else []
        for one in requests
    }


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def _signals_of(
    asked: MembershipRequest,
    by_domain: dict[str, list[Organisation]],
    earlier: list[MembershipRequest],
    members: Counter[str],
) -> list[Signal]:
    domain = domain_of(asked.email)
    if domain in FREE_MAIL:
        found = [Signal(_("%s gives an address to anybody") % domain, speaks_for=False)]
    else:
        found = [_of_domain(asked, domain, by_domain)]
        if number := members[domain]:
            words = ngettext(
                "%(n)s member has an address at %(domain)s",
                "%(n)s members have an address at %(domain)s",
                number,
            )
            found.append(Signal(words % {"n": number, "domain": domain}, speaks_for=True))
    return found + [_of_earlier(one) for one in earlier if one.pk != asked.pk]


def _of_domain(
    asked: MembershipRequest, domain: str, by_domain: dict[str, list[Organisation]]
) -> Signal:
    owners = next((by_domain[d] for d in _upwards(domain) if d in by_domain), [])
    words = {"domain": domain, "names": ", ".join(one.name for one in owners)}
    if not owners:
        return Signal(_("No organisation in the list has a website at %(domain)s") % words)
    if asked.organisation_id not in {one.pk for one in owners}:
        return Signal(
            _("%(domain)s belongs to %(names)s, which is not the organisation they name") % words,
            speaks_for=False if asked.organisation_id else None,
        )
    return Signal(_("%(domain)s belongs to %(names)s") % words, speaks_for=True)


def _of_earlier(one: MembershipRequest) -> Signal:
    words = {
        "reference": one.reference,
        "state": one.get_state_display(),
        "date": f"{one.created_at:%-d %B %Y}",
    }
    return Signal(
        _("Asked before: %(reference)s of %(date)s, %(state)s") % words,
        speaks_for=False if one.state == State.DECLINED else None,
    )


def _upwards(domain: str) -> list[str]:
    """`mail.kent.police.uk`, `kent.police.uk`, `police.uk`, `uk`."""
    parts = domain.split(".")
    return [".".join(parts[n:]) for n in range(len(parts))]


def _organisations_by_domain() -> dict[str, list[Organisation]]:
    """Only by websites of their own: one that is a page of another's site says nothing."""
    found = defaultdict(list)
    for organisation in Organisation.objects.exclude(website=""):
        address = urlsplit(organisation.website)
        if address.hostname and not address.path.strip("/"):
            found[address.hostname.removeprefix("www.")].append(organisation)
    return found


def _earlier(requests: Sequence[MembershipRequest]) -> dict[str, list[MembershipRequest]]:
    """Confirmed ones only: anybody can type an address."""
    found = defaultdict(list)
    same = Q()
    for one in requests:
        same |= Q(email__iexact=one.email) if one.email else Q()
    if same:
        confirmed = MembershipRequest.objects.exclude(state=State.RECEIVED)
        for one in confirmed.filter(same).order_by("created_at"):
            found[one.email.lower()].append(one)
    return found


def _members_by_domain() -> Counter[str]:
    addresses = Member.objects.active().exclude(email="").values_list("email", flat=True)
    return Counter(domain_of(address) for address in addresses)
