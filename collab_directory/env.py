"""Readers for the environment; each names the variable it complains about, and what it expected."""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


class SettingsError(ImproperlyConfigured):
    """A variable of the environment is missing or wrong."""


YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}

LONG_JOB = 60  # seconds for one query: what manage.py sets for commands


def text(name: str, default: str | None = None, *, expected: str = "a value") -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SettingsError(f"{name} is not set. Set it to {expected}.")
    return value


def boolean(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in YES | NO:
        raise SettingsError(f"{name} is {value!r}. Set it to 1 or 0.")
    return word in YES


def integer(name: str, default: int, *, least: int = 0) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or int(value) < least:
        raise SettingsError(f"{name} is {value!r}. Set it to a whole number from {least} up.")
    return int(value)


def items(name: str, default: list[str] | None = None) -> list[str]:
    """Words separated by commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default or [])
    return [item for item in (part.strip() for part in value.split(",")) if item]


EMAIL_ADDRESS = re.compile(r"[^@\s<>,;:]+@[^@\s<>,;:]+")


def email_address(name: str, default: str | None = None) -> str:
    value = text(name, default, expected="an email address")
    if value and not EMAIL_ADDRESS.fullmatch(value):
        raise SettingsError(f"{name} is {value!r}. Set it to an email address.")
    return value


def routes(name: str) -> dict[str, str]:
    """Email addresses by a word each: press=press@example.org,other=office@example.org"""
    found: dict[str, str] = {}
    for item in items(name):
        word, _, address = (part.strip() for part in item.partition("="))
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word) or not EMAIL_ADDRESS.fullmatch(address):
            raise SettingsError(
                f"{name} has {item!r}. Set it to subjects with an email address each, such as"
                " press=press@example.org, separated by commas."
            )
        if word in found:
            raise SettingsError(f"{name} names {word!r} twice. Set it to one address for each.")
        found[word] = address
    return found


def origin(name: str, default: str | None = None) -> str:
    """An address without a path: https://directory.example.org"""
    expected = "the address of the site, such as https://directory.example.org"
    value = text(name, default, expected=expected).rstrip("/")
    url = _split(name, value, expected)
    plain = f"{url.scheme}://{url.netloc}" == value and "@" not in url.netloc
    if url.scheme not in {"http", "https"} or not url.hostname or not plain:
        raise SettingsError(f"{name} is {value!r}. Set it to {expected}, with nothing after it.")
    return value


def address(name: str) -> str:
    """A page of the web, over TLS; "" where it is not set."""
    value = text(name, "")
    expected = "the whole address of a page, such as https://example.org/security"
    url = _split(name, value, expected)
    if value and (
        url.scheme != "https" or not url.hostname or re.search(r"[\s\x00-\x1f\x7f]", value)
    ):
        raise SettingsError(f"{name} is {value!r}. Set it to {expected}.")
    return value


def path(name: str, default: str) -> str:
    """The address of a part of the site: admin/"""
    value = text(name, default).strip("/")
    if not re.fullmatch(r"[a-z0-9_-]+(/[a-z0-9_-]+)*", value, re.ASCII):
        raise SettingsError(
            f"{name} is {value!r}. Set it to a path of small letters and digits, such as admin/."
        )
    return f"{value}/"


def secret_key(name: str, file: Path, *, may_generate: bool) -> str:
    """The secret of this installation. On a laptop it is made once and kept in `file`."""
    expected = "50 random characters or more, and keep them secret"
    kept = file.read_text().strip() if file.exists() else ""
    if not may_generate:
        value = text(name, expected=expected)
        if value == kept:
            raise SettingsError(
                f"{name} is the key that was made for this laptop. Set it to {expected}."
            )
        return value
    if given := text(name, ""):
        return given
    return kept or _make_secret(file)


def database(name: str, default: str, *, base: Path, pool: int, timeout: int) -> dict[str, Any]:
    """A Django database. Options given in the address win over ours."""
    value = text(name, default)
    expected = "sqlite:///var/db.sqlite3 or postgresql://user:password@host/name"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(value))
    except ValueError as error:
        raise SettingsError(f"{name} cannot be read. Set it to {expected}.") from error

    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"].endswith(".sqlite3"):
        if config["NAME"] != ":memory:":
            config["NAME"] = str(base / config["NAME"])
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        # To open the file and set it up takes longer than most questions to it
        config["CONN_MAX_AGE"] = None
        ours: dict[str, Any] = {
            # A writer waits for its turn at BEGIN, where waiting works, rather than
            # failing half-way when a read becomes a write
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Readers go on while one writes; a power cut may cost the last write, never the file
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA cache_size=-65536; PRAGMA mmap_size=134217728",
        }
    elif config["ENGINE"].endswith(".postgresql"):
        config["CONN_HEALTH_CHECKS"] = True  # a restart of the database costs nobody an error
        # A page never thinks for seconds between two queries; a command that indexes may
        idle = 2 * timeout if timeout < LONG_JOB else 10 * timeout
        ours = {
            "pool": {"min_size": 1, "max_size": pool, "timeout": 5},
            "connect_timeout": 5,
            "options": f"-c statement_timeout={timeout}s"
            f" -c idle_in_transaction_session_timeout={idle}s",
        }
    else:
        raise SettingsError(f"{name} names a database that we do not test. Set it to {expected}.")
    config["OPTIONS"] = ours | options
    return config


