"""Which organisation a person means by the name that they typed."""

import re
import unicodedata

from casestudies.models import Organisation

NOT_A_WORD = re.compile(r"[\W_]+")


def names() -> list[str]:
    """What may be chosen from, in the order of the list."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def meant_by(said: str) -> list[Organisation]:
    """Those called so; or if nobody is, those called so for short, or formerly.

    None where the list has none of this name, and several where a short or former name is not one
    body's own. Two queries.
    """
    wanted = _folded(said)
    if not wanted:
        return []
    by_name, by_other_name = [], []
    for organisation in Organisation.objects.prefetch_related("former_names"):
        others = [organisation.short_name, *(f.name for f in organisation.former_names.all())]
        if _folded(organisation.name) == wanted:
            by_name.append(organisation)
        elif wanted in {_folded(name) for name in others}:
            by_other_name.append(organisation)
    return by_name or by_other_name


def _folded(name: str) -> str:
    """Without what people type in one way or another: case, accents, "&", hyphens and "the"."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and "))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return (
        NOT_A_WORD.sub(" ", letters.replace("'", "").replace("’", "")).strip().removeprefix("the ")
    )
