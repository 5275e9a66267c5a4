# Nhà Rông. `make run` and `make test` need nothing but Swift 6, gcc and Python on Debian; they install the rest.
# `make help` lists what stands behind "##".

CONFIG ?= config/gateway.yaml
FILE ?=
# Arguments for a single run of the Swift tests, such as --filter WordTests.
TESTS ?=
STORM ?=
MODULES ?=
WRITE ?=
# Seconds of each door of the fuzzer, the doors, and how many at the same time.
FUZZ_SECONDS ?= 600
DOORS ?= all
FUZZ_JOBS ?= 2
FUZZ ?=

BUILD_PACKAGES := libsqlite3-dev libssl-dev pkg-config
# What the tests are built with, so that the store is tried on both of its engines; the released programs are not.
TRAITS := --traits PostgreSQL
TEST_PACKAGES := age kannel kannel-extras openssl strace chromium libpq-dev postgresql $(shell python3 -m pip --version >/dev/null 2>&1 || echo python3-pip)
# The providers' own libraries sign and verify in the acceptance tests, and a browser opens the console; they stay out of the
# system's Python.
PYTHON_LIBRARIES := $(CURDIR)/.build-python
# promtool checks the alert rules and what Prometheus is shown, and a server on loopback answers the dashboard; installed, the
# package's service would listen to everybody, so both programs are taken out of it.
PROMTOOL_FOLDER := $(CURDIR)/.build-prometheus
PYTHON_PACKAGES := twilio==9.13.0 standardwebhooks==1.1.0 playwright==1.65.2 axe-playwright-python==0.1.8 html5lib==1.1
# Tests that wait for servers and disks run by themselves: the pure ones keep both cores busy for minutes, and would starve them.
SERVER_TESTS := ^(GatewayTests|StorageTests)[.]
# Of these, the ones that load the shipped content and keep a core busy with it.
CONTENT_TESTS := ^GatewayTests[.](ContentCheckTests|SettingsTests|CommuneDeskTests|CommuneFolderTests|LiveContentTests)
# Of these, the ones that hold deadlines of a fifth of a second: whatever runs beside them makes them late.
DEADLINE_TESTS := ^GatewayTests[.](IntakeTests|WebhookConnectionTests)
# How many tests run at once: with all of them at once each waits for minutes, beyond what it allows itself, and thousands of files
# are open.
AT_ONCE := --experimental-maximum-parallelization-width 16
BENCH_PACKAGES := wrk $(shell python3 -m pip --version >/dev/null 2>&1 || echo python3-pip)
# What the bot that the gateway is compared with is made of.
BENCH_LIBRARIES := $(CURDIR)/.build-python-bench
BENCH_PYTHON_PACKAGES := flask==3.1.3 gunicorn==27.0.1 requests==2.34.2
# Seconds of each run, rounds, connections, and the conversations of the databases in the second part (none with SIZES=).
SECONDS ?= 10
ROUNDS ?= 3
CONNECTIONS ?= 256
SIZES ?= 20000,200000,2000000
# The same of `make bench-stores`.
STORE_SIZES ?= 20000,2000000
OFFICES ?= 100000,1000000
OFFICES_KEPT ?=
RELEASE := .build/release
# Swift's runtime goes into the program, so that an installation is one file. Its tables are closed to writing once it is
# linked, and no library is looked for beside it, where somebody could have put one.
RELEASE_BUILD := swift build -c release --static-swift-stdlib --disable-local-rpath \
	-Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now
DEBUG := .build/debug
# What `--version` says beside the version.
COMMIT_HEADER := Sources/CBuildCommit/commit.generated.h
# The pages of the manual, for `man -M share/man gateway`.
MANUAL := share/man/man1

.PHONY: run chat check build release test unit-test acceptance-test storm year failover patroni-try backup-try scenarios evaluate check-binary \
	package fuzz loops bench profile bench-stores bench-console nation officers-day pictures bench-match bench-packages man versions pin lint format clean commit \
	packages test-packages help

