"""The search's face: what is found, in which order, and why."""

import numpy as np
import pytest
from django.http import QueryDict
from rapidfuzz.distance import OSA

from casestudies import search
from casestudies.directory import Directory
from casestudies.models import (
    CaseStudy,
    FormerName,
    GlossaryTerm,
    Outcome,
    Partner,
    Synonym,
    WelshWord,
)
from casestudies.models.search_index import IndexedText, IndexedWord, PostingBlock
from casestudies.search.shelf import Vocabulary, letters_of, letters_of_all
from casestudies.search.spelling import slip_cost
from tests.factories import make_organisation, make_search_term, make_study

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = text
    return [study.title for study in Directory(query).studies]


@pytest.fixture
def schemes():
    make_study(
        title="Rural drone team",
        summary="Officers and firefighters share one aircraft.",
        what_happened="The control room sends it to missing people.",
        place="Llanfair-ym-Muallt",
    )
    make_study(
        title="Shared control room",
        summary="Two services answer calls side by side.",
        what_happened="A room to control nothing would be of no use.",
    )
    make_study(
        title="Co-responding pilot",
        summary="Firefighters go to cardiac arrests with defibrillators.",
        what_happened="A drone was never used.",
    )


@pytest.mark.parametrize(
    "text, first",
    [
        ("drone", "Rural drone team"),
        ("DRONES", "Rural drone team"),
        ("cardiac arrest", "Co-responding pilot"),
        ("defibrillator", "Co-responding pilot"),
        ("co-responding", "Co-responding pilot"),
        ("control room", "Shared control room"),
        ("llanfair ym muallt", "Rural drone team"),
        ("who answers the calls?", "Shared control room"),
    ],
)
def test_words_find_the_right_scheme_first(schemes, text, first):
    assert found(text)[0] == first


def test_a_title_counts_more_than_the_story(schemes):
    assert found("drone") == ["Rural drone team", "Co-responding pilot"]


def test_a_phrase_in_quotes_must_stand_as_written(schemes):
    assert set(found('"control room"')) == {"Rural drone team", "Shared control room"}
    assert found('"room control"') == []
    assert found('"cardiac arrests" drone') == ["Co-responding pilot"]


def test_a_minus_leaves_out(schemes):
    assert found("drone -team") == ["Co-responding pilot"]
    assert found("-drone") == ["Shared control room"]
    assert set(found('firefighters -"cardiac arrests"')) == {"Rural drone team"}


def test_a_phrase_does_not_run_from_one_field_into_the_next():
    make_study(title="Ends with joint", summary="Training begins this sentence.")
    assert found('"joint training"') == []


def test_an_accent_makes_no_difference():
    make_study(title="Gwasanaeth Tân", place="Dŵr")
    assert found("tan") == found("tân") == found("dwr") == ["Gwasanaeth Tân"]


def test_a_glossary_term_finds_its_synonyms_after_the_word_itself(schemes):
    term = GlossaryTerm.objects.create(term="UAV", expansion="unmanned aircraft")
    Synonym.objects.create(term=term, word="drone")
    assert "Rural drone team" in found("UAV")
    make_study(title="UAV bureau")
    assert found("UAV")[0] == "UAV bureau"


def test_a_former_name_of_a_partner_is_found(schemes):
    study = CaseStudy.objects.get(title="Shared control room")
    body = make_organisation(name="New Service")
    FormerName.objects.create(organisation=body, name="Old Brigade")
    Partner.objects.create(study=study, organisation=body)
    assert found("old brigade") == ["Shared control room"]
    assert found("new service")[0] == "Shared control room"


def test_what_is_saved_is_found_and_what_is_withdrawn_is_not(schemes):
    study = CaseStudy.objects.get(title="Rural drone team")
    Outcome.objects.create(study=study, text="Zeppelins were retired")
    assert found("zeppelin") == ["Rural drone team"]
    CaseStudy.objects.filter(pk=study.pk)  # the state moves only through the editors' actions
    study.state = CaseStudy.State.ARCHIVED
    study.save()
    assert found("zeppelin") == []
    assert not PostingBlock.objects.filter(word="zeppelin").exists()
    assert not IndexedText.objects.filter(study=study).exists()


