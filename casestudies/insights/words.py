"""Sentences that figures make: grammatical for none, for one and for many."""

from collections.abc import Sequence

from django.utils.translation import ngettext

MOST_NAMED = 3  # that share the first place; of more, how many they are


def percent(count: int, whole: int) -> str:
    """`24.8`; what is not nought is never shown as nought, nor what is not all as all."""
    if not whole:
        return "0"
    tenths = round(1000 * count / whole)
    if count:
        tenths = max(1, tenths)
    if count < whole:
        tenths = min(999, tenths)
    return f"{tenths / 10:.1f}".removesuffix(".0")


def of_schemes(count: int, whole: int) -> str:
    """`30 of 121 schemes`."""
    return ngettext("%(n)s of %(whole)s scheme", "%(n)s of %(whole)s schemes", whole) % {
        "n": count,
        "whole": whole,
    }


def first_place(
    counts: Sequence[tuple[str, int]],
    whole: int,
    *,
    one: str,
    several: str = "",
    many: str,
    none: str,
) -> str:
    """Which of these comes up most often. The sentences have `names`, `number` and `share` in them.

    `one` leads alone; `several`, where given, are named together; of `many` only the number is
    said; `none` is for where nothing is counted.
    """
    most = max((count for _label, count in counts), default=0)
    if not most:
        return none
    names = [label for label, count in counts if count == most]
    are_named = several and len(names) <= MOST_NAMED
    words = one if len(names) == 1 else several if are_named else many
    said = {"names": "; ".join(names), "number": len(names), "share": of_schemes(most, whole)}
    return words % said
