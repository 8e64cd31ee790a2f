# RtDeep: set-up, build, demonstration and tests. `make` alone lists what there is to make.
#
# What is slow leaves a stamp in .make/ and is done again only when something it depends on is newer.
# RTDEEP_MARCH chooses the processor to build for: empty (x86-64-v3 where this machine has it), `baseline`, `native`,
# or any name the compiler knows.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Whatever -j says: two builds in one folder only get in each other's way. `builds` has what may run side by side.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# The Swift package manager would take a foreign C compiler from these.
unexport CC CXX

# MARK: What to build for

v3_features := avx avx2 bmi1 bmi2 f16c fma abm movbe
cpu_features := $(shell grep -m1 '^flags' /proc/cpuinfo 2>/dev/null)
has_v3 := $(if $(filter-out $(cpu_features),$(v3_features)),,yes)

ifeq ($(RTDEEP_MARCH),)
march := $(if $(and $(filter x86_64,$(shell uname -m)),$(has_v3)),x86-64-v3)
else
march := $(filter-out baseline,$(RTDEEP_MARCH))
endif

common_flags := -Xcc -fno-math-errno
swift_flags := $(common_flags) $(if $(march),-Xcc -march=$(march))
swift_build := swift build $(swift_flags)

# MARK: What it is built from

# Folders too: they are newer when a file has gone. Pages are not compiled.
sources := Package.swift $(shell find Sources -name '*.docc' -prune -o -print)
# These are Python, and their folders change when they run.
tests := $(shell find Tests \( -path Tests/cli -o -path Tests/c-interface -o -path Tests/cost -o -path Tests/documentation \
  -o -path Tests/report -o -path Tests/wheel \) -prune -o -print)
