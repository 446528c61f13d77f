# Everything a developer types. `make demo` and `make test` work in a bare clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
AXE := build/axe/node_modules/axe-core/axe.min.js

.PHONY: help demo test test-browser test-model fit lint eval bench audit docs lock wheel-test clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.product: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python " + sys.version.split()[0] + " found; Dragoman needs 3.11, 3.12 or 3.13. Try: make demo PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	echo $(CURDIR)/src > $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/dragoman-dev.pth
	printf '#!/bin/sh\nexec "%s" -m dragoman "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/dragoman && chmod +x $(BIN)/dragoman
	touch $@

$(VENV)/.dev: $(VENV)/.product requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/.model: $(VENV)/.product requirements-model.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-model.lock
	touch $@

demo: $(VENV)/.product  ## set up and make a dossier from the example reports
	@$(BIN)/dragoman dossier examples/kazakhstan-2022 -o demo-dossier --workers 2
	@echo "Next: open demo-dossier/dossier.html in a browser, or type: $(BIN)/dragoman show demo-dossier"

test: $(VENV)/.dev  ## set up and run the tests
	$(BIN)/python -m pytest -m "not browser" -n 2 --dist loadgroup

fit: $(VENV)/.model  ## fit the model to the case base again, with its diagnostics (500 MB of jax; a quarter of an hour)
	$(BIN)/python scripts/fit_model.py --write
	$(BIN)/python scripts/diagnose_model.py --write

test-model: $(VENV)/.dev $(VENV)/.model  ## the tests of fitting by sampling, which need jax
	$(BIN)/python -m pytest -m model

test-browser: $(VENV)/.dev $(AXE)  ## the dossier page in headless Chromium
	@test -n "$(CHROMIUM)" || { echo "No Chromium found. Install it (Debian: apt-get install chromium) or type: make test-browser CHROMIUM=/path/to/chromium"; exit 1; }
	DRAGOMAN_CHROMIUM="$(CHROMIUM)" DRAGOMAN_AXE="$(AXE)" $(BIN)/python -m pytest -m browser

$(AXE):
	mkdir -p build/axe && cd build/axe && npm install --silent --no-audit --no-fund --prefix . axe-core@4.14.1

lint: $(VENV)/.dev  ## ruff and the type checker
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/.dev  ## the scoreboard; needs the development material beside the checkout (SHARED=folder)
	$(BIN)/python -m evals --shared "$(SHARED)" $(if $(BENCHMARKS),--benchmarks "$(BENCHMARKS)")

bench: $(VENV)/.dev  ## speed and memory, as ratios in one run
	$(BIN)/python -m benchmarks --shared "$(SHARED)"

audit: $(VENV)/.dev  ## the case base against public data sets, and agreement of its coders; needs the development material (SHARED=folder)
	$(BIN)/python -m audits.agreement --write docs/method/cases.md
	$(BIN)/python -m audits.frame --shared "$(SHARED)" --write docs/method/frame.md
	$(BIN)/python -m audits --shared "$(SHARED)" --write docs/audit.md

docs: $(VENV)/.dev  ## write the generated parts of the documentation again
	$(BIN)/python scripts/write_docs.py

lock:  ## resolve the pinned dependencies again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra model -o requirements-model.lock

wheel-test: $(VENV)/.dev  ## build the wheel, install it into an empty environment, use it from an empty folder
	$(BIN)/python scripts/check_wheel.py

clean:  ## remove what the other targets made
	rm -rf $(VENV) build dist demo-dossier .pytest_cache .mypy_cache .ruff_cache .hypothesis
