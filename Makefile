# Two commands do everything: `make run` opens the site, `make test` checks everything.
SHELL := /bin/sh
PYTHON := .venv/bin/python
ROUNDS := 200
.DEFAULT_GOAL := help
# Compiled once and kept, whatever the shell says: it saves every process a second.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test check fuzz bench relevance kill-test screenshots translations lock real-data clean vendor audit access-table

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/run.ready: requirements.lock tools/prepare.sh
	sh tools/prepare.sh requirements.lock
	@touch $@

.venv/test.ready: requirements-dev.lock tools/prepare.sh
	sh tools/prepare.sh requirements-dev.lock --no-compile
	@touch $@ .venv/run.ready

run: .venv/run.ready ## Install, migrate, seed, index and open the site
	@$(PYTHON) tools/compile_translations.py
	@$(PYTHON) -m app.cli migrate
	@$(PYTHON) -m app.cli seed --if-empty
	@$(PYTHON) -m app.cli check-index --repair
	@exec $(PYTHON) -m app.cli serve

test: .venv/test.ready ## Install what tests need, then run every check and test
	sh tools/prepare_tests.sh
	sh tools/check.sh
	@$(PYTHON) tools/compile_translations.py
	$(PYTHON) -m pytest tests -n 3 --dist worksteal

check: .venv/test.ready ## Only the checks that read code: lint, types, floors, templates, catalogues
	sh tools/check.sh

fuzz: .venv/test.ready ## Type nonsense at the site TIMES times (2000), and other chance cases in every test that takes them
	@$(PYTHON) tools/compile_translations.py
	DICHTBIJ_FUZZ_EXAMPLES=$(or $(TIMES),2000) $(PYTHON) -m pytest tests -m hypothesis -n 2

bench: .venv/test.ready ## Speed and memory, ours and others side by side
	$(PYTHON) -m benchmarks

relevance: .venv/test.ready ## How well searches are answered, ours and others side by side
	sh tools/prepare_tests.sh
	@$(PYTHON) tools/compile_translations.py
	$(PYTHON) -m benchmarks.relevance

kill-test: .venv/test.ready ## Kill a whole site ROUNDS times while families ask (200)
	@$(PYTHON) tools/compile_translations.py
	$(PYTHON) -m tools.kill_test $(ROUNDS)

screenshots: .venv/test.ready ## Make the pictures of the README anew
	sh tools/prepare_tests.sh
	@$(PYTHON) tools/compile_translations.py
	$(PYTHON) -m tools.screenshots

translations: .venv/test.ready ## Bring the catalogues up to date with the texts in code and templates
	$(PYTHON) tools/update_translations.py

lock: .venv/test.ready ## Lock the dependencies of pyproject.toml with hashes
	$(PYTHON) -m uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q -o requirements.lock
	$(PYTHON) -m uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q -o requirements-dev.lock

audit: .venv/test.ready ## Known weaknesses in the locked dependencies (needs the network)
	$(PYTHON) -m pip_audit --require-hashes -r requirements.lock

real-data: .venv/run.ready ## Fill a second site from the real files beside the project
	$(PYTHON) -m app.cli.real_data

access-table: .venv/test.ready ## Write docs/access.md anew: who may open what
	$(PYTHON) tools/access_table.py

vendor: ## Fetch Leaflet from npm again
	sh tools/vendor_leaflet.sh

clean: ## Take away what was installed and made
	rm -rf .venv data/dichtbij.sqlite* search_index/build* search_index/*.json search_index/*.digests tests/output
