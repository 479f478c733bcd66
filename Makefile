# Every target sets up what it needs; the second run takes seconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV := $(VENV)/.dev-$(shell cksum < requirements-dev.txt | cut -d' ' -f1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--extra postgres --no-header --no-annotate --quiet
WORKERS ?= auto
# Where Python is told to keep no compiled modules, each of the many programs that tests start compiles hundreds anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo run test check lint format bench learn lock clean
.DEFAULT_GOAL := help

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(RUNTIME) ## Open a small chat in the browser, with a fictional network in it
	@$(BIN)/hirg-bot demo

run: $(RUNTIME) ## Run on every platform that has a token
	@$(BIN)/hirg-bot run

test: $(DEV) ## Run all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(DEV) ## Check style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## Everything that must pass before a change lands

format: $(DEV) ## Mend style where a machine can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEV) ## Measure speed and memory against peers in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

learn: $(DEV) ## Learn anew from config/examples what people type who need a skill
	@$(BIN)/python -m tests.learn

lock: ## Refresh the hash-locked requirements (needs uv)
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt

clean: ## Remove everything that was set up here, except data/
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "hirg-bot needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(RUNTIME): | $(VENV)/bin/python
	@echo "Setting up (once, about half a minute) ..."
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.runtime-*; touch $@

$(DEV): $(RUNTIME)
	@echo "Setting up the tools for development (once) ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@rm -f $(VENV)/.dev-*; touch $@
