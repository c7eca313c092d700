"""Words that may be about a person are seen, and nothing of our own content is taken for such."""

import time
import tomllib
from pathlib import Path

import pytest

from casestudies import private_words
from tests.factories import make_leader, make_study

LONG = 100_000  # letters, as somebody may send; a fault of the kind meant here takes a minute
SLOWEST = 2.0  # seconds of this process, whatever else the machine does
FIXTURES = Path(__file__).parents[2] / "fixtures" / "case-studies"


def kinds(text, **more):
    found = private_words.found_in_document({"summary": text}, **more)
    return [(str(one.kind), one.words) for one in found]


@pytest.mark.parametrize(
    "text, words",
    [
        ("Write to sam.hill@kent.police.uk today.", "sam.hill@kent.police.uk"),
        ("Ring 01622 690690 or come.", "01622 690690"),
        ("Ring (020) 7946 0958.", "(020) 7946 0958"),
        ("Ring 07700 900123.", "07700 900123"),
        ("Ring +44 (0)1622 690690.", "+44 (0)1622 690690"),
        ("He was born on 3 May 1970 in Kent.", "born on 3 May 1970"),
        ("DOB: 03/05/1970", "DOB: 03/05/1970"),
        ("She lives at ME15 9BZ.", "ME15 9BZ"),
        ("His number is QQ 12 34 56 C.", "QQ 12 34 56 C"),
        ("PC Hill was the first.", "PC Hill"),
        ("DCI J. Hill-Smith of Kent led it.", "DCI J. Hill-Smith"),
        ("It was led by Sgt Ann Hill.", "Sgt Ann Hill"),
        ("Dr. Hill spoke.", "Dr. Hill"),
        ("Mrs O’Brien opened it.", "Mrs O’Brien"),
        ("Inspector Hill’s idea.", "Inspector Hill’s"),
    ],
)
def test_what_may_be_about_a_person_is_found(text, words):
    assert [found for _kind, found in kinds(text)] == [words]


@pytest.mark.parametrize("piece", ["x", "0", "a-", "a.", "a@", "01 ", "born ", "Mr A", "DOB"])
def test_a_long_text_without_meaning_takes_no_longer_than_its_length(piece):
    began = time.process_time()
    kinds(piece * (LONG // len(piece)))
    assert time.process_time() - began < SLOWEST


@pytest.mark.parametrize(
    "text",
    [
        "It saved £250,000 in 2015-16 and 1,234,567 calls in 2017.",
        "Ring 999 or 101, or 0800 11.",
        "The Police and Crime Commissioner. Its staff moved in.",
        "the Police and Crime\nCommissioner. It moved",
        "Chief Constable and Chief Fire Officer share a car.",
        "The Inspector of Constabulary praised it; Constable and Firefighter work together.",
        "The A20 and the M25; grade B2 buildings; Tri-service 2010 to 2023.",
        "The scheme was born in 2012 of need.",
        "See https://example.org/0123456789 of 2015-05-01.",
        "DS Police Station; Sir",
    ],
)
def test_what_is_about_no_person_is_passed_over(text):
    assert kinds(text) == []


def test_names_given_in_confidence_are_found_in_full_only():
    found = kinds("As sam hill said. Sam is a name, a hill is not.", names=["Sam Hill", "Hill"])
    assert found == [("the name of a project leader", "sam hill")]


def test_the_field_and_some_words_around_are_shown():
    document = {"outcomes": [{"text": "x"}, {"text": "a " * 50 + "PC Hill" + " b" * 50}]}
    (found,) = private_words.found_in_document(document)
    assert found.field == "outcomes 2 – text"
    assert found.excerpt.startswith("… ")
    assert found.excerpt.endswith(" …")
    assert "PC Hill" in found.excerpt
    assert len(found.excerpt) < 80


def test_nothing_of_our_own_content_is_taken_for_a_person():
    files = sorted(FIXTURES.glob("*.toml"))
    assert len(files) > 100
    flagged = {
        file.name: found
        for file in files
        if (found := [*private_words.found_in_document(tomllib.loads(file.read_text()))])
    }
    assert flagged == {}


@pytest.mark.django_db
def test_a_leader_of_the_entry_is_known_by_name_and_one_of_another_is_not():
    study, other = make_study(summary="Sam Hill and Ann Dale met."), make_study()
    make_leader(study, name="Sam Hill")
    make_leader(other, name="Ann Dale")
    assert [one.words for one in private_words.found_in(study)] == ["Sam Hill"]


@pytest.mark.django_db
def test_many_entries_are_read_with_no_more_queries_than_one(django_assert_max_num_queries):
    studies = [make_study(summary="PC Hill.", outcomes=["One"]) for _ in range(6)]
    with django_assert_max_num_queries(18):
        assert all(private_words.found_in_each(studies))
