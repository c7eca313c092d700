"""What is asked: each kind of page as one address asked again and again, and as new ones."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

Facts = dict[str, Any]
Kind = Callable[[random.Random, Facts], dict[str, str]]


def browse(chance: random.Random, facts: Facts) -> dict[str, str]:
    sort = chance.choice(["title", "newest", "verified", "saving"])
    pages = max(1, facts["studies"] // 10)
    size = chance.choice(["10", "20"])
    return {"sort": sort, "per_page": size, "page": str(chance.randint(1, pages))}


def filtered(chance: random.Random, facts: Facts) -> dict[str, str]:
    return {
        "service": chance.choice(facts["services"]),
        "region": chance.choice(facts["regions"]),
        "from": str(chance.randint(1990, 2010)),
        "to": str(chance.randint(2011, 2026)),
    }


def rare_word(chance: random.Random, facts: Facts) -> dict[str, str]:
    # In a small catalogue there are few: two together are new more often
    return {"q": " ".join(chance.sample(facts["rare"], chance.choice([1, 2])))}


def common_word(chance: random.Random, facts: Facts) -> dict[str, str]:
    return {"q": " ".join(chance.sample(facts["common"], 2))}


def phrase(chance: random.Random, facts: Facts) -> dict[str, str]:
    return {"q": f'"{chance.choice(facts["phrases"])}" {chance.choice(facts["common"])}'}


def question(chance: random.Random, facts: Facts) -> dict[str, str]:
    one, two = chance.sample(facts["common"], 2)
    known = chance.choice(facts["known"])
    return {"q": f"how do police and fire share {one} and {two} for {known} in a rural area"}


def typo(chance: random.Random, facts: Facts) -> dict[str, str]:
    word = chance.choice(facts["known"])
    at = chance.randrange(1, len(word))
    return {"q": f"{chance.choice(facts['common'])} {word[:at]}q{word[at:]}"}


KINDS: dict[str, Kind] = {
    "browse": browse,
    "filter": filtered,
    "rare word": rare_word,
    "common word": common_word,
    "phrase": phrase,
    "question": question,
    "typo": typo,
}


def again(name: str, facts: Facts) -> str:
    """The one address of a kind that is asked again and again."""
    if name == "browse":
        return "/case-studies/"
    if name == "filter":
        return "/case-studies/?service=police&service=fire"
    if name == "common word":
        return "/case-studies/?q=police"
    if name == "phrase":  # that some study holds: a search that finds nothing is never kept
        return _address({"q": f'"{facts["phrases"][0]}"'})
    return _address(KINDS[name](random.Random(7), facts))  # noqa: S311 -- no secret


def new(name: str, facts: Facts) -> Iterator[str]:
    """Addresses of a kind, none of them twice; they end where the words do."""
    chance = random.Random(name)  # noqa: S311
    seen = {again(name, facts)}
    misses = 0
    while misses < 100:
        address = _address(KINDS[name](chance, facts))
        if address in seen:
            misses += 1
            continue
        seen.add(address)
        yield address


SUGGESTIONS_AGAIN = "/case-studies/suggest?q=pol"


def suggestions(facts: Facts) -> Iterator[str]:
    """What a search box asks while words are typed, from the second letter on; none twice."""
    seen = {SUGGESTIONS_AGAIN}
    for word in facts["common"] + facts["known"] + facts["rare"]:
        for length in range(2, len(word) + 1):
            address = f"/case-studies/suggest?{urlencode({'q': word[:length]})}"
            if address not in seen:
                seen.add(address)
                yield address


def _address(params: dict[str, str]) -> str:
    return f"/case-studies/?{urlencode(params)}"
