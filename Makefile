# Every target sets up what it needs; on a fresh machine the first one asked for does it all.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
# What Python compiles is kept here, also where a machine says that it is not to be, as images of containers do:
# else each of the many processes of a run, a demo or a test would compile all it imports.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/compiled

help: ## Say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(VENV)/.run ## Install what the product needs into .venv, from the lock
$(VENV)/.run: requirements/run.lock requirements/ocr.lock pyproject.toml tools/setup
	tools/setup run

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	tools/setup dev

demo: $(VENV)/.run ## From an order file to sealed reports, in about two minutes
	$(BIN)/budstikke demo

run: $(VENV)/.run ## Carrier, mailbox and issuer with workers on loopback, seeded, until Ctrl-C
	$(BIN)/budstikke run

# `make check test` in one go runs the house tests once: where `test` is reached, `check` has passed.
HOUSE := $(if $(filter check,$(firstword $(MAKECMDGOALS))),--ignore tests/house)
test: $(VENV)/.dev ## Install what tests need and run every test
	tools/test-needs
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS) $(HOUSE)
	$(if $(TESTS),,$(BIN)/python -m pytest -n auto --dist loadfile tests/issuer)

check: $(VENV)/.dev ## Format, lint, types, import contracts, house tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadfile tests/house

auditor: $(VENV)/.run ## Build dist/budstikke-verify.pyz, the judge in one file for auditors
	$(BIN)/python tools/zipapp.py

bench: $(VENV)/.dev ## Measure; prints ratios as JSON lines
	$(BIN)/python -m bench

lock: $(VENV)/.run ## Renew the lock from pyproject.toml (needs the network)
	tools/lock

.PHONY: help setup demo run test check auditor bench lock
