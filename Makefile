# Everything a fresh machine with Python ≥ 3.11 and make needs. Stamps keep the second time quick.

PORT ?= 8000
HOST := 127.0.0.1
RESET ?=
BIN := .venv/bin
PY := $(BIN)/python

# The first Python on this machine that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)

# uv takes seconds where pip takes a minute, but does not read pip's configuration: where packages come from is handed on.
# Where uv cannot be had or fails, pip does the same.
setting = $$($(PY) -m pip config list | sed -n "s/^.*\.$(1)='\(.*\)'$$/\1/p" | tail -n 1)
uv = UV_DEFAULT_INDEX="$(call setting,index-url)" UV_INDEX="$(call setting,extra-index-url)" \
	UV_FIND_LINKS="$(call setting,find-links)" UV_INDEX_STRATEGY=unsafe-best-match $(BIN)/uv --quiet pip install --python $(PY)
pip = $(PY) -m pip install --quiet
either = { $(uv) $(1) || $(pip) $(1); }
install = $(call either,--require-hashes -r $(1)) && $(call either,--no-deps -e .)

.PHONY: demo run test bench faults pictures lock audit texts clean

demo: .venv/run
	@$(PY) -m bot demo --host $(HOST) --port $(PORT) $(if $(filter-out 0,$(RESET)),--reset)

run: .venv/run
	@$(PY) -m bot run

# The tests come last, so that their closing line is the last one. Four at a time, on two cores as well: they mostly wait.
test: .venv/dev
	@mkdir -p build
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > build/imports.txt || { cat build/imports.txt; false; }
	@$(BIN)/deptry . 2> build/deptry.txt || { cat build/deptry.txt; false; }
	@$(PY) -m pytest --numprocesses 4 --dist worksteal

bench faults pictures: .venv/dev
	@$(PY) -m tests.$@

texts: .venv/run
	@$(PY) -m locales.update

# Hashes and no addresses: the lock says what is installed, the machine says from where.
lock: .venv/dev
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -c requirements.lock -o requirements-dev.lock

# Known weaknesses of what is locked; it asks the package index, so it is no part of the tests.
audit: .venv/dev
	@$(BIN)/pip-audit --require-hashes -r requirements.lock

clean:
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; PYTHON=… names one." >&2; exit 2; }
	@$(PYTHON) -m venv .venv
	@$(pip) uv 2>/dev/null || true
	@touch $@

.venv/run: .venv/made requirements.lock pyproject.toml
	@echo "Installing what the bot needs …"
	@$(call install,requirements.lock)
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@echo "Installing what the checks need …"
	@$(call install,requirements-dev.lock)
	@touch $@
