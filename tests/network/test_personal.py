"""The inventory of personal data is complete, and agrees with the rules of retention."""

import pytest
from django.core.exceptions import ValidationError

from network import personal, retention
from network.personal import KINDS, Person
from tests.factories import make_enquiry, make_study


def test_every_text_and_account_of_every_model_is_accounted_for():
    """A field that fails here goes into a kind of `network.personal`, or into NOT_PERSONAL."""
    assert personal.unaccounted() == []


def test_the_inventory_and_the_rules_of_retention_name_the_same():
    named = {rule for kind in KINDS for rule in kind.rules}
    assert named == {rule.name for rule in retention.RULES}


def test_every_kind_says_when_it_ends_and_what_stays():
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
    for kind in KINDS:
        assert kind.rules or kind.until, kind.name
        assert str(kind.left), kind.name


def test_every_kind_names_fields_that_exist():
    for held in (one for kind in KINDS for one in kind.held):
        for name in (held.personal + " " + held.plain).split():
            held.model._meta.get_field(name)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ada@Council.uk", " ada@council.uk "),
        ("ada@bücher.example.uk", "ADA@xn--bcher-kva.example.uk"),
        ("ada+news@council.uk", "Ada+News@council.uk"),
    ],
)
def test_one_person_however_the_address_is_written(one, other):
    assert Person(one) == Person(other)
    assert Person(one).digest == Person(other).digest


def test_what_stands_behind_a_plus_is_somebody_else():
    assert Person("ada+news@council.uk") != Person("ada@council.uk")


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "@council.uk", "ada@council.uk\x00", "a b@c.uk"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        Person(typed)


@pytest.mark.parametrize("kept", ["ada@bücher.example.uk", "Ada@xn--bcher-kva.example.uk"])
def test_rows_are_found_however_their_host_is_written(db, kept):
    row = make_enquiry(email=kept)
    make_enquiry(email="another@council.uk")
    found = next(kind for kind in KINDS if kind.name == "enquiries").find
    assert list(found(Person("ada@bücher.example.uk"))) == [row]


def test_a_name_in_an_entry_is_reported_and_left_alone(db):
    study = make_study(summary="Ask ada@council.uk for more.")
    (mention,) = personal.mentions(Person("ADA@council.uk"))
    assert (mention.number, mention.field) == (str(study.pk), "summary")
