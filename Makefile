# Every target does its own set-up: a Python from 3.11 on, make and a package index are enough. `make help` lists them.
# Node, Chromium and tmux are used where they are installed; what is left out without them is said.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCKED := install --quiet --require-hashes --only-binary :all:
PYTEST_ARGS ?=
PYTEST := $(BIN)/python -m pytest -n auto
PAGE := wallet/share/page
INTEROP := tests/interop
PAGE_SOURCES := $(shell find $(PAGE) \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null)
HAS_NODE := $(shell command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && echo yes)

.PHONY: .venv help setup demo test check lint types floors coverage durability audit bench page interop wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: .venv/.run ## the main job on sample badges, in a throw-away vault
	@$(MAKE) --no-print-directory page || echo 'hint: going on without the page that employers open in a browser'
	@$(BIN)/python scripts/demo.py

test: setup ## all tests, in random order
	$(PYTEST) $(PYTEST_ARGS)

check: lint types floors coverage ## everything: style, types, floors, tests with coverage gates, known vulnerabilities
	$(BIN)/python scripts/audit.py --report-if-unreachable requirements.lock

setup: .venv/.dev page interop ## what the tests need: .venv, the employer's page, other implementations

lint: .venv/.dev ## rules and layout of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev ## static types, strict
	$(BIN)/mypy

floors: .venv/.dev ## imports go down only
	$(BIN)/lint-imports

coverage: setup ## the tests again, with the coverage gates
	$(PYTEST) --cov --cov-report= $(PYTEST_ARGS)
	@mkdir -p build
	$(BIN)/coverage json --quiet -o build/coverage.json
	$(BIN)/python scripts/coverage_gates.py build/coverage.json

durability: .venv/.dev ## kills, full disks and power cuts at every file system call (needs strace; takes long)
	$(BIN)/python -m tests.durability.long

audit: .venv/.dev ## known vulnerabilities in what the product depends on; "cannot tell" is not a pass
	$(BIN)/python scripts/audit.py requirements.lock

bench: .venv/.dev page interop ## speed as ratios, after a correctness gate, written to benchmarks/latest.json
	$(BIN)/python benchmarks/run.py

wheel: .venv/.run page ## dist/*.whl, with the page in it
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove all that was made
	rm -rf .venv dist build $(PAGE)/dist $(PAGE)/node_modules $(INTEROP)/node_modules .coverage* .*_cache

ifeq ($(HAS_NODE),yes)
page: $(if $(wildcard $(PAGE)/package.json),$(PAGE)/node_modules/.built) ## the page that employers open (needs Node)
interop: $(if $(wildcard $(INTEROP)/package.json),$(INTEROP)/node_modules/.installed) ## other implementations to test against (needs Node)
else
page:
	@echo 'Node and npm are not installed: the page that employers open is not built; links still serve the download.'
interop:
	@echo 'Node and npm are not installed: tests against implementations in JavaScript are skipped.'
endif

$(PAGE)/node_modules/.built: $(PAGE_SOURCES)
	cd $(PAGE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && node build.mjs
	@touch $@

$(INTEROP)/node_modules/.installed: $(wildcard $(INTEROP)/package*.json)
	cd $(INTEROP) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv: .venv/.dev

.venv/bin/python:
	@sh scripts/venv.sh .venv

.venv/.run: requirements.lock requirements-build.lock pyproject.toml | .venv/bin/python
	$(PIP) $(LOCKED) -r requirements.lock -r requirements-build.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(PIP) $(LOCKED) -r requirements-dev.lock
	@touch $@
