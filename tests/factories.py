"""Plain functions that make what a test is about, and on the way whatever it needs.

`make_study(title="Shared station", services=("police", "fire"))` makes a published case study that
could have been published: with a region, a type and a source. Terms are named by slug and made when
first named. Everything else is a field of the model: `make_study(status="ended", started="2012")`.
"""

import datetime as dt
import itertools
import uuid
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from casestudies import changes
from casestudies.models import (
    CaseStudy,
    CollaborationType,
    ForceArea,
    FundingStream,
    GlossaryTerm,
    GuidancePage,
    Lesson,
    MissedSearch,
    NationalProgramme,
    Organisation,
    Outcome,
    Partner,
    Region,
    Resource,
    Saving,
    SearchPlace,
    SearchTerm,
    SearchWord,
    Service,
    Source,
    SuccessFactor,
    Synonym,
    Version,
)
from casestudies.roles import Role
from collab_directory import audit
from collab_directory.linkcheck.models import CheckedLink
from collab_directory.outbox.models import LEASE, Letter
from network import wordings, written
from network.actions.discussions.counting import recount
from network.models import (
    Announced,
    Complaint,
    ConfirmedAddress,
    Contribution,
    Correction,
    Disclosure,
    DiscussionCategory,
    Enquiry,
    GroupMessage,
    Introduction,
    Issue,
    Leadership,
    Member,
    MembershipRequest,
    Post,
    ProjectLeader,
    Report,
    Subscription,
    Topic,
    VerificationRound,
)

_number = itertools.count(1)

# What a slug does not say of itself
NAMES = {
    "fire": "Fire and rescue",
    "voluntary": "Voluntary sector",
    "support-services": "Combined support services",
    "contact-management": "Common contact management",
}


def named(slug):
    return NAMES.get(slug, slug.replace("-", " ").capitalize())


def _by_slug(model, slugs, make):
    """Rows in the order of their slugs, those that are missing made: two queries at most."""
    slugs = list(dict.fromkeys(slugs))
    if not slugs:
        return []
    found = {thing.slug: thing for thing in model.objects.filter(slug__in=slugs)}
    new = [make(slug) for slug in slugs if slug not in found]
    found |= {thing.slug: thing for thing in model.objects.bulk_create(new)}
    return [found[slug] for slug in slugs]


def make_services(*slugs):
    return _by_slug(Service, slugs, lambda slug: Service(slug=slug, name=named(slug)))


def make_types(*slugs):
    return _by_slug(
        CollaborationType, slugs, lambda slug: CollaborationType(slug=slug, name=named(slug))
    )


def make_region(slug="south-east"):
    name = slug.replace("-", " ").title()
    return _by_slug(Region, [slug], lambda slug: Region(slug=slug, name=name))[0]


def make_force_areas(*slugs, region="south-east"):
    """With made-up codes and tiles, far from those of the real map."""
    home = make_region(region) if slugs else None

    def make(slug):
        n = next(_number)
        return ForceArea(
            slug=slug, name=named(slug), code=f"{n:03}"[-3:], region=home, column=100 + n, row=100
        )

    return _by_slug(ForceArea, slugs, make)


def make_organisation(name=None, *, kind="other", region=None, force_areas=(), **fields):
    """One of this name: the same one if it is there already."""
    name = name or f"Organisation {next(_number)}"
    fields.setdefault("slug", slugify(name))
    organisation, is_new = Organisation.objects.get_or_create(
        name=name, defaults={"kind": kind, "region": region and make_region(region), **fields}
    )
    if is_new and force_areas:
        organisation.force_areas.set(make_force_areas(*force_areas))
    return organisation


