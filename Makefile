# make run    the office on this machine, with its demonstration, at http://127.0.0.1:8000/
# make test   every check and every test
# make prove  the figures of docs/proof.md, measured anew
# make bench  the figures of docs/performance.md, measured anew: SIZE=10000 for fewer texts
#
# Needs make and Python 3.11 or later, nothing else. Choose by variables: make run PORT=8001 VAR=/some/folder

PYTHON ?= python3
VAR ?= var
PORT ?= 8000
SIZE ?= 100000
export VAR PORT

.DEFAULT_GOAL := run
BIN := .venv/bin
RUN := .venv/.stamp-run
DEV := .venv/.stamp-dev
SERVICES := $(BIN)/python tests/services.py run --

.PHONY: run test suites prove bench lint format lock messages clean

run: $(RUN)
	@DEMO=1 $(BIN)/python manage.py prepare --demo
	@DEMO=1 exec $(BIN)/python manage.py office

test: lint
	@$(SERVICES) $(MAKE) --no-print-directory suites

# The second round runs on PostgreSQL what must hold on both databases.
suites: $(DEV)
	$(BIN)/pytest -n 3 --dist worksteal
	@test -z "$$TEST_POSTGRES_URL" || DATABASE_URL="$$TEST_POSTGRES_URL" $(BIN)/pytest -n 3 --dist worksteal -m both_databases

prove: $(DEV)
	@$(SERVICES) $(BIN)/python -m tests.prove

bench: $(DEV)
	$(BIN)/python -m bench --size $(SIZE)

# The last three look at the project as production would: long key, https, no demonstration.
lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@find templates */templates -name '*.html' 2>/dev/null | xargs -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports
	. tests/production.env && $(BIN)/mypy
	. tests/production.env && $(BIN)/python manage.py makemigrations --check --dry-run
	. tests/production.env && $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	@find templates */templates -name '*.html' 2>/dev/null | xargs -r $(BIN)/djade --target-version 5.2

# --- Environment ------------------------------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed. Where another one is installed, say which: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python came without its venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUN): requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN)

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(DEV)
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) -c requirements.txt --extra scale pyproject.toml -o requirements-scale.txt
	$(LOCK) -c requirements.txt --extra scale --extra dev pyproject.toml -o requirements-dev.txt

# --- Translations: the compiled files are part of the repository, so that nobody needs gettext to run ------------------

messages: $(DEV)
	@command -v msgfmt >/dev/null || { echo "Translations are made with gettext. On Debian: apt install gettext" >&2; exit 1; }
	$(BIN)/python manage.py makemessages --locale az --locale ru --no-location --ignore .venv --ignore $(VAR)
	$(BIN)/python manage.py compilemessages --ignore .venv

# Leaves $(VAR) alone: it holds the texts.
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
