"""A proposal as a whole: what of it is missing, how it reads, and what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from network.actions.contributions import Came, Named, Proposal, Saved, Written
from network.forms.contribution import STEPS
from network.forms.contribution_fields import Lines, Pounds
from network.forms.contribution_step import Answers, Missing, StepForm
from network.forms.contribution_terms import Terms


@dataclass(frozen=True)
class Answer:
    """One answer as it reads: the question, and a text for each thing that was said."""

    question: str | Promise
    said: list[str]


@dataclass(frozen=True)
class Step:
    """One step of a draft: how far it is."""

    name: str
    heading: str | Promise
    missing: list[Missing]
    is_begun: bool
    answers: list[Answer]

    @property
    def is_complete(self) -> bool:
        return not self.missing


class Whole:
    """The four steps of one set of answers, judged as they would be when they are sent."""

    def __init__(self, answers: Answers, terms: Terms | None = None) -> None:
        self.answers = answers
        self.terms = terms or Terms()

    @cached_property
    def _judges(self) -> dict[str, StepForm]:
        judges = {
            step.step: step(answers=self.answers, terms=self.terms, is_strict=True)
            for step in STEPS
        }
        for judge in judges.values():
            judge.full_clean()
        return judges

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(
                name=judge.step,
                heading=judge.heading,
                missing=judge.what_is_missing(),
                is_begun=judge.is_begun(self.answers),
                answers=list(_in_words(judge)),
            )
            for judge in self._judges.values()
        ]

    @property
    def is_complete(self) -> bool:
        return all(step.is_complete for step in self.steps)

    @property
    def number_complete(self) -> int:
        return sum(step.is_complete for step in self.steps)

    def proposal(self, *, credit: str) -> Proposal:
        """What it comes to. Only of a complete one."""
        what, where, came, _ = (judge.cleaned_data for judge in self._judges.values())
        lines = self._lines()
        return Proposal(
            title=what["title"],
            services=[self.terms.services[slug] for slug in what["services"]],
            types=[self.terms.types[slug] for slug in what["types"]],
            partners=self._partners(what["lead"], [one["name"] for one in lines["partners"]]),
            region=self.terms.regions[where["region"]],
            place=where["place"],
            force_areas=[self.terms.force_areas[slug] for slug in where["force_areas"]],
            status=where["status"],
            started=where["started"],
            ended=where["ended"],
            ended_reason=where["ended_reason"],
            ended_advice=where["ended_advice"],
            summary=came["summary"],
            what_happened=came["what_happened"],
            paid_by=came["paid_by"],
            helped=Lines.apart(came["helped"]),
            hard=Lines.apart(came["hard"]),
            outcomes=[Came(one["text"], int(one["evidence"])) for one in lines["outcomes"]],
            savings=[
                Saved(one["covers"], Pounds.amount(one["pounds"]), one["per"])
                for one in lines["savings"]
            ],
            sources=[Written(**one) for one in lines["sources"]],
            credit=credit,
        )

    def _partners(self, lead: str, others: list[str]) -> list[Named]:
        named = []
        for number, name in enumerate([lead, *others]):
            known = next(iter(self.terms.meant_by(name)), None)
            named.append(Named(known.name if known else name, known, is_lead=number == 0))
        return named

    def _lines(self) -> dict[str, list[dict[str, str]]]:
        return {
            rows.name: judge.lines(rows) or []
            for judge in self._judges.values()
            for rows in judge.rows
        }


def _in_words(judge: StepForm) -> Iterable[Answer]:
    """Each question of a step with its answer; of lines, and what need not be asked, if filled."""
    for group in judge.groups:
        for drawn in group.drawn:
            said = [words for one in drawn.fields for words in _said(one)]
            is_optional = drawn.label or drawn.fields[0].name in judge.ONLY_IF_SAID
            if said or not is_optional:
                yield Answer(drawn.label or drawn.fields[0].label, said)


def _said(one: BoundField) -> list[str]:
    """What a field holds, as it reads: labels instead of slugs, one text for each line."""
    value: Any = one.form.cleaned_data.get(one.name)
    if not value:
        # What is wrong is shown as it was typed, so that it can be found and put right
        typed = one.value()
        return [typed] if isinstance(typed, str) and typed else []
    if isinstance(one.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in cast(Any, one.field).choices}
        chosen = value if isinstance(value, list) else [value]
        return [labels.get(str(key), str(key)) for key in chosen]
    if isinstance(one.field, Lines):
        return Lines.apart(value)
    if isinstance(one.field, Pounds):
        return [f"£{value}"]
    return [value]