def make_study(
    title=None,
    *,
    services=("police", "fire"),
    types=("shared-premises",),
    region="south-east",
    force_areas=(),
    organisations=(),
    sources=("2015",),
    outcomes=(),
    lessons=(),
    savings=(),
    state="published",
    **fields,
):
    """A case study. `organisations`: names, the first leads; `sources`: their dates; `outcomes`:
    texts, or pairs of text and evidence (1 to 4); `lessons`: texts; `savings`: dicts of fields."""
    title = title or f"Scheme {next(_number)}"
    fields.setdefault("slug", slugify(title))
    fields.setdefault("summary", f"What {title} is about.")
    if state in ("published", "archived"):
        fields.setdefault("published_at", timezone.now())
    if fields.get("status") == "ended":
        fields.setdefault("ended_reason", "unknown")
    if fields.get("verified_on"):
        fields.setdefault("verified_by", "Collaboration lead")
    with changes.one_change() as touched:
        study = CaseStudy.objects.create(
            title=title, region=make_region(region), state=state, **fields
        )
        _link(study, "services", make_services(*services))
        _link(study, "types", make_types(*types))
        _link(study, "force_areas", make_force_areas(*force_areas, region=region))
        _add_parts(study, organisations, sources, outcomes, lessons, savings)
        touched.add(study.pk)
    return study


def _link(study, relation, things):
    """What `set()` does for a new study, in one query and not in three."""
    field = CaseStudy._meta.get_field(relation)
    through = field.remote_field.through
    one, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    through.objects.bulk_create([through(**{one: study, other: thing}) for thing in things])


def _add_parts(study, organisations, sources, outcomes, lessons, savings):
    """In bulk: one query for each kind that there is."""
    numbered = [
        (Source, [make_source_of(study, date, n) for n, date in enumerate(sources)]),
        (Outcome, [make_outcome_of(study, said, n) for n, said in enumerate(outcomes)]),
        (
            Lesson,
            [Lesson(study=study, kind="helped", text=t, position=n) for n, t in enumerate(lessons)],
        ),
        (Saving, [Saving(study=study, position=n, **f) for n, f in enumerate(savings)]),
        (
            Partner,
            [
                Partner(
                    study=study,
                    organisation=make_organisation(name),
                    role="partner" if n else "lead",
                    position=n,
                )
                for n, name in enumerate(organisations)
            ],
        ),
    ]
    for model, lines in numbered:
        if lines:
            model.objects.bulk_create(lines)


def make_source_of(study, date, position=0):
    """Not saved yet."""
    n = next(_number)
    return Source(
        study=study,
        title=f"Report {n}",
        url=f"https://example.org/reports/{n}",
        date=date,
        position=position,
    )


def make_outcome_of(study, said, position=0):
    """Not saved yet."""
    text, evidence = (said, 1) if isinstance(said, str) else said
    return Outcome(study=study, text=text, evidence=evidence, position=position)


def make_factor(title=None, *, kind="factor", **fields):
    title = title or f"Factor {next(_number)}"
    fields = {"slug": slugify(title), "summary": "In short.", "guidance": "At length."} | fields
    return SuccessFactor.objects.create(title=title, kind=kind, **fields)


def make_funding_stream(name=None, **fields):
    name = name or f"Fund {next(_number)}"
    return FundingStream.objects.create(
        name=name, **{"slug": slugify(name), "summary": "Money."} | fields
    )


def make_programme(name=None, **fields):
    name = name or f"Programme {next(_number)}"
    fields = {
        "slug": slugify(name),
        "summary": "In short.",
        "description": "At length.",
        "status": "active",
    } | fields
    return NationalProgramme.objects.create(name=name, **fields)


def make_guidance_page(slug="funding", **fields):
    return GuidancePage.objects.create(
        slug=slug, **{"title": "Money", "lead": "Where it comes from."} | fields
    )


def make_resource(title=None, **fields):
    title = title or f"Document {next(_number)}"
    return Resource.objects.create(
        title=title, **{"slug": slugify(title), "summary": "In short."} | fields
    )


def make_glossary_term(term, *synonyms, **fields):
    made = GlossaryTerm.objects.create(term=term, **fields)
    for word in synonyms:
        Synonym.objects.create(term=made, word=word)
    return made


