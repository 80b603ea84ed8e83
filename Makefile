# On a fresh machine with Python 3.11+ and make: `make run` or `make test`, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test browser check lint security audit bench gate lock clean

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# What the benchmarks compare with; the bot itself needs none of it.
$(VENV)/peers: $(VENV)/ready benchmarks.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r benchmarks.lock
	touch $@

run: $(VENV)/ready
	$(BIN)/eu-celac-bot

test: $(VENV)/ready browser
	$(BIN)/pytest

# The end-to-end tests drive the system's Chromium; where none can be had they are skipped and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	  { $$sudo apt-get update -qq && $$sudo apt-get install -qq -y --no-install-recommends \
	    chromium fonts-noto-color-emoji; } >/dev/null 2>&1 \
	  || echo "No Chromium, and none could be installed: the end-to-end tests will be skipped."; }

docs/preview.png: $(VENV)/ready browser
	$(BIN)/python -m tests.e2e.screenshot $@

check: $(VENV)/ready
	$(BIN)/eu-celac-bot check

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/mypy

security: $(VENV)/ready
	$(BIN)/bandit --quiet --configfile pyproject.toml --severity-level medium --recursive bot handlers knowledge deploy

# Known holes of the pinned packages. Needs a service on the internet, so no part of .ci/run.
audit: $(VENV)/ready
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement requirements.lock

# SETS is the folder of the public question sets: make bench SETS=…
bench: $(VENV)/peers
	$(BIN)/python -m tests.benchmarks.calibration --plot calibration.png
	$(BIN)/python -m tests.benchmarks.speed
	$(BIN)/python -m tests.benchmarks.rates
	$(BIN)/python -m tests.benchmarks.telegram
	$(BIN)/python -m tests.benchmarks.page $(SETS)

gate: $(VENV)/peers
	$(BIN)/python -m tests.benchmarks.gate

# Pin every dependency anew, with hashes and without any registry's address. Needs uv.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --extra postgres --extra dev --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --constraints requirements.lock --extra bench --python-version 3.11 pyproject.toml \
	  -o benchmarks.lock

clean:
	rm -rf $(VENV) build dist