# Pages, and what makes a site of them.
documents := CONTRIBUTING.md CHANGELOG.md Benchmarks/README.md \
  $(shell find Documentation Sources/*/*.docc -type f -not -name '*.pyc')
compiler := $(realpath $(shell command -v swift))
program := $(CURDIR)/.build/release/rtdeep
python := $(CURDIR)/.venv/bin/python
# The peers that speed is measured beside are large, and theirs are other versions.
bench_python := $(CURDIR)/.build/venv-bench/bin/python

# What machines without Swift are given: the library for other languages and the program, the Swift runtime in both.
# Small: nothing to be seen from outside but what the header declares, equal functions once, none of Swift's regular
# expressions, tasks and names of characters, which nothing uses.
library := $(CURDIR)/.build/librtdeep.so
standalone := $(CURDIR)/.build/rtdeep
static := $(CURDIR)/.build/static
static_build := $(swift_build) -c release --scratch-path $(static) -Xswiftc -static-stdlib -Xlinker --gc-sections \
  -Xlinker --icf=safe -Xlinker --version-script=$(CURDIR)/.ci/exports.map \
  -Xlinker --wrap=_swift_stdlib_getScalarName \
  -Xswiftc -Xfrontend -Xswiftc -function-sections \
  -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import \
  -Xswiftc -Xfrontend -Xswiftc -disable-implicit-concurrency-module-import
library_flags := -Xlinker -soname -Xlinker librtdeep.so
# Tables for exceptions of C++, which nothing in the program throws; the library is in the company of others who may.
program_flags := -Xlinker --no-eh-frame-hdr

# Builds that must agree bit by bit with the release build, without its flags: one for debugging, and that of somebody
# who knows none.
same_bits := $(shell grep -o -m1 '"same-bits"' Package.swift)
debug_bits := $(CURDIR)/.build/debug-bits
baseline_bits := $(CURDIR)/.build/baseline

# Steps whose instructions, calls and time are measured.
fixed_runs := $(CURDIR)/.build/release/fixed-runs
plain_runs := $(baseline_bits)/release/fixed-runs

# Builds that watch the program while it runs; each has its own folder.
fuzzing := $(CURDIR)/.build/fuzzing
thread := $(CURDIR)/.build/thread
address := $(CURDIR)/.build/address
fuzzed := Fuzzing/Package.swift $(shell find Fuzzing/Sources Tests/_ReaderChecks)
libfuzzer := $(dir $(firstword $(wildcard \
  $(dir $(compiler))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a)))
places := edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
# The linker of the toolchain: the system's older ones warn of every symbol of the sanitizers.
watched := -Xswiftc -use-ld=lld
# Swift's own crash reports would hang under a sanitizer.
watching := SWIFT_BACKTRACE=enable=no

# $(call unless_there,FILE): forces a rule whose stamp has outlived what it stands for.
unless_there = $(if $(wildcard $(1)),,FORCE)

export RTDEEP_FLAGS := $(swift_flags)
export RTDEEP_FIXED_RUNS := $(fixed_runs)
export RTDEEP_FIXED_RUNS_PLAIN := $(plain_runs)
export RTDEEP := $(program)
export RTDEEP_LIBRARY := $(library)
export RTDEEP_PYTHON := $(python)
export PYTHONPATH := $(CURDIR)/python
ifneq ($(same_bits),)
export RTDEEP_SAME_BITS_RELEASE := $(CURDIR)/.build/release/same-bits
export RTDEEP_SAME_BITS_DEBUG := $(debug_bits)/debug/same-bits
endif

# MARK: Targets

.PHONY: help demo test test-program test-python test-all build library standalone wheel bench fuzz sanitize format lint docs reference clean packages \
  builds valgrind instructions FORCE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .make/program .make/venv ## run the demonstration and draw its page (runs/demo-...)
	@$(program) demo --output runs/demo-$$(date +%Y%m%d-%H%M%S)

test: builds valgrind ## lint, build and test
	swift test -c release --skip-build $(swift_flags)
	@# One processor each; what the first prints is shown when both are done.
	@$(MAKE) test-program > .make/test-program.txt 2>&1 & program=$$!; \
	  $(MAKE) test-python && python=0 || python=$$?; \
	  wait $$program && program=0 || program=$$?; \
	  cat .make/test-program.txt; exit $$((python + program))

test-program: # the program, the library, and what steps cost
	$(python) -m pytest -q Tests/cli
	$(python) -m pytest -q Tests/c-interface
	$(python) -m pytest -q -rs Tests/documentation
	$(python) -m pytest -q -rs Tests/cost --ignore Tests/cost/test_plain_build.py

test-python: # the Python package
	$(python) -m pytest -q python

test-all: test sanitize .make/fuzzers .make/baseline .make/plain .make/standalone ## test, and what takes longer: theory, sanitizers, wheel, kills, hostile inputs
	RTDEEP_LONG_TESTS=1 swift test -c release --skip-build $(swift_flags) \
	  --filter 'RuleDriftTests|FixedPointTests|PhaselessThresholdTests|DelayMatchingGainTests'
	RTDEEP_SAME_BITS_BASELINE=$(baseline_bits)/release/same-bits \
	  swift test -c release --skip-build $(swift_flags) --filter SameBitsTests
	swift build -c debug $(swift_flags)
	$(python) -m pytest -q -rsP Tests/cost/test_plain_build.py
	$(python) Tests/cli/killing.py 200
	$(python) -m pytest -q Tests/wheel
	RTDEEP_HOSTILE_CALLS=1000000 $(python) -m pytest -q Tests/c-interface/test_hostile.py
	RTDEEP_HOSTILE_CALLS=200000 $(python) -m pytest -q python/tests/test_hostile_calls.py
	RTDEEP_LONG_TESTS=1 $(python) -m pytest -q python/tests -k 'microcircuit or notebook'
	RTDEEP_LONG_TESTS=1 RTDEEP_SWIFT_FLAGS='$(swift_flags)' $(python) -m pytest -q Tests/documentation
	@# Where there can be no Slurm, its tests are skipped.
	.ci/packages slurm || true
	RTDEEP_STANDALONE=$(standalone) $(python) -m pytest -q -rs Tests/slurm
	@# Where there can be no Chromium, reports are not looked at.
	.ci/packages browser || true
	$(python) -m pip install --quiet --disable-pip-version-check --requirement Tests/report/requirements.txt
	$(python) -m pytest -q -rs Tests/report
	Fuzzing/fuzz run 50000

build: .make/program ## build the program (.build/release/rtdeep)

library: .make/library ## build the library for other languages (.build/librtdeep.so)

standalone: .make/standalone ## build the program for machines without Swift (.build/rtdeep)

wheel: .make/venv ## build the Python package with the program in it (dist/rtdeep-....whl)
	$(python) -m pip wheel --disable-pip-version-check --no-deps --wheel-dir dist .

bench: packages .make/program .make/library .make/venv .make/venv-bench ## measure speed beside peers (WORK=5-20-10-5: one work, QUICK=1: less often)
	@# The peers in C and C++.
	@command -v g++ >/dev/null || .ci/packages fuzz
	$(if $(WORK)$(QUICK),,cd Benchmarks && \
	  swift run -c release --scratch-path $(CURDIR)/.build/benchmarks $(swift_flags))
	$(if $(WORK)$(QUICK),,$(python) Benchmarks/records.py)
	$(if $(WORK)$(QUICK),,$(python) Benchmarks/mnist_size.py)
	@$(bench_python) Benchmarks/table.py $(WORK:%=--work %) $(if $(QUICK),--quick)

fuzz: .make/fuzzers ## feed every reader with RTDEEP_FUZZ_RUNS (1000000) hostile inputs
	Fuzzing/fuzz run $(or $(RTDEEP_FUZZ_RUNS),1000000)

sanitize: .make/thread .make/address ## run what has threads under the thread sanitizer, readers under the address one
	@# A build that watches nothing would pass too.
	@TSAN_OPTIONS=help=1 $(thread)/release/rtdeep --version 2>&1 | grep 'flags for ThreadSanitizer' >/dev/null
	rm -rf $(thread)/runs
	@# Whole runs: of shorter ones each is over before the next thread has begun, and no race can show.
	for threads in 2 4; do $(watching) TSAN_OPTIONS=halt_on_error=1 $(thread)/release/rtdeep run seed --seeds 1..6 \
	  --threads $$threads --output $(thread)/runs/$$threads --quiet >/dev/null; done
	$(watching) TSAN_OPTIONS=halt_on_error=1 \
	  swift test -c release --skip-build --sanitize thread --scratch-path $(thread) $(swift_flags) $(watched) \
	  --filter 'ConcurrentRunTests|ThreadsTests|EnsembleSimulationTests'
	$(watching) LSAN_OPTIONS=suppressions=$(CURDIR)/.ci/leaks-of-others \
	  swift test -c release --skip-build --sanitize address --scratch-path $(address) $(swift_flags) $(watched) \
	  --filter 'StorageTests|ExperimentsTests.(Configuration|ConcurrentRun|FuzzedReader)Tests'

instructions: .make/fixed-runs valgrind ## record what steps cost now (Tests/cost/recorded.txt)
	@python3 Tests/cost/recorded.py

format: ## format the Swift sources in place
	swift format --in-place --parallel --recursive Sources Tests Package.swift Fuzzing

lint: .make/lint-python ## check the format of the Swift sources, and the types and habits of the Python ones
	swift format lint --strict --parallel --recursive Sources Tests Package.swift Fuzzing

docs: .make/docs ## build the documentation's site (.build/docs/index.html)

reference: .make/program ## write the page of all keys of a configuration anew
	@python3 Tests/cli/reference.py

clean: ## remove everything that was made, runs too; Debian packages stay
	rm -rf .build .venv .make runs dist Benchmarks/.build Fuzzing/Findings .pytest_cache .mypy_cache .ruff_cache
	find python Tests -name __pycache__ -prune -exec rm -rf {} +

# MARK: Set-up

# Always checked, for this folder may have moved to another machine since.
packages:
	@.ci/packages

# Where it cannot be had, the tests that need it are skipped.
valgrind: packages
	@command -v valgrind >/dev/null || .ci/packages count || true

.make:
	@mkdir -p $@

.make/venv: python/requirements.txt $(call unless_there,.venv/bin/python) | packages .make
	@echo "installing the Python packages that figures and tests need into .venv: about a minute"
	@rm -rf .venv
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
	@touch $@

.make/venv-bench: Benchmarks/requirements.txt $(call unless_there,$(bench_python)) | packages .make
	rm -rf .build/venv-bench
	python3 -m venv .build/venv-bench
	$(bench_python) -m pip install --quiet --disable-pip-version-check --requirement Benchmarks/requirements.txt
	@touch $@

.make/lint-python: $(shell find python notebooks Benchmarks Documentation Tests -name '*.py' -o -name '*.ipynb') \
  pyproject.toml .make/venv
	$(python) -m ruff check --quiet python notebooks Benchmarks Documentation Tests
	$(python) -m mypy
	@touch $@

# MARK: Builds

# Written only when the flags are others than last time, so that it is as old as they are.
.make/flags: FORCE | .make
	@echo '$(swift_flags)' | cmp --quiet - $@ || echo '$(swift_flags)' > $@

.make/program: $(sources) $(compiler) .make/flags $(call unless_there,$(program)) | packages
	@echo "building rtdeep: some minutes the first time"
	$(swift_build) -c release --product rtdeep
	@touch $@

.make/library: $(sources) .ci/exports.map $(compiler) .make/flags $(call unless_there,$(library)) | packages
	$(static_build) $(library_flags) --product rtdeepc
	strip -o $(library) $(static)/release/librtdeepc.so
	@touch $@

.make/standalone: $(sources) .ci/exports.map $(compiler) .make/flags $(call unless_there,$(standalone)) | packages
	$(static_build) $(program_flags) --product rtdeep
	strip --remove-section=.eh_frame -o $(standalone) $(static)/release/rtdeep
	@touch $@

# Two processors: what is tested keeps one of them busy for most of the time, all else that is needed the other one.
builds: packages .make/flags
	@$(MAKE) .make/tests & tests=$$!; \
	  $(MAKE) .make/lint .make/venv .make/lint-python .make/library $(if $(same_bits),.make/debug-bits); wait $$tests

.make/tests: $(sources) $(tests) $(compiler) .make/flags $(call unless_there,$(program)) | packages
	$(swift_build) -c release --build-tests
	@touch $@ .make/program

.make/docs: $(documents) .make/program .make/python-reference $(call unless_there,$(CURDIR)/.build/docs/index.html)
	@rm -f $@
	$(python) Documentation/site/build.py .build/docs --python .build/python-reference
	@touch $@

.make/python-reference: $(shell find python/rtdeep python/reference -name '*.py' -o -name '*.jinja2') .make/venv .make/library
	$(python) python/reference/build.py .build/python-reference
	@touch $@

.make/debug-bits: $(sources) $(wildcard Tests/same-bits/*.swift) $(compiler) $(call unless_there,$(debug_bits)/debug/same-bits) | packages .make
	swift build -c debug --scratch-path $(debug_bits) --product same-bits
	@touch $@

.make/baseline: $(sources) $(wildcard Tests/same-bits/*.swift) $(compiler) $(call unless_there,$(baseline_bits)/release/same-bits) | packages .make
	swift build -c release --scratch-path $(baseline_bits) --product same-bits
	@touch $@

.make/fixed-runs: $(sources) $(tests) $(compiler) .make/flags $(call unless_there,$(fixed_runs)) | packages
	$(swift_build) -c release --product fixed-runs
	@touch $@

.make/plain: $(sources) $(tests) $(compiler) $(call unless_there,$(plain_runs)) | packages .make
	swift build -c release --scratch-path $(baseline_bits) --product fixed-runs
	@touch $@

.make/thread: $(sources) $(tests) $(compiler) .make/flags $(call unless_there,$(thread)/release/rtdeep) | packages
	swift build -c release --sanitize thread --scratch-path $(thread) $(swift_flags) $(watched) --build-tests
	@touch $@

.make/address: $(sources) $(tests) $(compiler) .make/flags $(call unless_there,$(address)/release/rtdeep) | packages
	swift build -c release --sanitize address --scratch-path $(address) $(swift_flags) $(watched) --build-tests
	@touch $@

.make/fuzzers: $(sources) $(fuzzed) $(compiler) .make/flags $(call unless_there,$(fuzzing)/release/fuzz-grammar) | .make
	@.ci/packages fuzz
	@[ -n '$(libfuzzer)' ] || { echo "fuzzing needs libFuzzer, which this Swift toolchain lacks" >&2; exit 2; }
	cd Fuzzing && swift build -c release --sanitize address --scratch-path $(fuzzing) $(swift_flags) $(watched) \
	  -Xlinker -L$(libfuzzer) -Xswiftc -sanitize-coverage=$(places) -Xcc -fsanitize-coverage=$(places)
	@touch $@

.make/lint: $(sources) $(tests) $(fuzzed) .swift-format $(compiler) | packages .make
	swift format lint --strict --parallel --recursive Sources Tests Package.swift Fuzzing
	@touch $@
