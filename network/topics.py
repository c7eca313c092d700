"""What readers ask about, and which questions of a case study are still open under each."""

from dataclasses import dataclass
from typing import Any

from casestudies.models import CaseStudy
from casestudies.reading.gaps import gaps, together
from network.models import Enquiry

Topic = Enquiry.Topic

# Each kind of gap under the topic where a reader would look for it; results have none of their own
UNDER = {
    "lead": Topic.START,
    "start": Topic.START,
    "time": Topic.START,
    "helped": Topic.START,
    "copies": Topic.VISIT,
    "savings": Topic.COSTS,
    "amount": Topic.COSTS,
    "funding": Topic.COSTS,
    "money": Topic.COSTS,
    "staff": Topic.STAFFING,
    "needs": Topic.STAFFING,
    "law": Topic.LEGAL,
    "systems": Topic.SYSTEMS,
    "space": Topic.SYSTEMS,
    "why-ended": Topic.HARD,
    "advice": Topic.HARD,
    "hard": Topic.HARD,
}


ASKED = "ask"  # the parameter of the form's address that names the kind of a gap


@dataclass(frozen=True)
class Offer:
    """A topic, and the questions under it that our entry leaves open."""

    topic: Enquiry.Topic
    questions: tuple[str, ...] = ()


def begun(study: CaseStudy, kind: str) -> dict[str, Any]:
    """What the form holds for whoever comes from an open question; nothing if it is not open."""
    found = gaps(study)
    gap = next((gap for gap in [*found, *together(found)] if gap.kind == kind), None)
    if gap is None:
        return {}
    topics = [UNDER[kind].value] if kind in UNDER else []
    return {"topics": topics, "message": gap.question}


def offers(study: CaseStudy) -> list[Offer]:
    """Every topic in its order. `study` as `for_reading()` loads it."""
    open_ones: dict[Enquiry.Topic, list[str]] = {}
    for gap in gaps(study):
        if gap.kind in UNDER:
            open_ones.setdefault(UNDER[gap.kind], []).append(gap.question)
    return [Offer(topic, tuple(open_ones.get(topic, ()))) for topic in Topic]
