"""A page weighs what the house promises: everything that the browser really asks for, packed."""

import gzip

import pytest

FIRST_VISIT, LATER_VISIT = 60_000, 25_000  # bytes

KEPT = ("font/", "image/")  # by the browser, for as long as their names stay


def kind(response):
    return response.headers["content-type"]


def weight(response):
    body = response.body()
    # A font is packed already
    return len(body if kind(response).startswith("font/") else gzip.compress(body, compresslevel=6))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/case-studies/",
        "/case-studies/map/",
        "/case-studies/a-z/",
        "/case-studies/margate-task-force/",
    ],
)
def test_a_page_is_light(page, site, address):
    got = {}
    page.on("response", lambda response: got.setdefault(response.url, response))
    page.goto(site + address, wait_until="networkidle")
    # Not every Chromium that nobody looks at fetches the mark for its tab
    mark = site + page.locator("link[rel=icon]").get_attribute("href")
    got.setdefault(mark, page.request.get(mark))

    assert {kind(response).split("/")[0] for response in got.values()} >= {"text", "font", "image"}
    whole = sum(weight(response) for response in got.values())
    later = sum(weight(r) for r in got.values() if not kind(r).startswith(KEPT))
    print(f"{address}: {whole:,} bytes on a first visit, {later:,} after")
    assert whole < FIRST_VISIT
    assert later < LATER_VISIT
