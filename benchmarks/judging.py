"""How well a list of titles answers a judged query, and what that is over many queries."""

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEPTH = 10
WANTED = 3  # the grade of what is exactly wanted


@dataclass(frozen=True)
class Score:
    """The figures of one query, or the means of several."""

    success1: float
    success3: float
    mrr: float
    ndcg: float
    nothing: float


@dataclass(frozen=True)
class Query:
    text: str
    kind: str
    grades: dict[str, int]  # normalised title: 1 to 3

    def score(self, titles: list[str]) -> Score:
        """A title that is listed twice counts once, where it stands first."""
        names = [normalised(title) for title in titles[:DEPTH]]
        grades = [
            0 if name in names[:n] else self.grades.get(name, 0) for n, name in enumerate(names)
        ]
        first = next((n for n, grade in enumerate(grades, 1) if grade >= WANTED), None)
        ideal = _gain(sorted(self.grades.values(), reverse=True)[:DEPTH])
        return Score(
            success1=float(first == 1),
            success3=float(first is not None and first <= 3),
            mrr=1 / first if first else 0.0,
            ndcg=_gain(grades) / ideal,
            nothing=float(not titles),
        )


def queries(path: Path) -> list[Query]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [
        Query(
            row["query"],
            row["class"],
            {normalised(title): grade for title, grade in row["relevant"].items()},
        )
        for row in rows
    ]


def mean(scores: list[Score]) -> Score:
    fields = Score.__dataclass_fields__
    return Score(**{name: sum(getattr(s, name) for s in scores) / len(scores) for name in fields})


def normalised(title: str) -> str:
    """A title reduced to what must be the same: letters, figures, single blanks."""
    plain = unicodedata.normalize("NFKD", title).casefold().replace("&", " and ")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
