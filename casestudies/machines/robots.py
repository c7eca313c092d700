"""What crawlers are asked to leave alone: RFC 9309.

It keeps nobody out: what is secret answers 404 to whoever was not given the address. Two kinds of
address stand here. Questions have no end, as each list leads to narrower ones, so a crawler that
follows two choices at a time never comes home; every case study is on the sitemap without them.
And what is behind a letter's link is for the one who got the letter.
"""

from django.conf import settings
from django.urls import reverse

# `*` stands for anything. Of a list the first choice, or its second page, may be followed.
QUESTIONS = (
    "/case-studies/?*&",
    "/case-studies/map/?",
    "/case-studies/compare/?",
    "/case-studies/like-ours/?",
    "/case-studies/suggest",
    "/opensearch/",
    "/case-studies.csv?",
    "/case-studies.xlsx?",
    "/case-studies.json?",
    "/case-studies.atom?",
    "/case-studies.pdf",
    "/insights/?",
    "/insights/*.csv?",
    "/updates/?",
    "/api/v1/",
)
OF_ONE_READER = (
    "/preview/",
    "/network/account/",
    "/network/answered/",
    "/network/confirm/",
    "/network/contribute/",
    "/network/corrections/",
    "/network/data/",
    "/network/discussions/",
    "/network/enquiries/",
    "/network/introductions/",
    "/network/leader/",
    "/network/members/",
    "/network/messages/",
    "/network/requests/",
    "/network/sign-in/",
    "/network/sign-out/",
    "/network/stay/",
    "/network/verify/",
    "/updates/*/",
)


def robots() -> str:
    """The file: what not to ask for, and where the sitemap is."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {rule}" for rule in (*QUESTIONS, *OF_ONE_READER)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('machines:sitemap')}"]
    return "\n".join(lines) + "\n"
