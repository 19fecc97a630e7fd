# Two commands matter: `make demo` and `make test`. Each does its own set-up and is safe to repeat.

PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements/dev.txt
READY := .venv/.ready
ASSETS := src/partnership/ui/static/vendor/tocsin.css
ASSET_SOURCES := $(wildcard src/partnership/ui/assets/*) scripts/assets.mjs package-lock.json

export TOCSIN_HOME ?= $(CURDIR)/var
STORE := data/store
WATCH := examples/west-yorkshire.toml

# What could come out otherwise on another database. The rest asks the same of pages, headers, forms and files.
ON_POSTGRES := src/partnership tests/reliability \
	$(addprefix tests/gates/test_,predicate.py two_worlds.py) \
	$(addprefix tests/journey/test_,from_scan_to_board.py sharing.py a_dismissal.py)

.PHONY: setup platform demo test check format lock sample scan clean

setup: $(READY) $(ASSETS) platform

$(READY): $(LOCK) pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tocsin needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

node_modules/.ready: package-lock.json
	npm ci --omit=optional --ignore-scripts --no-audit --no-fund
	touch $@

$(ASSETS): node_modules/.ready $(ASSET_SOURCES)
	npm run --silent assets
	touch $@

# The browser and the database server that the tests drive, from the platform's own packages where it has them.
platform: $(READY)
	$(BIN)/python scripts/platform_packages.py

sample: $(READY)
	$(BIN)/tocsin sample --into data/sample

scan: sample
	$(BIN)/tocsin scan --watch $(WATCH) --store $(STORE)

# Sample data, a scan, the site with a synthetic cast and a made-up year: ends serving on 127.0.0.1:8000. One-time passwords are printed.
demo: export TOCSIN_DEMO = 1
demo: setup scan
	$(BIN)/tocsin-site migrate --verbosity 0
	$(BIN)/tocsin-site intake $(STORE)
	$(BIN)/tocsin-site demo-people
	$(BIN)/tocsin-site founding-threats
	$(BIN)/tocsin-site demo-year
	$(BIN)/tocsin-site serve

# Everything: format, lint, types, contracts, then the tests on SQLite, the site's again on a real PostgreSQL, and the
# locked packages against an advisory database.
test: setup check sample
	$(BIN)/pytest -n auto --maxschedchunk 4
	@# Exit 3 says loudly that there is no PostgreSQL server here: a platform's lack, but never on CI.
	$(BIN)/python scripts/with_postgres.py -- $(BIN)/pytest -n auto --maxschedchunk 4 $(ON_POSTGRES) \
		|| { test $$? -eq 3 && test -z "$$CI"; }
	@# Exit 3 says loudly that no advisory database could be reached: then nothing is known, good or bad.
	$(BIN)/python scripts/audit_packages.py || test $$? -eq 3

check: $(READY)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy src/tocsin $(wildcard src/partnership/*/rules.py)
	$(BIN)/lint-imports
	$(BIN)/pytest --quiet tests/test_architecture.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# After a change of pyproject.toml or package.json. Needs uv on the path; hashes, and no host name in either lock.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --extra dev pyproject.toml --output-file $(LOCK)
	npm run --silent lock

clean:
	rm -rf .venv node_modules src/partnership/ui/static/vendor build dist