def make_search_term(term, *words, places=()):
    made = SearchTerm.objects.create(term=term)
    for word in words:
        SearchWord.objects.create(term=made, word=word)
    for place in places:
        SearchPlace.objects.create(term=made, word=place)
    return made


def make_missed_search(text=None, **fields):
    text = text or f"nothing {next(_number)}"
    return MissedSearch.objects.create(text=text, **{"last_on": timezone.localdate()} | fields)


def make_checked_link(address=None, state="gone", **fields):
    address = address or f"https://example.org/{next(_number)}"
    fields = {"checked_at": timezone.now()} | fields
    return CheckedLink.objects.create(address=address, state=state, **fields)


def make_version(study, number=1, **fields):
    document = {"slug": study.slug, "title": study.title}
    fields = {"published_at": timezone.now(), "document": document} | fields
    return Version.objects.create(study=study, number=number, **fields)


def make_user(role=None, *, password=None, **fields):
    """Somebody with a role, or `superuser`, or (None) an account with no right at all."""
    name = fields.pop("username", f"{slugify(role or 'nobody')}-{next(_number)}@example.org")
    fields.setdefault("is_staff", role is not None)
    fields.setdefault("is_superuser", role == "superuser")
    user = User(username=name, email=name, **fields)
    user.set_password(password)
    user.save()
    if role and role != "superuser":
        user.groups.add(_group(Role(role)))
    return user


def _group(role):
    group = Group.objects.filter(name=role.value).first()
    if group is None:  # a test with real transactions has emptied the tables
        roles = import_module("network.migrations.0002_roles")
        roles.make_roles(apps, SimpleNamespace(connection=connection))
        group = Group.objects.get(name=role.value)
    return group


def make_leader(*studies, email=None, role_title="Collaboration lead", **fields):
    """A project leader who has confirmed and may be written to, first in line for these studies."""
    organisation = fields.pop("organisation", None) or make_organisation()
    fields = {
        "consent": ProjectLeader.Consent.THEMSELVES,
        "consent_on": dt.date(2026, 1, 5),
        "told_on": dt.date(2026, 1, 5),
        "confirmed_on": dt.date(2026, 1, 5),
    } | fields
    leader = ProjectLeader.objects.create(
        email=email or f"leader-{next(_number)}@fire.uk",
        role_title=role_title,
        organisation=organisation,
        **fields,
    )
    for study in studies:
        Leadership.objects.create(leader=leader, study=study, position=study.leaderships.count())
    return leader


def make_enquiry(study=None, **fields):
    """Received and not confirmed, unless its fields say otherwise."""
    study = study or make_study()
    fields = {
        "form_key": uuid.uuid4(),
        "study_title": study.title,
        "name": "Alex Reader",
        "email": f"reader-{next(_number)}@council.uk",
        "organisation": "A council",
        "role": "Policy officer",
        "message": "What did it cost?",
    } | fields
    return Enquiry.objects.create(study=study, **fields)


def make_correction(study=None, **fields):
    study = study or make_study()
    fields = {
        "form_key": uuid.uuid4(),
        "part": "summary",
        "before": study.summary,
        "proposed": f"{study.summary} Since 2015.",
        "remark": "I work there.",
    } | fields
    return Correction.objects.create(study=study, **fields)


def make_round(study=None, *, leader=None, **fields):
    """Of asking whether an entry is true; nobody was written to, unless its fields say so."""
    study = study or make_study()
    fields = {"due_on": timezone.localdate(), "leader": leader} | fields
    asking = VerificationRound.objects.create(study=study, **fields)
    if leader and asking.asked_on:
        asking.asks.create(leader=leader, asked_on=asking.asked_on)
    return asking


def make_group_message(**fields):
    fields = {
        "form_key": uuid.uuid4(),
        "subject": GroupMessage.Subject.OTHER,
        "name": "Alex Reader",
        "email": f"reader-{next(_number)}@council.uk",
        "message": "Where is the scheme in my town?",
    } | fields
    return GroupMessage.objects.create(**fields)


