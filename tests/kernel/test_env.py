"""The readers of the environment."""

import stat
from pathlib import Path

import pytest

from collab_directory import env


@pytest.mark.parametrize(
    "value, meaning",
    [("1", True), ("true", True), (" Yes ", True), ("on", True), ("0", False), ("", False)],
)
def test_a_switch_reads_plain_words(monkeypatch, value, meaning):
    monkeypatch.setenv("SWITCH", value)
    assert env.boolean("SWITCH") is meaning


def test_what_is_not_set_has_its_default(monkeypatch):
    assert env.boolean("UNSET", True) is True
    assert env.text("UNSET", "default") == "default"
    assert env.integer("UNSET", 3) == 3
    assert env.items("UNSET", ["a"]) == ["a"]
    monkeypatch.setenv("EMPTY", "  ")
    assert env.text("EMPTY", "default") == "default"
    assert env.integer("EMPTY", 3) == 3


def test_routes_give_each_word_its_address(monkeypatch):
    assert env.routes("UNSET") == {}
    monkeypatch.setenv("ROUTES", "press=press@example.org, data-protection = a@example.org,")
    assert env.routes("ROUTES") == {
        "press": "press@example.org",
        "data-protection": "a@example.org",
    }


@pytest.mark.parametrize(
    "read, value",
    [
        (env.boolean, "perhaps"),
        (lambda name: env.integer(name, 1), "-1"),
        (lambda name: env.integer(name, 1), "1.5"),
        (lambda name: env.integer(name, 1), "²"),
        (lambda name: env.integer(name, 1, least=1), "0"),
        (env.email_address, "nobody"),
        (env.email_address, "a@b@c"),
        (env.email_address, "A <a@example.org>"),
        (env.routes, "press"),
        (env.routes, "press=nobody"),
        (env.routes, "Press Office=a@example.org"),
        (env.routes, "press=a@example.org,press=b@example.org"),
        (env.address, "http://example.org/security"),
        (env.address, "https:///security"),
        (env.address, "https://example.org/a\nContact: b"),
        (env.origin, "directory.example.org"),
        (env.origin, "https://directory.example.org/path"),
        (env.origin, "https://user@directory.example.org"),
        (env.origin, "https://directory.example.org:port"),
        (env.origin, "ftp://directory.example.org"),
        (lambda name: env.path(name, "admin/"), "ad min"),
        (lambda name: env.path(name, "admin/"), "../admin"),
        (lambda name: env.cache(name, "locmem://"), "memory"),
        (lambda name: env.cache(name, "locmem://"), "db://"),
        (lambda name: env.cache(name, "locmem://"), "redis://"),
        (lambda name: env.cache(name, "locmem://"), "db://table; drop"),
        (lambda name: env.mail(name, "console:", base=Path()), "mail.example.org"),
        (lambda name: env.mail(name, "console:", base=Path()), "smtp://"),
        (lambda name: env.mail(name, "console:", base=Path()), "smtp://mail.example.org:many"),
        (lambda name: env.mail(name, "console:", base=Path()), "smtp://mail.example.org?tls=no"),
        (lambda name: env.mail(name, "console:", base=Path()), "file:"),
        (lambda name: env.mail(name, "console:", base=Path()), "folder:"),
        (lambda name: env.mail(name, "console:", base=Path()), "folder://var/mail"),
    ],
)
def test_a_wrong_value_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("THE_VARIABLE", value)
    with pytest.raises(env.SettingsError, match=r"THE_VARIABLE .* Set it to "):
        read("THE_VARIABLE")


@pytest.mark.parametrize("value", ["oracle://host/name", "mysql://host/name", "nonsense", "://"])
def test_another_database_is_refused_by_name(monkeypatch, tmp_path, value):
    monkeypatch.setenv("THE_VARIABLE", value)
    with pytest.raises(env.SettingsError, match="THE_VARIABLE"):
        env.database("THE_VARIABLE", "", base=tmp_path, pool=1, timeout=5)


def test_items_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example.org, b.example.org,, ")
    assert env.items("HOSTS") == ["a.example.org", "b.example.org"]


def test_an_origin_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("SITE", "https://directory.example.org:8443/")
    assert env.origin("SITE") == "https://directory.example.org:8443"


@pytest.mark.parametrize("value", ["back-office", "/back-office/", "back-office/"])
def test_a_path_ends_in_one_slash(monkeypatch, value):
    monkeypatch.setenv("ADMIN", value)
    assert env.path("ADMIN", "admin/") == "back-office/"


