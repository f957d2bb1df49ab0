# motcua: `make` lists the targets; `make evaluate` does the main job; `make test` proves the suite.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: help setup evaluate serve test lint types selftest proof mutate bench trace lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.core: requirements/core.txt pyproject.toml
	@tools/python-env "$(PYTHON)" "$(VENV)" requirements/core.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml
	@tools/python-env "$(PYTHON)" "$(VENV)" requirements/dev.txt
	@touch $@ $(VENV)/.core

setup: $(VENV)/.core ## make the environment that evaluating needs

evaluate: $(VENV)/.core ## start the bundled portal, evaluate it, leave a report
	@$(BIN)/motcua evaluate reference $(ARGS)

serve: $(VENV)/.core ## start the bundled portal and keep it running
	@$(BIN)/motcua reference serve --sandbox $(ARGS)

lint: $(VENV)/.dev ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## strict types
	$(BIN)/mypy

trace: $(VENV)/.dev ## write docs/trace.md anew from the code
	$(BIN)/motcua criteria trace --write

test: $(VENV)/.dev lint types ## everything that CI holds
	@tools/system-packages
	$(BIN)/motcua criteria check
	$(BIN)/python -m pytest tests -n 2 --dist loadgroup $(ARGS)

selftest: $(VENV)/.core ## how sharp the suite is: each broken portal, the checks named for it
	@$(BIN)/motcua selftest --targeted $(ARGS)

proof: $(VENV)/.dev ## the kill matrix: every broken portal; writes docs/proof.md and README's figures
	$(BIN)/motcua selftest --write $(ARGS)

mutate: $(VENV)/.dev ## change what decides (verdict, journal, working time) bit by bit: who notices?
	$(BIN)/mutmut run --max-children 2 $(ARGS)
	$(BIN)/python tools/mutants.py

bench: $(VENV)/.dev ## speed, side by side, as ratios
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: $(VENV)/.dev ## compile the pinned requirements anew
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build -o requirements/core.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group build --group dev -o requirements/dev.txt

clean: ## remove what can be made again (never runs/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
