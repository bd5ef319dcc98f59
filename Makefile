.DEFAULT_GOAL := help
.PHONY: help demo test test-full lint check bench bench-steps fuzz eval catalogue install uninstall plugin lock clean bootstrap

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## show what it does: a planned, written, checked and compiled proof (sets up what it needs)
	@scripts/demo

test: bootstrap ## the quick tests, without TeX, on all cores
	.venv/bin/pytest --numprocesses auto -m "not tex and not slow"

test-full: bootstrap ## the tests that need TeX, Claude Code or minutes, then the demonstration
	scripts/ensure-tex tests
	scripts/ensure-claude
	scripts/ensure-tectonic
	.venv/bin/pytest -m "tex or slow"
	scripts/demo

lint: bootstrap ## ruff, mypy and the layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

check: ## all that CI runs
	.ci/run

bench: bootstrap ## how long lint takes, beside an empty Python and another linter (minutes)
	.venv/bin/python -m pip install --quiet --disable-pip-version-check badness
	.venv/bin/python scripts/bench.py

bench-steps: bootstrap ## how many true steps are proved and false ones refuted, against an oracle (minutes)
	.venv/bin/python scripts/bench_steps.py

FUZZ_SECONDS ?= 600
fuzz: bootstrap ## look for texts that break reader, rules and fixes (FUZZ_SECONDS=600)
	.venv/bin/python -m pip install --quiet --disable-pip-version-check atheris
	.venv/bin/python tests/fuzz/fuzz_lint.py -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
		-max_len=4000 -dict=tests/fuzz/latex.dict

eval: ## make the results of the bundled proofs anew, grade them, compare with the committed ones
	@scripts/bootstrap
	@scripts/ensure-tex
	.venv/bin/dlt-proof eval run all

catalogue: bootstrap ## write the table of technique names anew
	.venv/bin/python -m dlt_proof.catalogue

install: ## link this checkout as a skill with its hooks, and dlt-proof into ~/.local/bin
	@scripts/links install

uninstall: ## remove these two links
	@scripts/links uninstall

plugin: ## build the tree that ships, as the branch `plugin`
	@scripts/plugin/make_branch

lock: bootstrap ## pin requirements/*.txt anew, from pyproject.toml
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) -o requirements/runtime.txt pyproject.toml
	$(LOCK) -o requirements/models.txt --extra models -c requirements/runtime.txt pyproject.toml
	$(LOCK) -o requirements/dev.txt --extra dev -c requirements/models.txt pyproject.toml
	echo "$(CLAUDE)" | $(LOCK) -o requirements/claude.txt --no-deps -

# Where the packages came from is the business of whoever installs: no index in the files.
LOCK = .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

# One version: `verify/transcripts.py` reads what it writes. A newer one is for a person to choose.
CLAUDE = claude-agent-sdk==0.2.187

clean: ## remove what can be made again
	rm -rf .venv .demo .output .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	rm -rf .hypothesis build dist .bootstrap.log .ensure-tex.log .ensure-claude.log .ensure-tectonic.log
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

bootstrap:
	@scripts/bootstrap
