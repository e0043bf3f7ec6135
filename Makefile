# Parlour. `make` alone lists what there is to do; what a target does at length stands in scripts/.

# For the program (make run ARGS=--open), the browser tests (make e2e ARGS="smoke --headed") or the measurements
# (make bench ARGS="fan-out idle").
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run build dev test check e2e torture bench lighthouse fmt setup clean

help: ## This list
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: build ## Install what is missing, build, and serve on http://127.0.0.1:3000
	@exec target/release/parlour serve --data ./data $(ARGS)

test: ## Install what is missing and run everything: lints, tests, build, browser
	@scripts/setup.sh test
	@scripts/test.sh

build: ## target/release/parlour, the whole program in one file
	@scripts/setup.sh build
	@scripts/build.sh

dev: ## Serve, and build again on every change
	@scripts/setup.sh build
	@scripts/dev.sh $(ARGS)

check: ## The quick part of `make test`: formatting, lints, Rust tests
	@scripts/setup.sh check
	@scripts/test.sh quick

e2e: build ## The browser tests alone
	@scripts/setup.sh test
	@scripts/e2e.sh $(ARGS)

torture: ## The promises under attack, for a quarter of an hour
	@scripts/setup.sh check
	@scripts/torture.sh $(ARGS)

bench: build ## Measure it next to a floor and to peers: benches/README.md
	@scripts/bench.sh $(ARGS)

lighthouse: build ## What Lighthouse says of the page of a room
	@scripts/lighthouse.sh

fmt: ## Format the code
	@cargo fmt

setup: ## Only install what is missing
	@scripts/setup.sh test

clean: ## Remove what was built; keep the tools and the data
	@rm -rf target end2end/test-results end2end/playwright-report
