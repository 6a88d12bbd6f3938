# make run · make test: the two commands; everything else serves them.
SHELL := /bin/sh
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c '$(RECENT)' >/dev/null 2>&1 && echo $$p && break; done)
BIN := .venv/bin
BESIDE := $(BIN)/python -m operations.supervisor exec --ephemeral --
ifneq ($(DATABASE_URL),)
BESIDE :=
endif
export PORT HOST DEMO DATA_DIR

.PHONY: setup run test check fix messages guards bench

setup: .venv/installed
	@$(BIN)/python -m operations.supervisor.requirements
	@$(BIN)/python -m operations.supervisor.catalogues

.venv/installed: requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch .venv/installed

run: setup
	@exec $(BIN)/python -m operations.supervisor run

test: check
	@$(BESIDE) $(BIN)/python -m operations.supervisor.testing

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BESIDE) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --settings vlora_plan.settings.test

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup
	$(BIN)/python manage.py makemessages --locale sq --no-location --no-obsolete --ignore .venv --ignore var
	@$(BIN)/python -m operations.supervisor.catalogues

guards: setup # the expected guards of the database, anew from the migrations
	@$(BESIDE) $(BIN)/python manage.py write_expected_guards

bench: setup # ratios against references run side by side, and counts of queries
	@$(BESIDE) $(BIN)/python -m pytest tests/bench/bench_plan.py -q -s -p no:randomly