def make_complaint(**fields):
    """About personal data: the law sets a day."""
    subject = GroupMessage.Subject.DATA_PROTECTION
    made = make_group_message(**{"subject": subject, "due_on": timezone.localdate()} | fields)
    return Complaint.objects.get(pk=made.pk)


def make_disclosure(**fields):
    fields = {"digest": "x", "way": "looked-up", "why": "access"} | fields
    return Disclosure.objects.create(**fields)


def make_request(*, service="police", region="wales", interests=(), **fields):
    """To join the network: received and not confirmed, unless its fields say otherwise."""
    now = timezone.now()
    if fields.get("state", "received") != "received":
        fields = {"confirmed_at": now} | fields
    if fields.get("state") in {"approved", "declined"}:
        fields = {"decided_at": now} | fields
    if fields.get("state") == "asked":
        fields = {"asked_at": now, "question": "What do you run?"} | fields
    fields = {
        "form_key": uuid.uuid4(),
        "name": "Alex Applicant",
        "email": f"applicant-{next(_number)}@council.uk",
        "other_organisation": "A council",
        "service": make_services(service)[0],
        "role": "Estates officer",
        "region": make_region(region),
        "why": "We plan a shared station.",
        "consent_version": wordings.JOINING_NOW,
    } | fields
    asked = MembershipRequest.objects.create(**fields)
    asked.interests.set(make_types(*interests))
    return asked


def make_member(*, service="police", region="wales", interests=(), **fields):
    """One who belongs and is listed, with an account that has no password."""
    address = fields.setdefault("email", f"member-{next(_number)}@council.uk")
    if "user" not in fields:
        fields["user"] = make_user(username=address.lower())
    fields = {
        "name": "Mel Member",
        "other_organisation": "A council",
        "service": make_services(service)[0],
        "role": "Estates officer",
        "region": make_region(region),
        "is_listed": True,
        "consent_version": wordings.JOINING_NOW,
    } | fields
    member = Member.objects.create(**fields)
    member.interests.set(make_types(*interests))
    return member


def make_topic(title="Who shares a station?", *, author=None, category="questions", **fields):
    """Begun by a member and seen by all; `text` and `state` are those of its opening."""
    text = fields.pop("text", "We plan one. What would you do differently?")
    state = fields.pop("state", "shown")
    kind, _is_new = DiscussionCategory.objects.get_or_create(
        slug=category, defaults={"name": named(category)}
    )
    topic = Topic.objects.create(title=title, category=kind, **fields)
    opening = {"title": title, "author": author or make_member(), "created_at": topic.created_at}
    topic.opening = make_reply(topic, text, state=state, **opening)
    topic.save(update_fields=["opening"])
    return topic


def make_reply(topic, text="We did.", *, author=None, title="", **fields):
    """Of a member, and shown; the topic counts it."""
    defaults = {"reason": "Not here."} if fields.get("state") == "hidden" else {}
    defaults |= {"held_why": "often"} if fields.get("state") == "held" else {}
    text = "" if fields.get("state") == "deleted" else text
    post = Post.objects.create(
        topic=topic,
        author=author or make_member(),
        form_key=uuid.uuid4(),
        text=text,
        stems=written.words_of(title, text) if text else "",
        **defaults | fields,
    )
    if topic.opening_id:
        recount(topic)
    return post


def make_report(post=None, **fields):
    """Open, by a member, unless its fields say otherwise."""
    if fields.get("reason") != "held":
        fields.setdefault("reporter", make_member())
    fields = {"reason": "rude"} | fields
    return Report.objects.create(post=post or make_reply(make_topic()), **fields)


