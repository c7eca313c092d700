"""What is in the database and is about nobody, and who is named there all the same."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Cast

from network.personal.kind import Held, Person

CONTENT = "what the directory says of schemes, which names organisations and roles"
WORDS = "words that the directory is sorted by or searched with"
INDEX = "made from published entries, and again whenever they change"
MACHINERY = "of the software itself"
COUNTS = "numbers and names of rules"

# Each model with a text or an account that holds nothing of a person by intent, and why
NOT_PERSONAL: dict[str, str] = {
    **dict.fromkeys(
        [
            f"casestudies.{name}"
            for name in (
                "CaseStudy",
                "Outcome",
                "Lesson",
                "Saving",
                "Funding",
                "Need",
                "Caveat",
                "FactorShown",
                "Source",
                "Partner",
                "Relation",
                "SuccessFactor",
                "Question",
                "FactorSource",
                "NationalProgramme",
                "ProgrammeCase",
                "ProgrammeSource",
                "FundingStream",
                "FundingSource",
                "GuidancePage",
                "GuidancePageSource",
                "Resource",
                "ResourceSource",
                "ResourceFile",
            )
        ],
        CONTENT,
    ),
    **dict.fromkeys(
        [
            f"casestudies.{name}"
            for name in (
                "Region",
                "ForceArea",
                "Organisation",
                "FormerName",
                "Service",
                "CollaborationType",
                "GlossaryTerm",
                "Synonym",
                "SearchTerm",
                "SearchWord",
                "WelshWord",
                "SearchPlace",
                "OldSlug",
            )
        ],
        WORDS,
    ),
    "casestudies.MissedSearch": "what nobody found; what looks like an address is not kept",
    "casestudies.ContentRecord": INDEX,
    "casestudies.CatalogueVersion": INDEX,
    "casestudies.IndexedText": INDEX,
    "casestudies.IndexedWord": INDEX,
    "casestudies.PostingBlock": INDEX,
    "linkcheck.CheckedLink": "web addresses that the directory cites, and how they answered",
    "network.Issue": COUNTS,
    "network.Announced": COUNTS,
    "network.Clearing": COUNTS,
    "network.DiscussionCategory": WORDS,
    "auth.Permission": MACHINERY,
    "auth.Group": MACHINERY,
    "auth.User_groups": "which role an account has; goes with the account",
    "auth.User_user_permissions": "rights of an account; goes with the account",
    "contenttypes.ContentType": MACHINERY,
}

TEXTS = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True)
class Mention:
    """That an address stands in a text that this does not erase: somebody has to read it."""

    model: str
    number: str
    field: str


def mentions(person: Person) -> list[Mention]:
    """Where in the directory itself a person's address stands. An editor decides about these."""
    found: list[Mention] = []
    for label in NOT_PERSONAL:
        model = apps.get_model(label)
        for field in texts_of(model):
            # As text, because a document is searched, too
            read = model._default_manager.annotate(said=Cast(field, models.TextField()))
            rows = read.filter(person.mentioned_in("said")).order_by()
            name = str(model._meta.verbose_name)
            found += [Mention(name, str(n), field) for n in rows.values_list("pk", flat=True)]
    return found


def texts_of(model: type[models.Model]) -> list[str]:
    """The fields that could hold words of anybody: not those that only choose one of a few."""
    fields = (f for f in model._meta.local_concrete_fields if isinstance(f, TEXTS))
    return [field.name for field in fields if not field.choices]


def unaccounted(kinds_hold: list[Held]) -> list[str]:
    """Texts and accounts of any model that no kind of data and no line above speaks of."""
    by_model = {one.model: {*one.personal.split(), *one.plain.split()} for one in kinds_hold}
    missing = []
    for model in apps.get_models(include_auto_created=True):
        named = by_model.get(model)
        if named is None and model._meta.label in NOT_PERSONAL:
            continue
        wanted = {*texts_of(model)}
        wanted |= {f.name for f in model._meta.concrete_fields if f.related_model is User}
        missing += [f"{model._meta.label}.{name}" for name in sorted(wanted - (named or set()))]
    return missing
