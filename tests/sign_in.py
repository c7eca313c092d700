"""What a person does to sign in: ask for a code, read the letter, look at the app."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from collab_directory.outbox.models import Letter

SIGN_IN = "/network/sign-in/"
CODE = "/network/sign-in/code/"
SECOND_STEP = "/network/sign-in/second-step/"
ACCOUNT = "/network/account/second-step/"
ADD_APP = f"{ACCOUNT}app/"

A_CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)


def code_for(address: str) -> str:
    """Of the newest letter to this address."""
    letter = Letter.objects.filter(to__iexact=address.strip(), template="account/code").latest("pk")
    return A_CODE.search(letter.text)[1]


def ask(client, address: str, *, next="", **extra):
    where = f"{SIGN_IN}?next={next}" if next else SIGN_IN
    return client.post(where, {"email": address}, **extra)


def sign_in(client, address: str, *, next=""):
    """With the code of the letter; the answer to it."""
    asked = ask(client, address, next=next)
    return client.post(asked["Location"], {"code": code_for(address)})


def app_code(secret: str, *, later: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def secret_on(page) -> str:
    """The key that the page shows for an app."""
    return re.search(r'class="key">([^<]+)<', page.text)[1].replace(" ", "")


def add_app(client) -> str:
    """Set up an app for whoever is signed in; its secret."""
    secret = secret_on(client.get(ADD_APP))
    answer = client.post(ADD_APP, {"code": app_code(secret)})
    assert answer.status_code == 302, answer.text
    return secret


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session