## Install what is missing, build, and run the gateway on 127.0.0.1:8080 with the sample commune.
# Data goes under var/.
run: release
	@echo ""
	@echo "  Gateway: http://127.0.0.1:8080, data in var/, sample commune. Ctrl-C ends it."
	@echo "  Text it from another terminal:   make chat"
	@echo "  One message:                     $(RELEASE)/simulator say \"lam gks cho be can giay to j\""
	@echo "  What waits for staff:            $(RELEASE)/gateway escalations list"
	@echo "  Answer it in a browser, by the address below; it signs a sample officer in once:"
	@$(RELEASE)/gateway officers sample --config $(CONFIG) || true
	@echo ""
	@exec $(RELEASE)/gateway serve --config $(CONFIG)

## Play a villager at the keyboard, against the running gateway.
chat:
	@test -x $(RELEASE)/simulator || $(MAKE) release
	@exec $(RELEASE)/simulator chat --config $(CONFIG)

## Check the configuration (CONFIG=FILE): is it right, do the examples pass, does every answer fit?
check: release
	@$(RELEASE)/gateway check --config $(CONFIG)

## Build the released programs, .build/release/gateway and .build/release/simulator.
# They are stripped; their symbols, for reading a crash, lie beside them as *.debug.
release: packages commit
	$(RELEASE_BUILD) --product gateway
	$(RELEASE_BUILD) --product simulator
	$(call stripped,gateway)
	$(call stripped,simulator)

## Build the Debian package, var/nha-rong.deb.
package: release
	@mkdir -p var
	sh deploy/debian/package.sh $(RELEASE)/gateway $(RELEASE)/simulator var/nha-rong.deb

## Check that the released programs have full RELRO, no library path of their own, and no symbols.
check-binary: release
	python3 Tests/Acceptance/binary.py $(RELEASE)/gateway $(RELEASE)/simulator

## Build for debugging; with TRAITS= nothing of PostgreSQL is needed.
build: packages commit
	$(if $(TRAITS),$(call install,libpq-dev))
	swift build $(TRAITS)

## Test everything: format, unit tests, content, scenarios, and real peers.
test: packages commit test-packages lint
	swift build --build-tests $(TRAITS) --explicit-target-dependency-import-check error
	swift test --skip-build $(TRAITS) --no-parallel --filter "$(DEADLINE_TESTS)"
	swift test --skip-build $(TRAITS) $(AT_ONCE) --filter "$(SERVER_TESTS)" --skip "$(CONTENT_TESTS)" --skip "$(DEADLINE_TESTS)"
	swift test --skip-build $(TRAITS) $(AT_ONCE) --filter "$(CONTENT_TESTS)"
	swift test --skip-build $(TRAITS) $(AT_ONCE) --skip "$(SERVER_TESTS)"
	$(DEBUG)/gateway check --config $(CONFIG)
	$(MAKE) --no-print-directory scenarios
	$(MAKE) --no-print-directory acceptance-test

## Run the Swift tests, or some of them: TESTS="--filter WordTests".
unit-test: packages commit
	$(if $(TRAITS),$(call install,libpq-dev postgresql openssl))
	swift test $(TRAITS) $(AT_ONCE) $(TESTS)