def test_deleting_a_study_takes_its_words_out_of_the_index(schemes):
    CaseStudy.objects.get(title="Rural drone team").delete()
    assert not PostingBlock.objects.filter(word="aircraft").exists()
    assert not IndexedWord.objects.filter(word="aircraft").exists()
    assert IndexedWord.objects.get(word="drone").holding == 1
    CaseStudy.objects.all().delete()
    assert not PostingBlock.objects.exists()
    assert not IndexedWord.objects.exists()


def test_renaming_an_organisation_is_found_at_once(schemes):
    study = CaseStudy.objects.get(title="Rural drone team")
    body = make_organisation(name="Before Constabulary")
    Partner.objects.create(study=study, organisation=body)
    body.name = "Afterwards Police"
    body.save()
    assert found("afterwards") == ["Rural drone team"]
    assert found("before") == []


def test_a_draft_leaves_no_word_in_the_index():
    make_study(title="Planned xylophone", state="draft")
    assert not PostingBlock.objects.exists()
    assert not IndexedWord.objects.exists()
    assert found("xylophone") == []


def test_rebuilding_gives_exactly_what_saving_gave(schemes):
    study = CaseStudy.objects.get(title="Rural drone team")
    study.title = "Rural aircraft team"
    study.save()
    CaseStudy.objects.get(title="Shared control room").delete()

    def whole():
        blocks = PostingBlock.objects.values_list("word", "block", "impacts", "positions")
        return (
            sorted((word, n, bytes(i), bytes(p)) for word, n, i, p in blocks),
            sorted(
                (pk, bytes(numbers), words, bytes(spots))
                for pk, numbers, words, spots in IndexedText.objects.values_list(
                    "study_id", "numbers", "words", "spots"
                )
            ),
            sorted(IndexedWord.objects.values_list("word", "holding")),
        )

    before = whole()
    assert before[0]
    assert search.rebuild() == 2
    assert whole() == before


@pytest.mark.parametrize(
    "text, corrected, first",
    [
        ("defibbrilator", "defibrillators", "Co-responding pilot"),
        ("cardaic arrest", "cardiac arrest", "Co-responding pilot"),
        ("contorl room", "control room", "Shared control room"),
        ("aircarft", "aircraft", "Rural drone team"),
        ("controlroom", "control room", "Shared control room"),
    ],
)
def test_a_slip_is_mended_and_said(schemes, text, corrected, first):
    query = QueryDict(mutable=True)
    query["q"] = text
    asked = Directory(query)
    assert asked.studies[0].title == first
    assert (asked.searched_for, asked.instead_of) == (corrected, text)
    assert asked.strict_url.startswith("/case-studies/?q=%22")
    assert Directory(QueryDict(asked.strict_url.partition("?")[2])).searched_for == ""


@pytest.mark.parametrize("text", ['"aircarft"', "drone -aircarft", "aircraft", "drones", "zzzzzz"])
def test_quotes_minus_and_right_words_are_left_as_typed(schemes, text):
    query = QueryDict(mutable=True)
    query["q"] = text
    assert Directory(query).searched_for == ""


def test_two_right_words_are_not_joined_for_the_stem_that_they_would_have(schemes):
    make_study(title="Heartbeat checks")
    asked = Directory(QueryDict("q=heartbeat or zzzzzz"))  # "heartbeator" has the same stem
    assert asked.searched_for == ""
    assert [study.title for study in asked.studies] == ["Heartbeat checks"]


def test_a_correction_never_comes_from_what_is_not_published(schemes):
    make_study(title="Secret xylophone", state="draft")
    asked = Directory(QueryDict("q=xylophnoe"))
    assert asked.searched_for == ""
    assert asked.count == 0


def test_words_side_by_side_count_more_than_words_apart(schemes):
    assert found("control room")[0] == "Shared control room"


def test_words_known_together_that_nobody_says_are_taken_apart(schemes):
    make_search_term("buddy response", "drone medics")
    assert found("drone medics") == ["Rural drone team", "Co-responding pilot"]


