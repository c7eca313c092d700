"""All settings. The defaults start a laptop with DEBUG=1; the environment makes it a service.

Without DEBUG=1 this is production: what has no safe default must be set, and the error says how.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from . import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"  # what an installation makes for itself; never in git

# --- This installation ---------------------------------------------------------------------

DEBUG = env.boolean("DEBUG")

SECRET_KEY = env.secret_key("SECRET_KEY", VAR / "secret_key", may_generate=DEBUG)
# Those before it: what they signed or encrypted can still be read
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")

# The address that letters, feeds and citations give; never taken from a request
SITE_URL = env.origin("SITE_URL", "http://127.0.0.1:8000" if DEBUG else None)
SITE_NAME = env.text("SITE_NAME", "Blue Light A to Z")

# How the public reaches the working group. Empty on a laptop: pages then say nothing false
CONTACT_EMAIL = env.email_address("CONTACT_EMAIL", "")
# By subject, where one is for other people: press=press@example.org,accessibility=…
CONTACT_ROUTES = env.routes("CONTACT_ROUTES")

# Where somebody who has found a weakness writes, and where it says what happens then
SECURITY_EMAIL = env.email_address("SECURITY_EMAIL", "")
SECURITY_POLICY = env.address("SECURITY_POLICY")

ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
if not DEBUG and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise env.SettingsError(
        "ALLOWED_HOSTS must name the hosts that this service answers for, separated by commas,"
        " such as directory.example.org. It may not be empty, nor hold *."
    )

# Each process sends its pages over TLS, or this is a laptop
SECURE = SITE_URL.startswith("https://")

# How many proxies of ours stand in front: the client's address is the one the outermost of them saw
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)

ADMIN_URL = env.path("ADMIN_URL", "admin/")

# --- Application ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "collab_directory",
    "collab_directory.audit",
    "collab_directory.limits",
    "collab_directory.linkcheck",
    "collab_directory.outbox",
    "collab_directory.presence",
    "collab_directory.worklist",
    "casestudies",
    "casestudies.sheets",
    "network",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # so that static files have the same headers on a laptop
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its templates are the base of ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    # First, because they see every answer: pages, errors and files alike
    "collab_directory.middleware.HeadMiddleware",
    "collab_directory.middleware.SecurityHeadersMiddleware",
    "collab_directory.middleware.MovedMiddleware",
    "casestudies.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before anything looks a path up, on disk or in the database
    "collab_directory.middleware.GateMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    # After all that adds to any answer; what follows has nothing to say to a reader without cookies
    "casestudies.views.kept.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.sign_in.middleware.AdminMiddleware",
]

if DEBUG:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware"),
        "collab_directory.middleware.DesignedNotFoundMiddleware",
    )

ROOT_URLCONF = "collab_directory.urls"
WSGI_APPLICATION = "collab_directory.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "collab_directory.context.site",
            ],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------

DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        "sqlite:///var/db.sqlite3",
        base=BASE_DIR,
        pool=env.integer("DATABASE_POOL", 8, least=1),  # a connection for each thread of a process
        # Seconds that PostgreSQL gives one query: few for a page, more for a command (manage.py)
        timeout=env.integer("DATABASE_TIMEOUT", 5),
    )
}
# Where erasures on request are written down a second time, for after a restore: docs/privacy.md
ERASURE_LEDGER = env.text("ERASURE_LEDGER", "")
# The folder of nightly backups, and how old the last may be before /readyz says so: docs/backup.md
BACKUPS = env.text("BACKUPS", "")
BACKUP_HOURS = env.integer("BACKUP_HOURS", 26, least=1)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", "locmem://")}

# --- Mail ----------------------------------------------------------------------------------

mail = env.mail("EMAIL_URL", "folder:var/mail" if DEBUG else "console:", base=BASE_DIR)
EMAIL_BACKEND = mail.backend
EMAIL_HOST = mail.host
EMAIL_PORT = mail.port
EMAIL_HOST_USER = mail.user
EMAIL_HOST_PASSWORD = mail.password
EMAIL_USE_TLS = mail.tls
EMAIL_USE_SSL = mail.ssl
EMAIL_FILE_PATH = mail.folder
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.email_address("MAIL_FROM", CONTACT_EMAIL or "directory@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where mail servers return a letter that cannot arrive
MAIL_RETURN = env.email_address("MAIL_RETURN", DEFAULT_FROM_EMAIL)
# Where `manage.py read_bounces` finds them; what a provider signs its reports with: docs/mail.md
BOUNCE_MAILBOX = env.mailbox("BOUNCE_MAILBOX")
MAIL_EVENTS_SECRET = env.secret("MAIL_EVENTS_SECRET")

# --- The web outside ------------------------------------------------------------------------

# How many addresses of sources may be asked in a day whether they still answer; 0 asks none
CHECK_SOURCES = env.integer("CHECK_SOURCES", 0)

# Where booklets are kept: made anew when they are gone
BOOKLETS = env.text("BOOKLETS", str(VAR / "booklets"))

# --- Language and time ---------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # ("cy", "Cymraeg") joins when its pages are translated
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "collab_directory.locale_formats"
TIME_ZONE = "Europe/London"
# A page asks for a translation fifty times: as long as there is none, nobody need look
USE_I18N = len(LANGUAGES) > 1
USE_TZ = True

# --- Forms and static files ----------------------------------------------------------------

FORM_RENDERER = "collab_directory.forms.Renderer"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page needs our files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Signing in ----------------------------------------------------------------------------

# By a code in a letter; nobody has a password (docs/decisions/0019)
AUTHENTICATION_BACKENDS = ["network.sign_in.accounts.Accounts"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "network:account"

# Everywhere but on a laptop, so there is no other setting for it
STAFF_NEED_SECOND_STEP = not DEBUG

ACCOUNT_ADAPTER = "network.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # allauth wants it named; nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code verifies it, each time
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger gets no letter of ours
ACCOUNT_LOGOUT_REDIRECT_URL = "casestudies:home"
ACCOUNT_RATE_LIMITS = False  # ours hold across processes: network/sign_in/tries.py

MFA_ADAPTER = "network.sign_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False  # as above
# Everywhere: what a page for the second step asked may be answered on the page for a passkey alone
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # half a minute, for clocks that differ

# --- Security ------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
if SECURE:
    # A browser refuses such a cookie from anyone but this host, over TLS
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "collab_directory.errors.csrf_failure"

SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # a place on the browsers' preload list is for the owner of the domain to ask
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Health and logs -------------------------------------------------------------------------

# What /readyz asks, by name: functions that raise or return False when not well
READY_CHECKS = {
    "database": "collab_directory.health.database_answers",
    "migrations": "collab_directory.health.database_is_migrated",
    "disk": "collab_directory.health.disk_has_room",
    "content": "casestudies.readiness.answers_a_question",
    "mail": "collab_directory.outbox.health.letters_leave",
}
if BACKUPS:
    READY_CHECKS["backup"] = "collab_directory.backup.folder.last_is_recent"

# What `manage.py load_content` loads beyond the schemes: functions of a folder and `dry_run=` that
# return lines for its report
CONTENT_LOADERS = ["network.fixtures.load"]

# What the first page of the admin lists: tuples of queues, the most urgent first
WORKLIST = ["casestudies.admin.attention.WORKLIST", "network.admin.waiting.QUEUES"]

# Who is named in confidence for a case study: functions of it that give names. No text may say them
PRIVATE_NAMES = ["network.reach.names_of_leaders"]

# What `manage.py run_daily` does, by name: functions that take the moment as `at=`
DAILY = {
    "leaders told what is held": "network.actions.leaders.tell_all_due",
    "leaders asked whether it is true": "network.actions.verification.ask_all_due",
    "senders asked for the outcome": "network.actions.enquiries.ask_whether_answered",
    "introductions nobody answered": "network.actions.introductions.end_silent",
    "members asked whether they stay": "network.actions.membership.ask_whether_they_stay",
    "alerts": "network.actions.alerts.send_due",
    "entries that may be doubles": "casestudies.twin_pairs.look_for_all",
    "marks of the worklist": "collab_directory.worklist.marking.forget_settled",
    "idle drafts": "network.actions.contributions.warn_of_idle_drafts",
    "erased": "network.retention.apply_all",
    "files of what is no longer public": "casestudies.whole.keeping.forget",
    "sessions": "collab_directory.daily.clear_sessions",
}

LOGGING = logs.config(debug=DEBUG, level=env.text("LOG_LEVEL", "INFO").upper())
