"""Which organisation a person means by the name that they typed."""

import re
import unicodedata
from collections import defaultdict

from casestudies.models import Organisation

NOT_A_WORD = re.compile(r"[\W_]+")


def names() -> list[str]:
    """What may be chosen from, in the order of the list."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def meant_by(said: str) -> list[Organisation]:
    """What `Known.meant_by` says of one name. Two queries."""
    return Known().meant_by(said) if folded(said) else []


class Known:
    """The organisations of the list by what they are called. Two queries for any number."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Organisation]] = defaultdict(list)
        self._by_other_name: dict[str, list[Organisation]] = defaultdict(list)
        self.names: list[str] = []
        for organisation in Organisation.objects.order_by("name").prefetch_related("former_names"):
            former = [former.name for former in organisation.former_names.all()]
            own = folded(organisation.name)
            self.names.append(organisation.name)
            self._by_name[own].append(organisation)
            for name in {folded(name) for name in (organisation.short_name, *former)} - {own, ""}:
                self._by_other_name[name].append(organisation)

    def meant_by(self, said: str) -> list[Organisation]:
        """Those called so; or if nobody is, those called so for short, or formerly.

        None where the list has none of this name, and several where a short or former name is not
        one body's own.
        """
        name = folded(said)
        return self._by_name.get(name) or self._by_other_name.get(name) or []


def folded(name: str) -> str:
    """A name without what people type in different ways: case, accents, "&", hyphens, "the"."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and "))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return (
        NOT_A_WORD.sub(" ", letters.replace("'", "").replace("’", "")).strip().removeprefix("the ")
    )
