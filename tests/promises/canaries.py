"""Case studies that nobody may see, each part of which says a word that nothing published says.

So a word of theirs in an answer is a leak, and says from where.
"""

from casestudies import changes, editorial
from casestudies.models import CaseStudy, FormerName, Funding, Organisation, Source
from tests.factories import make_funding_stream, make_study, make_user

UNSEEN = ("draft", "in-review", "archived")

# What the search reads, and what only the page of the study shows
SEARCHED = (
    "title", "summary", "story", "place", "organisation", "former", "outcome", "lesson", "saving",
    "money", "advice",
)  # fmt: skip
SHOWN = ("source", "publisher")

# So that ordinary questions would find them, if questions found what is not published
ORDINARY = "shared fire station, police control room and drones"


def word(state: str, part: str) -> str:
    """Such as `zqdraftlesson`: like no other word, so that no slip leads from one to the other."""
    return f"zq{state.replace('-', '')}{part}"


WORDS = tuple(word(state, part) for state in UNSEEN for part in (*SEARCHED, *SHOWN))


def plant(state: str) -> CaseStudy:
    """A study in this state. What is archived was published before, and so was in the index."""
    says = {part: word(state, part) for part in (*SEARCHED, *SHOWN)}
    with changes.one_change():
        study = make_study(
            title=f"{says['title']} shared station",
            summary=f"{ORDINARY} {says['summary']}",
            what_happened=f"{ORDINARY} {says['story']}",
            place=f"Kent {says['place']}",
            region="wales",
            force_areas=("kent",),
            organisations=(f"Trust of {says['organisation']}", "Kent Police"),
            outcomes=((f"{ORDINARY} {says['outcome']}", 4),),
            lessons=(f"{ORDINARY} {says['lesson']}",),
            savings=({"low": 5, "note": says["saving"]},),
            started="2015",
            status="ended",
            ended_reason="finished",
            ended_advice=says["advice"],
            state="published" if state == "archived" else state,
        )
        trust = Organisation.objects.get(name=f"Trust of {says['organisation']}")
        FormerName.objects.create(organisation=trust, name=f"Board of {says['former']}")
        fund = make_funding_stream(f"Canary fund, {state}")
        Funding.objects.create(study=study, stream=fund, description=says["money"])
        Source.objects.create(
            study=study,
            title=f"Report {says['source']}",
            publisher=says["publisher"],
            url="https://example.org/report",
            date="2015",
        )
    if state == "archived":
        editorial.archive(study, by=make_user("Publisher"))
    return study
