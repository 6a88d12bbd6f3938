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

.PHONY: machine setup ready run test check types written fix messages guards figures bench pictures

# What the machine itself lacks is installed by root, else one line to type is printed: operations/supervisor/machine.py
machine:
	@sh operations/supervisor/machine.sh $(if $(filter run,$(MAKECMDGOALS)),run,test)

.venv/running: requirements/base.txt | machine
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch .venv/running

.venv/installed: requirements/dev.txt requirements/tags.txt .venv/running
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/tags.txt
	@touch .venv/installed

ready: machine .venv/running
	@$(BIN)/python -m operations.supervisor.catalogues

setup: ready .venv/installed

run: ready
	@exec $(BIN)/python -m operations.supervisor run

test: check
	@$(BESIDE) $(BIN)/python -m operations.supervisor.testing

# The types on one core, all else on the other.
check: setup
	@$(MAKE) --no-print-directory --jobs=2 types written

types:
	$(BIN)/mypy

written:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --check --quiet templates
	$(BIN)/oxlint --deny-warnings static/js
	$(BESIDE) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --settings vlora_plan.settings.test

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet templates || true

messages: setup
	$(BIN)/python manage.py makemessages --locale sq --no-location --no-obsolete --ignore .venv --ignore var
	@$(BIN)/python -m operations.supervisor.catalogues

guards: setup # the expected guards of the database, anew from the migrations
	@$(BESIDE) $(BIN)/python manage.py write_expected_guards

figures: ready # how the house stands, for the table in docs/architecture.md
	@$(BIN)/python -m operations.supervisor.figures

bench: setup # ratios against references run side by side, and counts of queries
	@$(BESIDE) $(BIN)/python -m pytest tests/bench/bench_plan.py tests/bench/bench_burst.py tests/bench/bench_figures.py tests/bench/bench_sql.py tests/bench/bench_results.py tests/bench/bench_editions.py tests/bench/bench_voices.py tests/bench/bench_search.py tests/bench/bench_public.py -q -s -p no:randomly

pictures: setup # twelve pages of the demonstration into docs/img
	@$(BESIDE) $(BIN)/python -m pytest tests/browser/pictures_of_pages.py -q -p no:randomly
