# Everything this project asks of a machine: Python 3.11 and make.
# `make run` and `make test` install the rest into .venv by themselves.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)

# Debian's packages, where we may install them.
APT = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq </dev/null && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) \
	</dev/null >/dev/null

# More for what a target starts: make test ARGS="-k absence -x"
ARGS ?=
# One more at once than there are cores, as some wait: make test JOBS=0 runs one after the other.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup dev run browser test walk lint style types imports locks bench lock clean

help: ## show these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## leave a ready .venv with the penghubung command
	@echo "Ready: $(BIN)/penghubung --help"

dev: $(VENV)/.installed-dev ## the same, with all that tests and linters need

run: $(VENV)/.installed ## start the demo school and say where to look
	$(BIN)/penghubung run $(ARGS)

browser:
	@[ -x /usr/bin/chromium ] || { echo "Chromium for the browser tests:"; \
		$(call APT,chromium fonts-noto-color-emoji); } || printf '\n%s\n%s\n\n' \
		"*** No /usr/bin/chromium: THE BROWSER TESTS WILL BE SKIPPED. ***" \
		"*** To run them: apt-get install chromium fonts-noto-color-emoji ***"

test: $(VENV)/.installed-dev browser ## run all tests, on SQLite and on a real PostgreSQL
	$(BIN)/pytest -n $(JOBS) --dist worksteal $(ARGS)

walk: $(VENV)/.installed-dev ## let people do anything in any order: make walk ARGS="--minutes 30"
	$(BIN)/python -m tests.walker $(ARGS)

lint: style types imports locks ## check style, types, who imports whom, and the locks

style: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports --no-logo

locks:
	@! grep -n '://' $(LOCKS) || { echo "A lock file holds an address."; exit 1; }

bench: $(VENV)/.installed-dev ## measure, and compare with the figures we promise
	$(BIN)/python -m tests.benchmarks $(ARGS)

LOCKS := requirements-uv.lock requirements.lock requirements-dev.lock
COMPILE := env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

lock: $(VENV)/.uv ## rewrite the locks (ARGS=--upgrade takes newer versions)
	$(COMPILE) $(ARGS) requirements-uv.in -o requirements-uv.lock
	$(COMPILE) $(ARGS) pyproject.toml --group build -o requirements.lock
	$(COMPILE) $(ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what make and the tools made (a school's data stays)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage htmlcov
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

# --- installing: one stamp per lock, so that nothing to do costs nothing ---

$(BIN)/python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; this is $(or $(PYTHON),none):" \
			"$$($(or $(PYTHON),false) --version 2>&1)"; \
		echo "Name another with: make PYTHON=/usr/bin/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call APT,python3-venv) || { \
		echo "This Python lacks venv: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

# uv is quick; where it has no wheel, or does not reach a registry that pip reaches, pip does it.
$(VENV)/.uv: requirements-uv.lock | $(BIN)/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
		-r requirements-uv.lock || echo "No uv for this machine; pip does it, and takes a minute."
	@touch $@

# Compiled now, so that the command starts quickly where Python may not write later.
INSTALL = { [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python \
		--require-hashes -r $(1); } \
	|| $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(1)

$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.uv
	@echo "Installing what Penghubung needs into $(VENV)"
	@$(call INSTALL,requirements.lock)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-index --no-deps \
		--no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot handlers models scheduler migrations
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests and linters need into $(VENV)"
	@$(call INSTALL,requirements-dev.lock)
	@touch $@
