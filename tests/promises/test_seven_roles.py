"""Every address of the house and seven kinds of people: each has its one stated answer."""

import pytest
from django.contrib import admin
from django.urls import reverse

from casestudies.roles import Role
from tests.casestudies.test_roles import PAGES, RIGHTS
from tests.factories import make_member, make_user
from tests.promises.site import (
    FORMS,
    MACHINES,
    MEMBERS,
    NUMBERED,
    PUBLIC,
    SIGN_IN,
    TOKENS,
    patterns,
)
from tests.promises.test_permissions import FOR_THOSE_SIGNED_IN, SIGNING_IN

VISITOR, MEMBER = "visitor", "member"
SEVEN = (VISITOR, MEMBER, *Role.values)

EDITORS = {"Editor", "Publisher", "Administrator"}
PUBLISHERS = {"Publisher", "Administrator"}
MANAGERS = {"Network manager", "Administrator"}

TERMS = ("collaborationtype", "fundingstream", "nationalprogramme", "organisation", "service")
TERMS += ("successfactor",)

# The buttons of the admin, by the list they belong to, and who may press them
BUTTONS = {
    "auth_user": {"second_step": {"Administrator"}},
    **{f"casestudies_{term}": dict.fromkeys(("offer", "retire"), PUBLISHERS) for term in TERMS},
    "casestudies_guidancepage": {"preview": PUBLISHERS},
    "casestudies_version": dict.fromkeys(("give_back", "withhold"), PUBLISHERS),
    "casestudies_casestudy": {
        "ask": EDITORS,
        "discard_change": EDITORS,
        "prepare": EDITORS,
        "preview": EDITORS,
        "preview_links": EDITORS,
        "publish_change": PUBLISHERS,
        "put_down": EDITORS,
        "submit": EDITORS,
        "take": EDITORS,
        "twins": EDITORS,
        "verify": EDITORS,
        "publish": PUBLISHERS,
        "return": PUBLISHERS,
        "archive": PUBLISHERS,
    },
    "casestudies_resource": {"files": PUBLISHERS},
    "linkcheck_checkedlink": {"ask": EDITORS, "trust": EDITORS, "take-over": PUBLISHERS},
    "network_correction": {"erase": MANAGERS},
    "network_enquiry": dict.fromkeys(
        ("close", "erase", "hold", "pass-on", "release", "report"), MANAGERS
    ),
    "network_groupmessage": dict.fromkeys(("close", "erase"), MANAGERS),
    "network_introduction": {"close": MANAGERS},
    "network_member": dict.fromkeys(("arrive", "remove"), MANAGERS),
    "network_membershiprequest": dict.fromkeys(("arrive", "erase"), MANAGERS),
    "network_post": dict.fromkeys(("hide", "show"), MANAGERS),
    "network_projectleader": dict.fromkeys(("clear-bounce", "confirm", "tell"), MANAGERS),
    "network_subscription": dict.fromkeys(("allow", "arrive", "end"), MANAGERS),
    "network_topic": dict.fromkeys(("close", "lock", "reopen"), MANAGERS),
}
PRESSED = {f"{of}_{name}": who for of, each in BUTTONS.items() for name, who in each.items()}

# What takes something else than one number, or answers otherwise: the rest of its address, who may,
# and the answers to GET and POST of those who may and of the others in the admin
SPECIAL = {
    "audit_auditrecord_export": ((), {"Administrator"}, (200, 200), (403, 403)),
    "casestudies_casestudy_everything": ((), PUBLISHERS, (200, 302), (403, 403)),
    "casestudies_casestudy_everything_file": ((), PUBLISHERS, (404, 405), (403, 403)),
    "casestudies_casestudy_merge": ((0, 1), PUBLISHERS, (404, 404), (403, 403)),
    "casestudies_casestudy_open": ((0,), EDITORS, (405, 404), (405, 403)),
    "casestudies_casestudy_restore": ((0, 1), EDITORS, (404, 404), (403, 403)),
    "casestudies_casestudy_twin": ((0, 1), EDITORS, (404, 404), (403, 403)),
    "casestudies_casestudy_twins_json": ((), EDITORS, (200, 200), (403, 403)),
    "casestudies_resource_stored": ((0, 1), PUBLISHERS, (404, 404), (403, 403)),
    "sheets_sheetimport_export": (("case-study", "xlsx"), EDITORS, (200, 404), (403, 404)),
    "sheets_sheetimport_job": ((0,), EDITORS, (404, 404), (404, 404)),
    "sheets_sheetimport_template": (("case-study", "xlsx"), EDITORS, (200, 404), (403, 404)),
    **{
        # Of a term that is not there it says so in the list of terms
        f"casestudies_{term}_merge": ((0,), PUBLISHERS, (302, 302), (403, 403))
        for term in (*TERMS, "glossaryterm", "searchterm")
    },
}