@pytest.mark.parametrize("text", ["night swim", "river bathing lesson"])
def test_a_longer_way_of_saying_it_is_found_by_its_shorter_one(text):
    make_search_term("night swim", "river bathing", "river bathing lesson")
    make_study(title="River bathing lesson of Kent")
    make_study(title="Night swim in Surrey")
    make_study(title="River lesson")
    assert set(found(text)) == {"River bathing lesson of Kent", "Night swim in Surrey"}


def test_a_third_of_a_long_question_finds_and_a_third_of_a_name_does_not():
    make_study(title="Harbour lantern walrus")
    for word in ("Harbour", "Lantern", "Walrus"):
        make_study(title=f"{word} alone")
    for _ in range(6):
        make_study()
    assert len(found("harbour lantern walrus")) == 4
    make_study(title="Puffin garage")
    for number in range(4):
        make_study(title=f"Garage {number}")
    assert found("puffin garage") == ["Puffin garage"]


@pytest.mark.parametrize("text", ["colocation", "co-location", "co location", "Co Location"])
def test_a_hyphen_or_a_space_makes_no_difference(text):
    make_study(title="Hyphened", summary="Co-location of two teams.")
    make_study(title="Written as one", summary="Colocation of two teams.")
    assert set(found(text)) == {"Hyphened", "Written as one"}


def test_the_last_word_may_be_unfinished(schemes):
    assert found("shared contr")[0] == "Shared control room"


def test_words_of_grammar_find_nothing_by_themselves(schemes):
    make_study(title="Odd one", summary="Would you not do this for us?")
    assert "Odd one" not in found("what would you do for a drone")


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "-", "--", '-"', "'", "*", "(", "a" * 5000, "-" * 33, "AND OR NOT", "a:b",
        "\\", "<script>", "\ud800", "\x00", "é" * 300, '"' * 99, "- -- ---", "' OR 1=1 --",
        "{}[]^~:!", "100%",
    ],
)  # fmt: skip
def test_nothing_typed_breaks_the_search(schemes, text):
    assert isinstance(found(text), list)


@pytest.mark.parametrize(
    "text, forms, marked",
    [
        ("Sharing a station", {("share",)}, "<mark>Sharing</mark> a station"),
        ("<b>Sharing</b>", {("share",)}, "&lt;b&gt;<mark>Sharing</mark>&lt;/b&gt;"),
        ("Co-location works", {("coloc",)}, "<mark>Co-location</mark> works"),
        ("Control of a room", {("control", "room")}, "Control of a room"),
        ("A control room", {("control", "room")}, "A <mark>control room</mark>"),
        ("Re-used", {("use",)}, "Re-<mark>used</mark>"),
        ("Tân ac achub", {("tan",)}, "<mark>Tân</mark> ac achub"),
        ("Tying two in", {("tie",)}, "<mark>Tying</mark> two in"),
        ("Nothing here", {("share",)}, "Nothing here"),
    ],
)
def test_marking_keeps_the_text_and_escapes_it(text, forms, marked):
    assert search.mark(text, forms) == marked


def test_the_snippet_is_the_passage_that_answers(schemes):
    query = QueryDict("q=missing+people")
    (study,) = Directory(query).studies
    assert "<mark>missing</mark>" in study.snippet


def test_a_question_in_welsh_finds_and_puts_wales_first():
    make_study(title="A fire service in England", region="london")
    make_study(title="Z fire service in Wales", region="wales")
    term = make_search_term("fire service")
    WelshWord.objects.create(term=term, word="gwasanaeth tân")
    assert found("gwasanaeth tân")[0] == "Z fire service in Wales"
    assert set(found("wasanaeth tân")) == set(found("gwasanaeth dân")) == set(found("fire service"))
    assert found("fire service")[0] == "A fire service in England"


def test_a_town_finds_what_is_in_its_county_after_what_names_the_town():
    make_study(title="A county station", place="Kent", summary="All over Kent, for Kent.")
    make_study(title="B task force", what_happened="It began in two wards of Margate.")
    make_search_term("Kent", places=["Margate", "Dover"])
    assert found("margate") == ["B task force", "A county station"]
    assert found("dover") == ["A county station"]
    assert found("kent") == ["A county station"]