def test_a_sqlite_file_lies_in_the_project_and_takes_its_writers_in_turn(tmp_path):
    config = env.database("UNSET", "sqlite:///var/db.sqlite3", base=tmp_path, pool=1, timeout=5)
    assert config["NAME"] == str(tmp_path / "var/db.sqlite3")
    assert (tmp_path / "var").is_dir()
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_postgresql_has_a_pool_and_a_limit_for_each_query(tmp_path):
    address = "postgresql://app:p%40ss@db.example.org:5433/directory?sslmode=require"
    config = env.database("UNSET", address, base=tmp_path, pool=4, timeout=5)
    assert (config["HOST"], config["PORT"], config["PASSWORD"]) == ("db.example.org", 5433, "p@ss")
    assert config["CONN_HEALTH_CHECKS"] is True
    assert config["OPTIONS"]["pool"]["max_size"] == 4
    assert "statement_timeout=5s" in config["OPTIONS"]["options"]
    assert config["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "value, backend, location",
    [
        ("locmem://", "locmem.LocMemCache", ""),
        ("dummy://", "dummy.DummyCache", None),
        ("db://cache", "db.DatabaseCache", "cache"),
        ("file:///srv/cache", "filebased.FileBasedCache", "/srv/cache"),
        ("redis://cache:6379/1", "redis.RedisCache", "redis://cache:6379/1"),
    ],
)
def test_a_cache_is_an_address(value, backend, location):
    config = env.cache("UNSET", value)
    assert config["BACKEND"] == f"django.core.cache.backends.{backend}"
    assert config.get("LOCATION") == location


@pytest.mark.parametrize(
    "value, port, tls, ssl",
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://me:p%40ss@mail.example.org", 587, True, False),
        ("smtp://me:p%40ss@mail.example.org:2525", 2525, True, False),
        ("smtps://me:p%40ss@mail.example.org", 465, False, True),
    ],
)
def test_a_password_for_mail_always_travels_encrypted(value, port, tls, ssl):
    mail = env.mail("UNSET", value, base=Path())
    assert (mail.host, mail.port, mail.tls, mail.ssl) == ("mail.example.org", port, tls, ssl)
    assert mail.password == ("p@ss" if tls or ssl else "")


def test_letters_can_go_to_the_screen_or_to_a_folder():
    def read(value):
        return env.mail("UNSET", value, base=Path("/srv/site"))

    assert read("console:").backend.endswith("console.EmailBackend")
    assert read("file:///srv/mail").folder == "/srv/mail"
    assert read("folder:///srv/mail").folder == "/srv/mail"
    assert read("folder:var/mail").folder == "/srv/site/var/mail"
    assert read("folder:var/mail").backend == "collab_directory.outbox.folder.EmailBackend"


def test_a_laptop_makes_its_secret_once_and_keeps_it_to_itself(tmp_path):
    file = tmp_path / "var/secret_key"
    first = env.secret_key("UNSET", file, may_generate=True)
    assert len(first) >= 50
    assert env.secret_key("UNSET", file, may_generate=True) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_is_set_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET", "given")
    assert env.secret_key("SECRET", tmp_path / "key", may_generate=True) == "given"
    assert not (tmp_path / "key").exists()


def test_production_refuses_no_secret_and_the_laptops(monkeypatch, tmp_path):
    file = tmp_path / "key"
    with pytest.raises(env.SettingsError, match="SECRET is not set"):
        env.secret_key("SECRET", file, may_generate=False)
    monkeypatch.setenv("SECRET", env.secret_key("UNSET", file, may_generate=True))
    with pytest.raises(env.SettingsError, match="made for this laptop"):
        env.secret_key("SECRET", file, may_generate=False)


@pytest.mark.parametrize(
    "value, parts",
    [
        ("maildir:///var/mail/returned", ("maildir", "/var/mail/returned", "", "")),
        ("mbox:///var/mail/re%20turned", ("mbox", "/var/mail/re turned", "", "")),
        ("imaps://us%40er:p%2Fw@mail.example.org/INBOX", ("imap", "INBOX", "us@er", "p/w")),
        ("imaps://user:pw@mail.example.org", ("imap", "INBOX", "user", "pw")),
        ("imaps://user:pw@mail.example.org/Back/Here", ("imap", "Back/Here", "user", "pw")),
    ],
)
def test_a_mailbox_is_a_folder_a_file_or_a_server(monkeypatch, value, parts):
    monkeypatch.setenv("BOX", value)
    box = env.mailbox("BOX")
    assert (box.kind, box.path, box.user, box.password) == parts
    assert "pw" not in repr(box)


@pytest.mark.parametrize(
    "value",
    [
        "/var/mail",
        "maildir://",
        "maildir:///",
        "maildir://host/path",
        "imap://user:pw@mail.example.org/INBOX",
        "imaps://mail.example.org/INBOX",
        "imaps://user@mail.example.org",
        "imaps://user:pw@mail.example.org/IN%0ABOX",
        "imaps://user:pw@mail.example.org/IN%22BOX",
        "imaps://user:pw@mail.example.org:none/INBOX",
        "pop3s://user:pw@mail.example.org",
    ],
)
def test_another_mailbox_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("BOX", value)
    with pytest.raises(env.SettingsError, match="BOX cannot be read") as refused:
        env.mailbox("BOX")
    assert "pw" not in str(refused.value)
    assert env.mailbox("UNSET") is None


def test_a_secret_is_long_or_not_set(monkeypatch):
    assert env.secret("UNSET") == ""
    monkeypatch.setenv("SHARED", "x" * 31)
    with pytest.raises(env.SettingsError, match="SHARED is too short"):
        env.secret("SHARED")
    monkeypatch.setenv("SHARED", "x" * 32)
    assert env.secret("SHARED") == "x" * 32
