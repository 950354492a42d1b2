# Two commands a stranger needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
NPM    := $(PY) -m altlas.node npm --prefix frontend
# A pipeline shares its machine: there, what fails is tried twice more, and told of as RERUN.
RERUNS := $(if $(CI),--reruns 2)
PYTEST  = ALTLAS_ENV=test $(PY) -m pytest $(RERUNS)
TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_REDIS    ?= redis://127.0.0.1:6379/15
WORKERS       ?= auto

.DEFAULT_GOAL := help
.PHONY: help run dev demo test test-servers e2e check lint types imports migrations deploy web web-check lock messages openapi faults fuzz bench clean

help: ## List what there is
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## Start everything on http://127.0.0.1:8000 (PORT and ALTLAS_DATA_DIR change that)
	@exec $(PY) manage.py start

dev: $(VENV)/.tools ## The same, reloading when the code changes
	@exec env DEBUG=true $(PY) manage.py start --reload

demo: $(VENV)/.runtime ## Fill the installation with a lively demo workspace
	@$(PY) manage.py migrate -v 0
	@$(PY) manage.py demo

test: $(VENV)/.tools ## Run the tests (on DATABASE_URL and REDIS_URL where they are set); ARGS=tests/chat some of them
ifdef ARGS
	@$(PYTEST) $(ARGS)
else
	@$(PYTEST) -n $(WORKERS) --ignore=tests/faults
	@$(PYTEST) -n $(WORKERS) tests/faults
endif

# What is the same on all databases, by folder; the kills, which `make faults` has on both; and what walks every operation.
ALIKE ?= commands/expressions commands/formats commands/report commands/segmentation contract faults fuzz pages security

test-servers: $(VENV)/.tools ## Run the tests on PostgreSQL and Redis, without those that are the same there (ALIKE= runs them too)
	@DATABASE_URL=$(TEST_POSTGRES) REDIS_URL=$(TEST_REDIS) $(PYTEST) -n $(WORKERS) $(foreach part,$(ALIKE),--ignore=tests/$(part))

e2e: $(VENV)/.tools web ## Run the browser tests in Chromium
	@ALTLAS_ENV=test $(PY) -m pytest $(RERUNS) tests/e2e -o addopts= -q --timeout=300 -p no:randomly -n $(WORKERS) $(ARGS)

# A pipeline has 30 minutes for everything: the fuzz takes fewer examples than in `make test`, what hardly asks the
# database anything of its own runs on the embedded one alone, and the pages are looked at in light colours on a desktop
# (`make test-servers`, `make e2e` do all).
check: export ALTLAS_FUZZ_EXAMPLES ?= 10
check: $(VENV)/.tools ## Everything that the pipeline runs
	@$(MAKE) --no-print-directory --output-sync -j2 lint types imports migrations deploy web-check
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-servers ALIKE="$(ALIKE) accounts audit commands/types services"
	@$(MAKE) --no-print-directory e2e ARGS='-k "not dark and not phone"'

lint: $(VENV)/.tools
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(PY) -m altlas.secrets_scan

types: $(VENV)/.tools
	@$(BIN)/mypy

imports: $(VENV)/.tools
	@$(BIN)/lint-imports

migrations: $(VENV)/.tools
	@$(PY) manage.py makemigrations --check --dry-run

deploy: $(VENV)/.tools
	@ALTLAS_ENV=prod SECRET_KEY=check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	 ALLOWED_HOSTS=chat.example.org ALTLAS_ORIGIN=https://chat.example.org TRUSTED_PROXIES=127.0.0.1/32 \
	 DATABASE_URL=$(TEST_POSTGRES) REDIS_URL=$(TEST_REDIS) $(PY) manage.py check --deploy --fail-level WARNING

web: $(VENV)/.runtime ## Build the web app
	@$(PY) -m altlas.webapp

web-check: web
	@$(NPM) run lint
	@$(NPM) run typecheck
	@$(NPM) run test
	@$(NPM) run size

openapi: $(VENV)/.tools ## Write docs/api/openapi.yaml and asyncapi.yaml anew
	@$(PY) manage.py api_documents

messages: $(VENV)/.tools ## Collect and compile the translations
	@$(PY) manage.py messages

fuzz: $(VENV)/.tools ## Throw 50,000 mutated documents, 20,000 random commands and hostile shapes at the readers
	@$(PY) -m tests.fuzz $(ARGS)

faults: $(VENV)/.tools ## Kill servers, Redis and PostgreSQL under load (some minutes); prints what was lost
	@FAULTS=1 $(PYTEST) tests/faults -s $(ARGS)
	@FAULTS=1 DATABASE_URL=$(TEST_POSTGRES) REDIS_URL=$(TEST_REDIS) $(PYTEST) tests/faults -s $(ARGS)

bench: $(VENV)/.tools ## Measure against the plain Channels baseline, in ratios
	@$(PY) -m tests.load $(ARGS)

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --exclude-newer $$(date -u -d '7 days ago' +%F) pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --exclude-newer $$(date -u -d '7 days ago' +%F) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

clean: ## Remove what was installed and built (not the data)
	rm -rf $(VENV) frontend/node_modules static/app

$(VENV)/bin/python:
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || (echo "Python's venv is missing. On Debian: apt install python3-venv" && rm -rf $(VENV) && exit 1)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing the Python packages (the first time this takes a minute or two) …"
ifdef UV
	@uv pip install -q --python $(PY) -r requirements.txt
else
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
endif
	@touch $@

$(VENV)/.tools: requirements-dev.txt $(VENV)/.runtime | $(VENV)/bin/python
	@echo "Installing the tools for tests …"
ifdef UV
	@uv pip install -q --python $(PY) -r requirements-dev.txt
else
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
endif
	@touch $@