# Pages of Django's admin for everybody in it, or that lead elsewhere; see test_roles
GENERAL = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
    "worklist",
}
OF_EACH_LIST = ("changelist", "add", "change", "delete", "history")


@pytest.fixture
def reader(request, client, db):
    who = request.param
    if who == MEMBER:
        client.force_login(make_member().user)
    elif who != VISITOR:
        client.force_login(make_user(who))
    client.who = who
    return client


def stated(name: str, who: str) -> int:
    """What an address outside the admin answers to one of the seven."""
    if name in PUBLIC:
        return 200
    if name in FORMS:
        return 302 if who != VISITOR and name in SIGNING_IN else 200
    if name in TOKENS or name in MACHINES:
        return 404
    if who == VISITOR:
        return 302
    if name in SIGN_IN:
        return 200 if FOR_THOSE_SIGNED_IN[name] == 200 else 302
    return 200 if name in MEMBERS and who == MEMBER else 404


@pytest.mark.rights
@pytest.mark.parametrize("reader", SEVEN, indirect=True)
def test_every_address_gives_each_its_answer(content, reader):
    everything = PUBLIC | FORMS | TOKENS | MACHINES | SIGN_IN | MEMBERS | NUMBERED
    assert set(everything) == patterns()
    got = {name: reader.get(address).status_code for name, address in everything.items()}
    assert got == {name: stated(name, reader.who) for name in everything}


def names_in_the_admin() -> set[str]:
    found = set()

    def walk(entries):
        for entry in entries:
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns)
            elif entry.name:
                found.add(entry.name)

    walk(admin.site.urls[0])
    return found


def test_every_address_of_the_admin_is_stated():
    lists = {f"{label.replace('.', '_')}_{page}" for label in RIGHTS for page in OF_EACH_LIST}
    others = {name.removeprefix("admin:") for name in PAGES}
    assert names_in_the_admin() == lists | others | set(PRESSED) | set(SPECIAL) | GENERAL


@pytest.mark.rights
@pytest.mark.parametrize("reader", SEVEN, indirect=True)
def test_every_button_of_the_admin_is_for_those_named(reader):
    """Of something that is not there: whoever may press it learns that, and nobody else."""
    got, expected = {}, {}
    for name, may in PRESSED.items():
        address = reverse(f"admin:{name}", args=[0])
        got[name] = {getattr(reader, method)(address).status_code for method in ("get", "post")}
        outside = reader.who in {VISITOR, MEMBER}
        expected[name] = {302 if outside else 404 if reader.who in may else 403}
    assert got == expected


@pytest.mark.rights
@pytest.mark.parametrize("reader", SEVEN, indirect=True)
def test_every_other_address_of_the_admin_gives_each_its_answer(reader):
    got, expected = {}, {}
    for name, (rest, may, theirs, of_others) in SPECIAL.items():
        address = reverse(f"admin:{name}", args=rest)
        got[name] = tuple(getattr(reader, way)(address).status_code for way in ("get", "post"))
        inside = theirs if reader.who in may else of_others
        expected[name] = (302, 302) if reader.who in {VISITOR, MEMBER} else inside
    assert got == expected


@pytest.mark.parametrize("reader", [MEMBER], indirect=True)
def test_to_a_member_the_admin_is_closed(reader):
    labels = [label.replace(".", "_") for label in RIGHTS]
    addresses = [reverse(f"admin:{name}_changelist") for name in labels]
    addresses += [reverse(name) for name in PAGES]
    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(reverse("admin:login")), address
