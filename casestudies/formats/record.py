"""A case study as plain data, shared by every format."""

from collections.abc import Callable
from typing import Any

from casestudies.models import CaseStudy, Evidence

Absolute = Callable[[str], str]  # makes a whole address of a path


def summary_record(study: CaseStudy, absolute: Absolute) -> dict[str, Any]:
    """What a result says of a case study. Needs what `Catalogue.cards()` loads."""
    best = study.best_evidence
    return {
        "title": study.title,
        "slug": study.slug,
        "url": absolute(study.get_absolute_url()),
        "summary": study.summary,
        "place": study.place,
        "region": study.region.slug,
        "force_areas": [area.slug for area in study.force_areas.all()],
        "services": [service.slug for service in study.services.all()],
        "types": [kind.slug for kind in study.types.all()],
        "status": study.status,
        "status_as_of": study.reported_on or None,
        "started": study.started or None,
        "ended": study.ended or None,
        "ended_reason": study.ended_reason or None,
        "evidence": Evidence(best).name.lower() if best else None,
        "verified_on": study.verified_on.isoformat() if study.verified_on else None,
        "verified_by": study.verified_by or None,
        "in_2014_overview": study.in_2014_overview,
        "in_2016_overview": study.in_2016_overview,
    }
