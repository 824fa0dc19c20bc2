# Conclave. "make help" lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
DESTDIR ?=

# Debian's names. "make PACKAGES=present …" skips the check where the packages have other names.
BUILD_PACKAGES := g++ libncurses-dev libre2-dev libtomlplusplus-dev libssl-dev zlib1g-dev git libcurl4-openssl-dev libedit2 libxml2
TEST_PACKAGES := $(BUILD_PACKAGES) tmux openssl bubblewrap
PICTURE_PACKAGES := $(BUILD_PACKAGES) librsvg2-bin fonts-jetbrains-mono fonts-dejavu-core
MODEL_PACKAGES := $(BUILD_PACKAGES) curl procps python3 python3-venv
BENCH_PACKAGES := $(BUILD_PACKAGES) hyperfine python3 python3-venv
PACKAGES ?=
packages = @PACKAGES='$(PACKAGES)' Scripts/packages.sh

BINARIES := .build/release
# lld links faster than the default and has no warning about a function of Foundation that is never called.
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld
SOURCES := Package.swift Sources Tests
INSTALLED := $(DESTDIR)$(PREFIX)
COMPLETIONS := share/bash-completion/completions/conclave share/zsh/site-functions/_conclave \
  share/fish/vendor_completions.d/conclave.fish

.PHONY: run demo build test test-bun test-model test-opencode faults fuzz soak tsan asan screenshots bench install uninstall format \
  lint packages clean help

run: build ## review the example change: draws on a terminal, prints elsewhere
	@Scripts/run-example.sh $(BINARIES)/conclave --runtime rules

demo: build ## play a rehearsal of 40 s on the example, to see every state of the screen
	@Scripts/run-example.sh $(BINARIES)/conclave --runtime "rehearsal:$(CURDIR)/Examples/rehearsals/demo.rehearsal"

build: ## build the program for release
	$(packages) $(BUILD_PACKAGES)
	@Scripts/quietly.sh "build" $(RELEASE)

test: ## build and run all tests
	$(packages) $(TEST_PACKAGES)
	@Scripts/quietly.sh "build of the tests" swift build --build-tests
	@Scripts/quietly.sh "tests" Scripts/test.sh

test-bun: ## run what real Bun programs do as agents; fetches a Bun, or BUN=PATH names one
	$(packages) $(TEST_PACKAGES) python3 python3-venv
	@Scripts/quietly.sh "build of the tests" swift build --build-tests
	@bun=$$(Scripts/bun.sh) && CONCLAVE_BUN=$$bun swift test --skip-build --filter BunTests

test-model: build ## review the example with a small real model, fetched once; 0.6 GB below MODEL_PLACE
	$(packages) $(MODEL_PACKAGES)
	@Scripts/test-model.sh $(BINARIES)/conclave

test-opencode: ## run the stand-in's suite against a real OpenCode on PATH, or OPENCODE=PATH
	$(packages) $(TEST_PACKAGES)
	@Scripts/quietly.sh "build of the tests" swift build --build-tests
	@Scripts/test-opencode.sh

faults: ## run the tests of the fault plan and print its table
	$(packages) $(TEST_PACKAGES)
	@Scripts/quietly.sh "build of the tests" swift build --build-tests
	@Scripts/faults.sh

fuzz: ## look for inputs that break a reader, FUZZ_SECONDS=60 for each
	$(packages) $(BUILD_PACKAGES)
	@CONCLAVE_FUZZ=1 Scripts/quietly.sh "build of the fuzzers" \
	  swift build -c release --scratch-path .build/fuzz --product fuzz
	@Scripts/fuzz.sh

soak: ## review after review with random faults, SOAK_MINUTES=25; prints memory and descriptors
	$(packages) $(TEST_PACKAGES)
	@Scripts/quietly.sh "build of the tests" swift build --build-tests
	@SOAK_MINUTES=$${SOAK_MINUTES:-25} swift test --skip-build --no-parallel --filter SoakTests

tsan: ## run all tests under the thread sanitizer
	$(packages) $(TEST_PACKAGES)
	@Scripts/sanitize.sh thread

asan: ## run all tests under the address sanitizer
	$(packages) $(TEST_PACKAGES)
	@Scripts/sanitize.sh address

screenshots: build ## render Screenshots/ from its recordings
	$(packages) $(PICTURE_PACKAGES)
	@Scripts/screenshots.sh $(BINARIES)/conclave

bench: build ## time a review beside semgrep, the engine under load beside xargs, and OpenCode: OPENCODE=PATH
	$(packages) $(BENCH_PACKAGES)
	@Scripts/bench.sh $(BINARIES)/conclave

install: $(BINARIES)/conclave ## install below PREFIX (default /usr/local), DESTDIR in front
	@install -s -Dm755 $(BINARIES)/conclave $(INSTALLED)/bin/conclave
	@install -s -Dm755 $(BINARIES)/agent-shim $(INSTALLED)/libexec/conclave/agent-shim
	@set -- bash zsh fish; for file in $(COMPLETIONS); do \
	  install -d "$(INSTALLED)/$$(dirname $$file)"; \
	  $(BINARIES)/conclave completions $$1 > $(INSTALLED)/$$file; shift; done
	@install -d $(INSTALLED)/share/conclave
	@cp -R Examples/. $(INSTALLED)/share/conclave/
	@echo "installed below $(INSTALLED)"

uninstall: ## remove what install put below PREFIX
	@rm -f $(INSTALLED)/bin/conclave $(addprefix $(INSTALLED)/,$(COMPLETIONS))
	@rm -rf $(INSTALLED)/libexec/conclave $(INSTALLED)/share/conclave
	@echo "removed from $(INSTALLED)"

# For "sudo make install" after "make build": root need not have Swift.
$(BINARIES)/conclave:
	@$(MAKE) build

format: ## format all Swift sources in place
	@swift format -i -r $(SOURCES)

lint: ## check the format of all Swift sources
	@swift format lint --strict -r $(SOURCES)

packages: ## install the missing system packages for build and tests (Debian)
	$(packages) $(TEST_PACKAGES)

clean: ## remove everything that was built
	@rm -rf .build .build-address .build-thread

help: ## list these
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14