def test_a_town_leads_on_from_its_county_to_all_that_holds_it():
    make_study(title="Thames Valley control")
    make_study(title="Berkshire stations")
    make_study(title="Kent station")
    make_search_term("Thames Valley", places=["Berkshire", "Oxfordshire"])
    make_search_term("Berkshire", "Royal County", places=["Slough"])
    make_search_term("Kent", places=["Berkshire"])  # a loop of somebody's making
    make_search_term("Oxfordshire", places=["Thames Valley"])
    assert found("slough")[0] == "Berkshire stations"
    assert set(found("slough")[1:]) == {"Kent station", "Thames Valley control"}
    assert found("royal county")[0] == "Berkshire stations"
    assert "Berkshire stations" not in found("oxfordshire")


def test_a_name_may_lead_to_several_areas():
    for county in ("Norfolk", "Suffolk"):
        make_study(title=f"{county} station")
        make_search_term(county, places=["East Anglia"])
    make_study(title="Essex station")
    assert found("east anglia") == ["Norfolk station", "Suffolk station"]


def test_a_place_is_a_word_that_slips_lead_to():
    make_study(title="A station", place="Kent")
    make_search_term("Kent", places=["Margate"])
    assert found("margatte") == ["A station"]


def test_an_everyday_word_finds_the_services_own_term(schemes):
    make_search_term("drone", "eye in the sky")
    assert found("eye in the sky")[0] == "Rural drone team"


def test_an_everyday_phrase_counts_though_none_of_its_words_says_much(schemes):
    make_study(title="Alliance", summary="One force withdrew from the alliance over a drone.")
    make_search_term("withdrew", "given up")
    assert found("drone given up") == ["Alliance"]


def test_the_telling_words_in_an_everyday_phrase_order_what_it_finds():
    make_study(title="A review of closures")
    make_study(title="B review of closures", summary="The garages stood empty.")
    make_search_term("closures", "garages shut")
    assert found("garages shut") == ["B review of closures", "A review of closures"]


def test_an_idea_that_is_said_twice_counts_once():
    make_study(title="A rural drone")
    make_study(title="A drone")
    make_study(title="A rural post")
    make_search_term("rural", "far-off", "village")
    # Counted twice, the place would leave hardly a share to the drone.
    assert "A drone" in found("drone in a far-off village")


def test_words_of_grammar_with_an_apostrophe_say_nothing(schemes):
    make_study(title="They're here")
    assert found("they're drones") == found("drones")


@pytest.mark.parametrize(
    "typed, meant, is_likely",
    [
        ("ambulence", "ambulance", True),
        ("statoin", "station", True),
        ("trainning", "training", True),
        ("responce", "response", True),
        ("teaching", "tracking", False),
        ("rural", "mural", False),
    ],
)
def test_a_slip_is_likelier_than_another_word(typed, meant, is_likely):
    assert (slip_cost(typed, meant) <= 10) == is_likely


def test_the_highest_are_those_that_come_first_when_all_are_sorted():
    chance = np.random.default_rng(3)
    for _ in range(200):
        scores = chance.integers(0, chance.integers(1, 30), 50)  # few values, so many are equal
        places = np.flatnonzero(chance.integers(0, 2, 50))
        every = places[np.argsort(-scores[places], kind="stable")]
        for most in (0, 1, 7, len(places), 50):
            assert search.highest(scores, places, most).tolist() == every[:most].tolist()


NEAR_ONES = "ambulance ambulances balance bell bill e-mail eel llan lleyn leyn nall 24 a2z".split()


@pytest.mark.parametrize("typed", ["ambulence", "amublance", "bel", "eell", "lllan", "email", "2"])
def test_no_word_that_slips_can_lead_to_is_passed_over(typed):
    vocabulary = Vocabulary(dict.fromkeys(NEAR_ONES, 1))
    for within in range(4):
        near = [word for word in NEAR_ONES if OSA.distance(typed, word) <= within]
        assert set(near) <= set(vocabulary.near(typed, within))


def test_letters_are_the_same_for_one_and_for_many():
    words = ["eel24", "lleyn", "e-e-e", "ŷbell"]
    assert letters_of_all(words).tolist() == [letters_of(word) for word in words]
