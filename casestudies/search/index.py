"""Writes the index: which words a case study holds, where, and how much each says of it.

The impact of a word is BM25F's, in whole numbers: each field's count is weighed and held against
the usual length of that field, and the sum is saturated. Rarity is left to the question, because it
changes with every other study.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from casestudies.models import CaseStudy
from casestudies.models.search_index import IndexedText, Posting
from casestudies.search import language

# field: (weight, usual length in words). Longer than usual says less a word.
FIELDS = {
    "title": (8.0, 6),
    "place": (6.0, 6),
    "organisations": (4.0, 16),
    "summary": (4.0, 24),
    "types": (3.0, 5),
    "services": (2.0, 5),
    "what_happened": (1.5, 130),
    "outcomes": (1.5, 25),
    "lessons": (1.5, 25),
    "other": (1.0, 30),
}
LENGTH_COUNTS = 0.6  # of BM25's b: 0 not at all, 1 fully
SATURATION = 6.0  # of BM25's k: how soon more of the same word stops counting
SCALE = 1000

SNIPPET_FIELDS = ("summary", "what_happened", "outcomes", "lessons", "other")
BATCH = 500


def index(studies: Iterable[int]) -> None:
    """Write these studies' words anew; those that are not published leave the index."""
    pks = list(studies)
    with transaction.atomic():
        for start in range(0, len(pks), BATCH):
            _index_batch(pks[start : start + BATCH])


def forget(studies: Iterable[int]) -> None:
    """Take these studies out of the index."""
    pks = list(studies)
    Posting.objects.filter(study_id__in=pks).delete()
    IndexedText.objects.filter(study_id__in=pks).delete()


def rebuild() -> int:
    """Write the whole index anew; how many studies it holds now."""
    with transaction.atomic():
        Posting.objects.all().delete()
        IndexedText.objects.all().delete()
        pks = list(CaseStudy.objects.published().order_by("pk").values_list("pk", flat=True))
        index(pks)
    return len(pks)


def _index_batch(pks: list[int]) -> None:
    forget(pks)
    postings, texts = [], []
    studies = (
        CaseStudy.objects.published()
        .filter(pk__in=pks)
        .select_related("region")
        .prefetch_related(
            "services",
            "types",
            "force_areas",
            "organisations__former_names",
            "outcomes",
            "lessons",
            "savings",
            "fundings",
        )
    )
    for study in studies:
        fields = passages_of(study)
        impacts = _impacts(fields)
        postings += [Posting(word=word, study=study, impact=n) for word, n in impacts.items()]
        stems = " | ".join(
            " ".join(language.stems(passage)) for texts_ in fields.values() for passage in texts_
        )
        passages = [passage for name in SNIPPET_FIELDS for passage in fields[name]]
        texts.append(IndexedText(study=study, stems=f" {stems} ", passages=passages))
    Posting.objects.bulk_create(postings, batch_size=2000)
    IndexedText.objects.bulk_create(texts, batch_size=200)


def passages_of(study: CaseStudy) -> dict[str, list[str]]:
    """The words of a case study by field; only what its public page shows as well."""
    organisations = study.organisations.all()
    names = [name for o in organisations for name in (o.name, o.short_name) if name]
    former = [name.name for o in organisations for name in o.former_names.all()]
    areas = [str(area) for area in study.force_areas.all()]
    return {
        "title": [study.title],
        "place": [text for text in (study.place, *areas, str(study.region)) if text],
        "organisations": [*names, *former],
        "summary": [study.summary],
        "types": [str(kind) for kind in study.types.all()],
        "services": [str(service) for service in study.services.all()],
        "what_happened": [study.what_happened] if study.what_happened else [],
        "outcomes": [outcome.text for outcome in study.outcomes.all()],
        "lessons": [lesson.text for lesson in study.lessons.all()],
        "other": [
            text
            for text in (
                study.ended_advice,
                *(saving.note for saving in study.savings.all()),
                *(funding.description for funding in study.fundings.all()),
            )
            if text
        ],
    }


def _impacts(fields: dict[str, list[str]]) -> dict[str, int]:
    weighed: dict[str, float] = {}
    for name, passages in fields.items():
        weight, usual = FIELDS[name]
        words = Counter(word for passage in passages for word in _indexed_words(passage))
        length = sum(words.values())
        longer = 1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual
        for word, times in words.items():
            more = weight * times / max(longer, 0.5)
            weighed[word] = weighed.get(word, 0.0) + more
    return {word: round(SCALE * w / (SATURATION + w)) or 1 for word, w in weighed.items()}


def _indexed_words(passage: str) -> Iterable[str]:
    for word, _, _ in language.tokens(passage):
        for part in language.parts(word):
            if part:
                yield language.stem(part)
        if whole := language.compound(word):
            yield language.stem(whole)
