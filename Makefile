# Everything a person or a machine does with this repository. `make help` lists it.

DOMINO_PORT ?= 8501
PYTEST_ARGS ?=
LOCK_ARGS ?=
BIN = .venv/bin
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS)

export DOMINO_PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run test check format lock

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

run: .venv/.installed-run  ## install, then start the application with demonstration data (DOMINO_PORT, 8501)
	$(BIN)/domino serve --demo --port $${DOMINO_PORT:-8501}

test: .venv/.installed-dev  ## install what tests need, a Chromium included, then run all of them (PYTEST_ARGS)
	DOMINO_CHROMIUM="$$(scripts/find-chromium)" && export DOMINO_CHROMIUM \
		&& $(BIN)/python -m pytest $(PYTEST_ARGS)

check: .venv/.installed-dev  ## format, style, types, layers and questionnaires
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/domino check schemas/

format: .venv/.installed-dev  ## write the format and the safe corrections
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.installed-dev  ## compile requirements/*.txt again (LOCK_ARGS=--upgrade for newer versions)
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt

$(BIN)/python:
	PYTHON="$$(scripts/find-python)" && "$$PYTHON" -m venv .venv

# A stamp is newer than what it was made from: the second run installs nothing.
.venv/.installed-run: requirements/build.txt requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q domino_survey pages     # as pip does for what it installs
	@touch $@

.venv/.installed-dev: requirements/dev.txt .venv/.installed-run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
