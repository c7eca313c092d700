"""Texts read word by word: where forms stand in them, and how they are kept apart."""

import pytest

from casestudies.search.spots import number, pack, read, unpack
from casestudies.search.texts import places


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
    ((spots,),) = places([read([text])], [form])
    assert [text[start:end] for start, end, _ in spots] == found


def test_a_phrase_does_not_go_on_in_the_next_text_or_study():
    studies = [read(["a fire", "service here"]), read(["fire", ""])]
    studies.append(read(["service", "fire service"]))
    assert places(studies, [("fire", "servic")]) == [
        [[], []],
        [[], []],
        [[], [(0, 12, 1)]],
    ]


def test_each_stem_has_one_number():
    stems = read(["fire fires firing crew"]).stems.tolist()
    assert stems == [number("fire")] * 3 + [number("crew")]
    assert number("crew") != number("fire")


TEXTS = ("A co-location", "Dŵr, fire’s\nand fire", "", "e-mail and re-used ❤ yards, 24/7", "–")


def test_what_was_packed_comes_back():
    text = read(TEXTS)
    again = unpack(pack(text), TEXTS)
    assert again is not None
    assert [again.texts, again.firsts, again.compounds] == [
        text.texts,
        text.firsts,
        text.compounds,
    ]
    for name in ("stems", "starts", "ends"):
        assert getattr(again, name).tolist() == getattr(text, name).tolist()
    assert len(text.compounds) == 3


@pytest.mark.parametrize("texts", [("", ""), ("a" * 255, "b")])
def test_the_least_and_the_longest_are_packed(texts):
    again = unpack(pack(read(texts)), texts)
    assert again is not None
    assert again.ends.tolist() == read(texts).ends.tolist()


@pytest.mark.parametrize("texts", [("a" * 256, "b"), ("word", "word " * 13_108)])
def test_what_is_too_long_is_not_packed(texts):
    assert pack(read(texts)) == b""
    assert unpack(b"", texts) is None


def test_what_was_packed_of_another_title_is_read_anew():
    packed = pack(read(("Old", "Summary", "Passage")))
    assert unpack(packed, ("New", "Summary", "Passage")) is None
    assert unpack(packed, ("Old", "Summary", "Passage", "More")) is None