def cache(name: str, default: str) -> dict[str, Any]:
    """A Django cache."""
    expected = "locmem://, db://table, redis://host:6379/0, rediss://…, file:///folder or dummy://"
    value = text(name, default)
    url = _split(name, value, expected)
    backend = "django.core.cache.backends"
    place = unquote(url.netloc + url.path).rstrip("/")
    if url.scheme == "locmem":
        return {"BACKEND": f"{backend}.locmem.LocMemCache", "LOCATION": place}
    if url.scheme == "dummy":
        return {"BACKEND": f"{backend}.dummy.DummyCache"}
    if url.scheme == "db" and re.fullmatch(r"\w+", place, re.ASCII):
        return {"BACKEND": f"{backend}.db.DatabaseCache", "LOCATION": place}
    if url.scheme == "file" and place.startswith("/"):
        return {"BACKEND": f"{backend}.filebased.FileBasedCache", "LOCATION": place}
    if url.scheme in {"redis", "rediss"} and url.hostname:
        return {"BACKEND": f"{backend}.redis.RedisCache", "LOCATION": value}
    raise SettingsError(f"{name} cannot be read. Set it to {expected}.")


@dataclass(frozen=True)
class Mail:
    """How letters leave: Django's EMAIL_… settings."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False
    folder: str | None = None


def mail(name: str, default: str, *, base: Path) -> Mail:
    """A password is never sent over a plain connection: smtp:// with one asks for STARTTLS.

    A folder without a leading slash lies in `base`.
    """
    expected = (
        "console:, folder:var/mail, file:///folder, smtp://host:25,"
        " smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465"
    )
    url = _split(name, text(name, default), expected)
    backends = "django.core.mail.backends"
    if url.scheme == "console":
        return Mail(f"{backends}.console.EmailBackend")
    if url.scheme == "folder" and url.path and not url.netloc:
        folder = str(base / unquote(url.path))
        return Mail("collab_directory.outbox.folder.EmailBackend", folder=folder)
    if url.scheme == "file" and url.path.startswith("/"):
        return Mail(f"{backends}.filebased.EmailBackend", folder=unquote(url.path))
    if url.scheme in {"smtp", "smtps"} and url.hostname and not url.query:
        ssl = url.scheme == "smtps"
        tls = not ssl and bool(url.username)
        return Mail(
            f"{backends}.smtp.EmailBackend",
            host=url.hostname,
            port=url.port or (465 if ssl else 587 if tls else 25),
            user=unquote(url.username or ""),
            password=unquote(url.password or ""),
            tls=tls,
            ssl=ssl,
        )
    raise SettingsError(f"{name} cannot be read. Set it to {expected}.")


def secret(name: str, *, least: int = 32) -> str:
    """Something long that only we and one other know; "" where it is not set."""
    value = text(name, "")
    if value and len(value) < least:
        raise SettingsError(f"{name} is too short. Set it to {least} random characters or more.")
    return value


@dataclass(frozen=True)
class Mailbox:
    """Where letters that came back lie: a folder or file at `path`, or a mailbox of a server."""

    kind: str
    path: str
    host: str = ""
    port: int = 993
    user: str = ""
    password: str = field(default="", repr=False)


def mailbox(name: str) -> Mailbox | None:
    """None where it is not set. A server is only ever asked over TLS."""
    if not (value := text(name, "")):
        return None
    expected = "maildir:///folder, mbox:///file or imaps://user:password@host/INBOX"
    url = _split(name, value, expected)
    path = unquote(url.path)
    if url.scheme in {"maildir", "mbox"} and len(path) > 1 and not url.netloc:
        return Mailbox(url.scheme, path)
    if url.scheme == "imaps" and url.hostname and url.username and url.password:
        folder = path.strip("/") or "INBOX"
        if not re.search(r'[\x00-\x1f\x7f"\\\\]', folder):
            login = unquote(url.username), unquote(url.password)
            return Mailbox("imap", folder, url.hostname, url.port or 993, *login)
    raise SettingsError(f"{name} cannot be read. Set it to {expected}.")


def _split(name: str, value: str, expected: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # a wrong port is only noticed when asked for
    except ValueError as error:
        raise SettingsError(f"{name} cannot be read. Set it to {expected}.") from error
    return url


def _make_secret(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker: its key is the key
        return file.read_text().strip()
    value = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as out:
        out.write(value)
    return value
