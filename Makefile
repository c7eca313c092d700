# `make` alone lists what there is. Everything is kept in .venv/ and var/: delete them and start anew.
PYTHON ?= python3
INSTALLER ?= uv
HOST ?= 127.0.0.1
PORT ?= 8000
ROLE ?= Publisher

BIN := .venv/bin
DJANGO := $(BIN)/python manage.py
TEMPLATES = $(shell find templates -name '*.html' -o -name '*.txt')

# What a laptop needs. A real service sets its own: see collab_directory/settings.py
LOCAL := DEBUG=1 SITE_URL=http://$(HOST):$(PORT) ALLOWED_HOSTS=$(HOST),localhost,127.0.0.1,[::1]
ifeq ($(HOST),0.0.0.0)
LOCAL := DEBUG=1 SITE_URL=http://localhost:$(PORT) ALLOWED_HOSTS=*
endif

# What a real service needs at least, with values that are nobody's
PRODUCTION := env -u DEBUG SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	SITE_URL=https://directory.example.org ALLOWED_HOSTS=directory.example.org \
	CONTACT_EMAIL=working-group@example.org EMAIL_URL=smtp://mail.example.org

.DEFAULT_GOAL := help
.PHONY: help run test bench check fix editor lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make run PORT=9000 HOST=0.0.0.0      serve somewhere else"
	@echo "  make editor EMAIL=you@example.org    ROLE=Editor, Publisher or Administrator"
	@echo "  INSTALLER=pip                        with any of them, where uv does not run"

# The server takes the shell's place, so the sender of letters has it as its parent, and ends with it
run: .venv/.run ## Install, load the content, and serve it on this machine; letters go to var/mail
	@$(LOCAL) $(DJANGO) migrate --verbosity 0
	@$(LOCAL) $(DJANGO) load_content
	@export $(LOCAL) PYTHONUNBUFFERED=1 DJANGO_RUNSERVER_HIDE_WARNING=true; \
	$(DJANGO) send_mail --every 1 --beside $$$$ & exec $(DJANGO) runserver $(HOST):$(PORT)

editor: .venv/.run ## Make an account for the admin: EMAIL=… [ROLE=Publisher]
	@test -n "$(EMAIL)" || { echo "Say whose: make editor EMAIL=you@example.org"; exit 2; }
	@$(LOCAL) $(DJANGO) migrate --verbosity 0
	@$(LOCAL) $(DJANGO) make_editor "$(EMAIL)" --role "$(ROLE)"

test: .venv/.test ## Test on SQLite, on PostgreSQL, in a browser, and the HTML
	@$(BIN)/python -m tests $(ARGS)

bench: .venv/.test ## Measure speed at several sizes: ARGS="--sizes 100,1000"
	@$(BIN)/python -m benchmarks $(ARGS)

check: .venv/.dev ## Lint, types, templates, migrations, and the settings of production
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/mypy
	$(LOCAL) $(DJANGO) makemigrations --check --dry-run
	$(PRODUCTION) $(DJANGO) check --deploy --fail-level WARNING

fix: .venv/.dev ## Format, and correct what can be corrected without thought
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	-$(BIN)/djade --target-version 5.2 $(TEMPLATES)

lock: .venv/.run ## Choose versions anew for requirements/, from pyproject.toml
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile $(LOCK) --group test --group e2e --group html -c requirements/run.txt pyproject.toml -o requirements/test.txt
	$(BIN)/uv pip compile $(LOCK) --group dev -c requirements/test.txt pyproject.toml -o requirements/dev.txt
	echo uv | $(BIN)/uv pip compile $(LOCK) - -o requirements/uv.txt

# No header, note or option: each could write the address of this machine's package index
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

clean: ## Delete what was installed and built; var/ (the database) stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results

# One stamp for each set of packages, so that the second time costs nothing
.venv/.python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("This needs Python 3.11 or newer, and %s is %d.%d. Name another: make PYTHON=python3.12" % (sys.executable, v[0], v[1]))'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.%: requirements/%.txt requirements/uv.txt | .venv/.python
ifeq ($(INSTALLER),pip)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
endif
	@touch $@