# Of a draft that lacks nothing; its organisations and terms come with `make_contribution`
ANSWERS = {
    "title": "Harbour rescue hub",
    "services": ["police", "fire"],
    "types": ["shared-premises"],
    "lead": "Kent Police",
    "partners": [{"name": "Kent Fire"}],
    "region": "south-east",
    "place": "Dover harbour",
    "status": "live",
    "started": "2015-05",
    "summary": "Two crews share a hub at the harbour.",
    "what_happened": "The old station was too small.",
    "outcomes": [{"text": "Crews arrive sooner.", "evidence": "2"}],
    "savings": [{"covers": "Rent", "pounds": "250,000", "per": "yearly"}],
    "paid_by": "£1 million from both",
    "helped": "One team\nOne roof",
    "hard": "The lease",
    "sources": [
        {
            "title": "Hub report",
            "url": "https://example.org/hub",
            "publisher": "Kent Police",
            "date": "2016",
        }
    ],
    "credit": ["role", "organisation"],
}


def make_contribution(*, member=None, said=None, **fields):
    """A draft that could be sent, unless its fields say otherwise. `said` changes its answers."""
    for name in ("Kent Police", "Kent Fire"):
        make_organisation(name)
    make_services("police", "fire")
    make_types("shared-premises")
    make_region("south-east")
    now = timezone.now()
    if fields.get("state", "draft") != "draft":
        fields = {"sent_at": now} | fields
    if fields.get("state") == "taken":
        fields = {"taken_at": now} | fields
    if fields.get("state") in Contribution.OVER:
        fields = {"decided_at": now} | fields
    return Contribution.objects.create(
        form_key=uuid.uuid4(),
        member=member or make_member(),
        answers=ANSWERS | (said or {}),
        **fields,
    )


def make_introduction(*, asker=None, asked=None, **fields):
    """Open, of two members who are made if none are named, unless its fields say otherwise."""
    if fields.get("state", "open") != "open":
        fields = {"ended_at": timezone.now()} | fields
    elif fields.get("reported_at"):
        fields = {"state": "declined", "ended_at": fields["reported_at"]} | fields
    fields = {
        "form_key": uuid.uuid4(),
        "asker": asker or make_member(),
        "asked": asked or make_member(),
        "why": "You have run a shared station.",
    } | fields
    return Introduction.objects.create(**fields)


def make_subscription(question="", **fields):
    """Active since long ago, unless its fields say otherwise."""
    email = fields.pop("email", f"reader-{next(_number)}@council.uk")
    if fields.get("state", "active") == "active":
        fields = {"confirmed_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)} | fields
    fields = {
        "form_key": uuid.uuid4(),
        "digest": ConfirmedAddress.digest_of(email),
        "state": Subscription.State.ACTIVE,
    } | fields
    return Subscription.objects.create(email=email, question=question, **fields)


def make_week(day, *studies):
    """A weekly issue of alerts about these case studies, each published in the week before."""
    week = Issue.objects.create(
        often=Subscription.Often.WEEKLY, day=day, finished_at=timezone.now()
    )
    before = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(days=1)
    for study in studies:
        came = Issue.objects.create(
            often=Subscription.Often.AT_ONCE, day=before, made_at=before, finished_at=before
        )
        for issue in (came, week):
            Announced.objects.create(issue=issue, study=study, often=issue.often)
    return week


def make_audit_record(action="case_study.added", target=None, by=None):
    return audit.record(action, target or make_study(), by=by)


def make_letter(**fields):
    """One that waits to be sent, unless `state` says otherwise; its end was then just now."""
    number = next(_number)
    fields = {
        "key": f"letter:{number}",
        "template": "network/letter",
        "to": f"reader-{number}@council.uk",
        "subject": f"Letter {number}",
        "text": "Something was written to you.\n",
        "message_id": f"<{number}@testserver>",
    } | fields
    if fields.get("state", "queued") not in {"queued", "sending"}:
        fields = {"finished_at": timezone.now()} | fields
    if fields.get("state") == "sending":
        fields = {"lease_until": timezone.now() + LEASE} | fields
    return Letter.objects.create(**fields)
