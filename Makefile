# Two commands do everything on a fresh machine: `make site` and `make test`.
# PYTHON may name the interpreter (3.11 to 3.13); by default the first one found that fits.

SHELL := /bin/sh
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c "$(FITS)" 2>/dev/null && { echo $$python; break; }; done)
BIN := .venv/bin
INSTALLED := .venv/installed

# Bytecode stays out of the folders that `make serve` watches, or it would rebuild for ever.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode

.PHONY: site serve test test-all benchmark check clean

site: $(INSTALLED)  ## build the site and print where it lies
	@$(BIN)/cnn-docs site

serve: site  ## the site on a local server that rebuilds as you write
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

check: $(INSTALLED)  ## lint, types, direction of imports: seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## what to run before each commit
	$(BIN)/pytest -n auto --dist loadfile -m "not slow and not benchmark"  # a page's blocks share a process

test-all: test  ## the same and then what is slow
	$(BIN)/pytest -n auto --dist loadfile -m slow

benchmark: $(INSTALLED)  ## how long builds take, on a machine with nothing else to do
	$(BIN)/pytest -m benchmark

clean:  ## everything that the other commands made
	rm -rf .venv .cache site .site-* *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.13 found; install one, or say: make site PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site,test]"
	@touch $(INSTALLED)
