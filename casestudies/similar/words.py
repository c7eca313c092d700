"""What two records have in common, and what not, said in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casestudies.similar.likeness import FACET_OF, Fact

OTHERS = "other"  # the service of whoever belongs to no service

Labels = Mapping[str, Mapping[str, str]]
Words = Mapping[str, str | Promise]

# Between one scheme, whose page it is, and another
OF_TWO_SCHEMES: Words = {
    "types": gettext_lazy("also %(values)s"),
    "services": gettext_lazy("also with %(values)s"),
    "same-services": gettext_lazy("same services (%(values)s)"),
    "area": gettext_lazy("also in %(values)s"),
    "next-door": gettext_lazy("next door, in %(values)s"),
    "region": gettext_lazy("same region (%(values)s)"),
    "reach-several": gettext_lazy("also across several police force areas"),
    "reach-national": gettext_lazy("also national"),
    "partners": gettext_lazy("about as many partners named (%(mine)s here, %(theirs)s there)"),
    "partners-same": gettext_lazy("as many partners named (%(theirs)s)"),
    "ended": gettext_lazy("it has ended"),
    "due-to-end": gettext_lazy("it was due to end"),
    "more-types": gettext_lazy("it is %(values)s as well"),
    "fewer-types": gettext_lazy("not recorded as %(values)s"),
    "more-services": gettext_lazy("%(values)s as well"),
    "fewer-services": gettext_lazy("without %(values)s, as far as is recorded"),
    "elsewhere": gettext_lazy("another region (%(values)s)"),
    "not-reach-one": gettext_lazy("in one police force area only"),
    "not-reach-several": gettext_lazy("across %(theirs)s police force areas"),
    "not-reach-national": gettext_lazy("it is national"),
}

# Between what a reader starts from and a scheme
OF_WHAT_IS_ASKED: Words = {
    **OF_TWO_SCHEMES,
    "types": gettext_lazy("as you want: %(values)s"),
    "services": gettext_lazy("with %(values)s"),
    "area": gettext_lazy("in your own area, %(values)s"),
    "next-door": gettext_lazy("next door to you, in %(values)s"),
    "region": gettext_lazy("in your region (%(values)s)"),
    "reach-one": gettext_lazy("in one police force area, as you are"),
    "reach-several": gettext_lazy("across several police force areas, as you are"),
}


def in_words(facts: list[Fact], labels: Labels, words: Words = OF_TWO_SCHEMES) -> list[str]:
    """A short piece of a sentence for each; it begins small, but for names."""
    return [str(words[fact.kind]) % _said(fact, labels) for fact in facts]


def as_sentence(facts: list[Fact], labels: Labels, words: Words = OF_TWO_SCHEMES) -> str:
    """All of them: `Also shared premises; next door, in Sussex`. No full stop."""
    said = "; ".join(in_words(facts, labels, words))
    return said[:1].upper() + said[1:]


def _said(fact: Fact, labels: Labels) -> dict[str, object]:
    said: dict[str, object] = {}
    if fact.kind in FACET_OF:
        facet = FACET_OF[fact.kind]
        names = [_named(facet, slug, labels) for slug in fact.values]
        # No "and" before the last: it stands in names
        said["values"] = ", ".join(names)
    if fact.numbers:
        said["mine"], said["theirs"] = fact.numbers
    return said


def _named(facet: str, slug: str, labels: Labels) -> str:
    """As it stands within a sentence: `shared premises`, but `Kent` and `NHS trusts`."""
    if facet == "service" and slug == OTHERS:
        return _("other partners")
    name = labels[facet][slug]
    if facet in {"force", "region"}:
        return name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
