"""The shipped guidance: every point is shown by schemes, and every text reads at a plain level."""

import json
import re
from collections import Counter

import pytest

from casestudies.plain_words import LONG_SENTENCE, longest_of, unexplained
from tests.casestudies.test_fixtures import everything, of, studies

FACTORS = {record["slug"]: record for record in of("success-factor")}


def tags():
    return [(study["slug"], tag) for study in studies() for tag in study.get("factors_shown", [])]


def test_every_factor_and_barrier_is_shown_by_at_least_two_case_studies():
    shown = Counter(tag["factor"] for _slug, tag in tags())
    assert set(shown) == set(FACTORS)
    assert min(shown.values()) >= 2
    # So few that each was chosen, not swept in
    assert max(shown.values()) <= 6


def test_every_reason_is_a_sentence_of_our_own_and_an_answer_is_to_a_barrier():
    for slug, tag in tags():
        for text in filter(None, (tag["reason"], tag.get("how_met"))):
            assert text.endswith("."), slug
            assert not set(text) & set('“”"'), slug
        assert "how_met" not in tag or FACTORS[tag["factor"]]["kind"] == "barrier", slug


def test_every_need_is_of_a_kind_once_and_no_reason_is_said_twice():
    reasons = Counter(tag["reason"] for _slug, tag in tags())
    assert max(reasons.values()) == 1
    for study in studies():
        kinds = Counter(need["kind"] for need in study.get("needs", []))
        assert max(kinds.values(), default=1) == 1, study["slug"]


def of_the_entry_itself(study):
    """All that an entry says apart from its tags and its needs."""
    ours = ("factors_shown", "needs")
    return json.dumps({name: said for name, said in study.items() if name not in ours})


def test_every_figure_of_a_reason_or_a_need_stands_in_the_entry_itself():
    for study in studies():
        said = of_the_entry_itself(study).replace(",", "")
        lines = [need["text"] for need in study.get("needs", [])]
        for tag in study.get("factors_shown", []):
            lines += [tag["reason"], tag.get("how_met", "")]
        for figure in re.findall(r"\d[\d,.]*\d|\d", " ".join(lines)):
            assert figure.replace(",", "") in said, (study["slug"], figure)


def texts():
    """Every text of guidance, by what it is of."""
    kinds = {
        "guidance-page": ("title", "lead", "body"),
        "success-factor": ("title", "summary", "guidance"),
        "national-programme": ("name", "summary", "description"),
        "funding-stream": ("name", "summary", "amount_note"),
    }
    for kind, fields in kinds.items():
        for record in of(kind):
            said = [record[name] for name in fields if name in record]
            yield record["slug"], "\n".join([*said, *record.get("questions", [])])
    for study in studies():
        lines = [need["text"] for need in study.get("needs", [])]
        for tag in study.get("factors_shown", []):
            lines += [tag["reason"], tag.get("how_met", "")]
        yield study["slug"], "\n".join(lines)


def test_every_text_of_guidance_reads_at_a_plain_level():
    groups = [
        [*filter(None, [term.get("expansion")]), term["term"], *term.get("synonyms", [])]
        for term in of("glossary-term")
    ]
    for slug, text in texts():
        longest = longest_of(text)
        assert longest.longest_words <= LONG_SENTENCE, (slug, longest.longest)
        assert list(unexplained(text, groups)) == [], slug


@pytest.mark.parametrize("kind", ["guidance-page", "national-programme", "funding-stream"])
def test_every_text_says_when_it_was_reviewed(kind):
    assert all(record.get("reviewed_on") for record in of(kind))


def test_every_page_of_guidance_ships_with_its_text():
    pages = [record for record in everything() if record.shape.kind == "guidance-page"]
    model_field = pages[0].shape.model._meta.get_field("slug")
    assert {page.key for page in pages} == {slug for slug, _label in model_field.flatchoices}
    for page in pages:
        assert page.document["lead"]
        assert page.document["body"]