## Play the written conversations of Tests/Scenarios.
scenarios: build
	$(DEBUG)/simulator run --config $(CONFIG) $(sort $(wildcard Tests/Scenarios/*.yaml))

## Measure how well labelled messages (FILE=F, with the columns text and label) are understood; writes docs/accuracy.md.
evaluate: build
	$(DEBUG)/simulator evaluate --config $(CONFIG) --noises --write docs/accuracy.md $(or $(FILE),Tests/Evaluation/own.tsv)

## Run the acceptance tests against Debian's Kannel, the providers' libraries and Chromium; `make test-packages` comes first.
# Two modules at a time, the heavy ones alone; MODULES="test_zalo test_kannel" runs some.
# CONSOLE_SCREENSHOTS=FOLDER keeps a picture of each page of the console.
# REQUIRE_TRACE=1 lets the proof of durability fail where the system allows no tracing, instead of being left out.
acceptance-test: build
	GATEWAY=$(DEBUG)/gateway SIMULATOR=$(DEBUG)/simulator \
		PYTHONPATH=$(PYTHON_LIBRARIES) python3 Tests/Acceptance/side_by_side.py $(MODULES)

## Let two officers answer in a browser while villagers text: MINUTES=10 RATE=50; recorded in docs/console.md.
officers-day: build
	GATEWAY=$(DEBUG)/gateway SIMULATOR=$(DEBUG)/simulator PYTHONPATH=$(PYTHON_LIBRARIES) \
		MINUTES=$(or $(MINUTES),10) RATE=$(or $(RATE),50) python3 Tests/Acceptance/officers_day.py

## Take the README's pictures of the console anew.
pictures: build
	GATEWAY=$(DEBUG)/gateway SIMULATOR=$(DEBUG)/simulator PYTHONPATH=$(PYTHON_LIBRARIES) \
		python3 Tests/Acceptance/readme_pictures.py

## Play a storm of 10,000 villagers against the gateway, and check that nothing was lost.
# Each sends three messages within ten minutes, while webhooks of the last hour come again; recorded in
# docs/reliability.md. STORM takes more options, such as --seed 7.
storm: release
	$(RELEASE)/simulator storm --gateway $(RELEASE)/gateway --config $(CONFIG) --villagers 10000 --messages 3 \
		--rate 50 --replays 50 --p99 2000 --memory 300 $(STORM)

## Play a commune's year with its troubles, on a disk of its own that is full for some hours; takes 5 to 10 minutes.
# It needs root, for the disk; without, `simulator year` plays all but the full disk. Recorded in docs/reliability.md.
year: build
	@folder=$$(mktemp -d) && unshare -m sh -c "mount -t tmpfs -o size=2g none $$folder && \
		$(DEBUG)/simulator year --config $(CONFIG) --folder $$folder"; status=$$?; rmdir $$folder; exit $$status

## Compare the packages that the build took with deploy/versions.txt; WRITE=1 writes the list anew.
versions:
	@python3 deploy/versions.py $(if $(WRITE),write,check)

## Let the next build take the packages of deploy/versions.txt and no newer ones.
pin:
	@python3 deploy/versions.py pin

## Kill, cut off and freeze three PostgreSQL servers and two gateways under a storm, and check that nothing was lost.
# It needs root, for network namespaces; elsewhere it says why it is left out. FAULTS=5 for a quick look, SEED=7 for other
# choices; recorded in docs/scale.md.
failover: packages commit
	$(call install,libpq-dev postgresql iproute2)
	swift build $(TRAITS) --product gateway
	GATEWAY=$(DEBUG)/gateway ROUNDS=$(or $(FAULTS),50) SEED=$(or $(SEED),1) python3 Tests/Failover/failover.py

## Run the samples of deploy/ha: Patroni, etcd and haproxy, in network namespaces, while machines die.
# It needs root. What it needs of Debian is installed without starting it: FAULTS="primary_killed gateway_killed" ROUNDS=1 for a
# quick look; recorded in docs/scale.md.
patroni-try: packages commit
	$(call install_quietly,libpq-dev postgresql iproute2 patroni python3-etcd etcd-server etcd-client haproxy openssl curl)
	swift build $(TRAITS) --product gateway
	GATEWAY=$(DEBUG)/gateway FAULTS="$(FAULTS)" ROUNDS=$(or $(ROUNDS),3) SEED=$(or $(SEED),1) python3 Tests/Failover/patroni_try.py

## Copy a server with pgBackRest by the sample of deploy/ha, lose it, and bring it back; as root.
backup-try: packages commit
	$(call install_quietly,libpq-dev postgresql pgbackrest)
	swift build $(TRAITS) --product gateway
	GATEWAY=$(DEBUG)/gateway python3 Tests/Failover/backup_try.py

## Look for inputs that harm (docs/fuzzing.md): DOORS=all FUZZ_SECONDS=600 FUZZ_JOBS=2.
# It changes real bodies, texts and conversations; each find becomes a file under Tests/FuzzCorpus/finds. FUZZ takes more
# options, such as --seed 7.
fuzz: packages
	$(RELEASE_BUILD) --product FuzzCommand
	$(RELEASE)/FuzzCommand run --config $(CONFIG) --doors $(DOORS) --seconds $(FUZZ_SECONDS) --jobs $(FUZZ_JOBS) $(FUZZ)

## Count what the gateway sends in an hour to machines that answer it.
loops: packages
	$(RELEASE_BUILD) --product FuzzCommand
	$(RELEASE)/FuzzCommand loops --config $(CONFIG)

## Measure how fast texts are understood, with the shipped wordings and ten times as many.
bench-match: packages
	$(RELEASE_BUILD) --product MatchingBenchmark
	$(RELEASE)/MatchingBenchmark --write docs/matching-speed.md $(or $(FILE),Tests/Evaluation/own.tsv)

## Measure speed beside a bare handler and a small bot; writes docs/performance.md. Shorter: SECONDS=5 SIZES=
bench: packages commit bench-packages
	$(RELEASE_BUILD) --product gateway
	$(RELEASE_BUILD) --product BenchmarkCommand
	python3 Tests/Benchmarks/bench.py --seconds $(SECONDS) --rounds $(ROUNDS) --connections $(CONNECTIONS) \
		--sizes "$(SIZES)" --write docs/performance.md

## See which code spends the processor time of a message, and the memory, with perf and heaptrack; writes docs/profile.md.
profile: packages commit bench-packages
	$(call install,linux-perf heaptrack)
	$(RELEASE_BUILD) --product gateway
	$(RELEASE_BUILD) --product BenchmarkCommand
	python3 Tests/Benchmarks/profile.py --seconds $(SECONDS) --rounds $(ROUNDS) --connections $(CONNECTIONS) --write docs/profile.md

## Measure SQLite, PostgreSQL and PostgreSQL with a standby side by side, with one gateway and two; writes docs/scale.md.
# Shorter: SECONDS=5 ROUNDS=1 STORE_SIZES=. The programs are built with the trait, beside those of `make release`.
bench-stores: packages commit
	$(call install,libpq-dev postgresql wrk)
	swift build -c release $(TRAITS) --scratch-path .build-stores --product gateway
	swift build -c release $(TRAITS) --scratch-path .build-stores --product BenchmarkCommand
	BINARIES=.build-stores/release python3 Tests/Benchmarks/stores.py --seconds $(SECONDS) --rounds $(ROUNDS) \
		--connections $(CONNECTIONS) --sizes "$(STORE_SIZES)" --write docs

## Reckon the nation's load, machines and delays by docs/nation.toml; writes docs/scale.md.
nation:
	python3 Tests/Benchmarks/nation.py

## Measure the console's pages in large offices: OFFICES=100000,1000000 conversations; recorded in docs/console.md.
# OFFICES_KEPT=FOLDER keeps the filled databases, and uses those that stand there.
bench-console: packages commit
	$(RELEASE_BUILD) --product gateway
	$(RELEASE_BUILD) --product BenchmarkCommand
	python3 Tests/Benchmarks/console_pages.py --sizes $(OFFICES) \
		$(if $(OFFICES_KEPT),--kept $(OFFICES_KEPT))

## Write the manuals of both programs to share/man; read them with `man -M share/man gateway`.
# By the argument parser's own command. Its plug-in would build and describe every program, and can wait for ever for one.
man: build
	swift build $(TRAITS) --product generate-manual
	@mkdir -p $(MANUAL)
	@for program in gateway simulator; do \
		$(DEBUG)/generate-manual $(DEBUG)/$$program --output-directory $(MANUAL) || exit 1; \
	done
	@ls $(MANUAL)/*

## Check the format of the Swift files.
lint:
	swift format lint --strict --recursive Sources Tests Package.swift

## Format the Swift files.
format:
	swift format --in-place --recursive Sources Tests Package.swift

## Remove everything that was built or stored, the databases and keys under var/ and keys/ too.
clean:
	rm -rf .build .build-stores .build-python .build-python-bench .build-prometheus share var keys $(COMMIT_HEADER)

## List the targets.
help:
	@awk '/^## / { line = substr($$0, 4) } \
		/^[a-z-]+:/ { if (line != "") printf "%-16s %s\n", substr($$1, 1, length($$1) - 1), line; line = "" }' Makefile

# Writes the commit, where it is another than that of the last build. The touch lets a build see a header that is new.
commit:
	@line="#define BUILD_COMMIT \"$$(test -e .git && git describe --always --dirty --exclude '*' 2>/dev/null || echo unknown)\""; \
	test "$$(cat $(COMMIT_HEADER) 2>/dev/null)" = "$$line" || \
		{ echo "$$line" > $(COMMIT_HEADER); touch Sources/CBuildCommit/build_commit.c; }

# $(call stripped,PROGRAM): moves the symbols of a program into a file beside it, unless that is done already.
define stripped
	@if readelf -SW $(RELEASE)/$(1) | grep -q ' \.symtab '; then \
		objcopy --only-keep-debug $(RELEASE)/$(1) $(RELEASE)/$(1).debug && \
		strip --strip-all $(RELEASE)/$(1) && \
		cd $(RELEASE) && objcopy --add-gnu-debuglink=$(1).debug $(1); \
	fi
endef

# $(call install,PACKAGES): installs what is missing, or names the command for whoever may not.
define install
	@missing=""; for package in $(1); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; \
	done; \
	test -z "$$missing" && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=""; elif command -v sudo >/dev/null; then sudo="sudo"; else \
		echo "Missing packages. As root, run: apt-get install$$missing" >&2; exit 1; \
	fi; \
	$$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q $$missing
endef

# $(call install_quietly,PACKAGES): the same, and none of their services is started.
define install_quietly
	@missing=""; for package in $(1); do \
		dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; \
	done; \
	test -z "$$missing" && exit 0; \
	test "$$(id -u)" = 0 || { echo "Missing packages. As root, run: apt-get install$$missing" >&2; exit 1; }; \
	policy=/usr/sbin/policy-rc.d; test -e $$policy || { made=1; printf '#!/bin/sh\nexit 101\n' > $$policy; chmod 755 $$policy; }; \
	apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $$missing; status=$$?; \
	test -z "$$made" || rm $$policy; exit $$status
endef

packages:
	$(call install,$(BUILD_PACKAGES))

test-packages:
	$(call install,$(TEST_PACKAGES))
	@test "$$(cat $(PYTHON_LIBRARIES)/versions 2>/dev/null)" = "$(PYTHON_PACKAGES)" || { \
		rm -rf $(PYTHON_LIBRARIES) && \
		python3 -m pip install --quiet --target $(PYTHON_LIBRARIES) $(PYTHON_PACKAGES) && \
		echo "$(PYTHON_PACKAGES)" > $(PYTHON_LIBRARIES)/versions; }
	@command -v prometheus >/dev/null || test -x $(PROMTOOL_FOLDER)/usr/bin/prometheus || { \
		rm -rf $(PROMTOOL_FOLDER) && mkdir $(PROMTOOL_FOLDER) && cd $(PROMTOOL_FOLDER) && \
		apt-get download -q prometheus && dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool ./usr/bin/prometheus && \
		rm prometheus_*.deb; }

bench-packages:
	$(call install,$(BENCH_PACKAGES))
	@test "$$(cat $(BENCH_LIBRARIES)/versions 2>/dev/null)" = "$(BENCH_PYTHON_PACKAGES)" || { \
		rm -rf $(BENCH_LIBRARIES) && \
		python3 -m pip install --quiet --target $(BENCH_LIBRARIES) $(BENCH_PYTHON_PACKAGES) && \
		echo "$(BENCH_PYTHON_PACKAGES)" > $(BENCH_LIBRARIES)/versions; }
