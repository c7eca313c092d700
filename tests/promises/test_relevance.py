"""The search answers judged queries at least as well as it did, and no class of them badly."""

from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.judging import mean, queries
from benchmarks.relevance import answer

FOLDER = Path(__file__).parent.parent / "relevance"
# Just under what is reached. Raise it with the search, and lower it only for a reason.
FLOORS = {  # file: success@3, nDCG@10
    "queries.json": (0.98, 0.92),
    "own-queries.json": (0.965, 0.91),
    "others-queries.json": (0.98, 0.895),
    "later-queries.json": (0.955, 0.88),
    "unseen-queries.json": (0.95, 0.87),
}
LEAST_OF_A_CLASS = 0.80  # success@3


@pytest.fixture(params=FLOORS)
def asked(request, content):
    """Each query of a file with the score of its answer, and the floors of the file."""
    judged = queries(FOLDER / request.param)
    return [(query, query.score(answer(query))) for query in judged], FLOORS[request.param]


def test_the_search_is_as_good_as_it_was(asked):
    scores, (success3, ndcg) = asked
    reached = mean([score for _, score in scores])
    assert reached.success3 >= success3
    assert reached.ndcg >= ndcg
    assert reached.nothing == 0


def test_no_class_of_queries_is_answered_badly(asked):
    classes = defaultdict(list)
    for query, score in asked[0]:
        classes[query.kind].append(score)
    reached = {kind: mean(scores).success3 for kind, scores in classes.items()}
    assert {kind: found for kind, found in reached.items() if found < LEAST_OF_A_CLASS} == {}
