"""Texts read word by word: where forms stand in them, and how they are kept apart."""

import pytest

from casestudies.search.texts import Texts


@pytest.mark.parametrize(
    "text, form, found",
    [
        ("Fire and fires", ("fire",), ["Fire", "fires"]),
        (
            "The fire service's fire services",
            ("fire", "servic"),
            ["fire service's", "fire services"],
        ),
        ("A co-location", ("coloc",), ["co-location"]),
        ("A co-location", ("co", "locat"), ["co-location"]),
        ("Dŵr a thân", ("dwr",), ["Dŵr"]),
        ("Nothing of it", ("fire",), []),
        ("", ("fire",), []),
    ],
)
def test_a_form_is_found_where_it_stands(text, form, found):
    texts = Texts()
    ((places,),) = texts.places([texts.read([text])], [form])
    assert [text[start:end] for start, end, _ in places] == found


def test_a_phrase_does_not_go_on_in_the_next_text_or_study():
    texts = Texts()
    studies = [texts.read(["a fire", "service here"]), texts.read(["fire", ""])]
    studies.append(texts.read(["service", "fire service"]))
    places = texts.places(studies, [("fire", "servic")])
    assert places == [[[], []], [[], []], [[], [(0, 12, ("fire", "servic"))]]]


def test_each_stem_has_one_number():
    texts = Texts()
    read = texts.read(["fire fires firing crew"])
    assert read.stems.tolist()[:2] == [texts.numbers["fire"]] * 2
    assert texts.numbers["crew"] != texts.numbers["fire"]
