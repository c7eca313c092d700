"""What the pages of the 43 areas say of the rest of the country, recomputed from the rows."""

from collections import deque

from casestudies import catalogue
from casestudies.models import CaseStudy, CollaborationType, ForceArea, Organisation
from casestudies.your_area import YourArea


def test_the_rule_holds_for_all_areas_of_the_real_content(content):
    """By another road: over the rows themselves, with distances walked one by one."""
    near = {a.slug: [n.slug for n in a.neighbours.all()]
            for a in ForceArea.objects.prefetch_related("neighbours")}  # fmt: skip

    def steps(start):
        found, waiting = {start: 0}, deque([start])
        while waiting:
            here = waiting.popleft()
            for beside in near[here]:
                if beside not in found:
                    found[beside] = found[here] + 1
                    waiting.append(beside)
        return found

    studies = list(
        CaseStudy.objects.published().with_dates().prefetch_related("types", "force_areas")
    )
    assert len(near) == 43
    for area in ForceArea.objects.all():
        away = steps(area.slug)
        shown = {one.label: one.example for one in YourArea(area, catalogue.current()).missing}
        for kind in CollaborationType.objects.all():
            of_kind = [s for s in studies if kind in s.types.all()]
            if any(area in s.force_areas.all() for s in of_kind):
                assert kind.name not in shown
                continue
            alive = [s for s in of_kind if not s.has_ended]
            best = max(
                ((s.best_evidence or 0, s.verified_on is not None,
                  -min((away[a.slug] for a in s.force_areas.all()), default=99)) for s in alive),
                default=None,
            )  # fmt: skip
            example = shown[kind.name]
            assert (example is None) == (best is None)
            if example:
                mine = next(s for s in alive if s.pk == example.pk)
                distance = min((away[a.slug] for a in mine.force_areas.all()), default=99)
                assert best == (mine.best_evidence or 0, mine.verified_on is not None, -distance)


def test_the_real_borders_are_in_the_content(content, client):
    shown = client.get("/areas/humberside/").content.decode()
    assert "the part south of the river" in shown
    assert "the part north of the river" in shown
    for organisation in Organisation.objects.exclude(borders=""):
        assert organisation.force_areas.exists(), organisation
