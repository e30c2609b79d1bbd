# What a person who works on Agora runs. `make test` is what the build server runs.
SHELL := /bin/bash
GO ?= go
NEEDS := chromium fonts-noto-core fonts-noto-cjk postgresql poppler-utils zbar-tools glpk-utils

# Where verify keeps the programs of others and what they are to read.
VERIFY := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/agora-verify

# Where needs keeps the libraries of others that judge our certificates.
BADGES := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/agora-badges

# Where bench-peers keeps the platforms that Agora is compared with.
PEERS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/agora-peers

.PHONY: build build-nolive live-script test test-long chaos needs check bench bench-search bench-peers bench-flash bench-live bench-stream bench-academy fuzz race verify verify-papers verify-machines verify-programs demo generate

build: ## the program, ./agora
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o agora .

build-nolive: ## the same without live rooms, which are a third of its size and a quarter of the time of its first build
	CGO_ENABLED=0 $(GO) build -tags nolive -trimpath -ldflags "-s -w" -o agora .

# Most tests run without live rooms, and so does the program that some of them build: LiveKit takes a minute and a half to compile.
NOLIVE = GOFLAGS="$$($(GO) env GOFLAGS) -tags=nolive"

test: needs check ## everything that must hold before a change is taken
	AGORA_TEST_ALL=1 $(NOLIVE) $(GO) test -p 2 -timeout 20m ./...
	$(GO) test -p 2 -timeout 10m ./room/...
	$(GO) test -timeout 10m -run 'Live|Rooms' ./node ./e2e

needs: ## brings the programs that tests start, when it may
	@missing=; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	command -v zbarimg >/dev/null || missing="$$missing zbar-tools"; \
	command -v glpsol >/dev/null || missing="$$missing glpk-utils"; \
	for p in fonts-noto-core fonts-noto-cjk; do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
	elif [ -n "$$missing" ]; then \
		echo "tests need these Debian packages, or their like:$$missing"; exit 1; \
	fi
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "no Node.js 20 with npm: libraries of others judge no certificates"; exit 0; }; \
		mkdir -p $(BADGES) && cp certificate/testdata/verify/package*.json $(BADGES) && cd $(BADGES) && { cmp -s package-lock.json node_modules/.fetched || \
		{ npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.fetched; } || \
		echo "libraries of others could not be fetched from the package registry: they judge no certificates"; }

check: ## what needs no test to be seen
	$(NOLIVE) $(GO) vet ./...
	$(GO) vet . ./cli ./node ./room/...
	@bad=$$(gofmt -l . ); if [ -n "$$bad" ]; then echo "not formatted:"; echo "$$bad"; exit 1; fi
	@$(MAKE) -s generate; git diff --exit-code -I 'FileName: ' -- '*_templ.go' >/dev/null || \
	{ echo "generated pages are stale; make generate made them anew"; exit 1; }

generate: ## pages from their templates
	$(GO) tool -modfile=tools.mod templ generate -path web -log-level error

live-script: ## the browser's libraries of live rooms and of streams from npm, compressed; their hashes stand in web/ui/live_test.go
	@d=$$(mktemp -d) && trap "rm -rf $$d" EXIT && cd $$d && npm pack --silent livekit-client@2.23.0 hls.js@1.7.4 >/dev/null && \
		for p in livekit-client hls.js; do mkdir $$p && tar xzf $$p-*.tgz -C $$p; done && cd $(CURDIR) && \
		AGORA_LIVE_SCRIPT=$$d/livekit-client/package/dist/livekit-client.umd.js AGORA_STREAM_SCRIPT=$$d/hls.js/package/dist/hls.light.min.js $(GO) test -count=1 -run LiveScriptIs -v ./web/ui && $(GO) test -count=1 -run LiveScriptIs ./web/ui

test-long: ## a hundred thousand steps of random money
	$(GO) test -timeout 60m ./market/moneytest -steps 100000 -v

chaos: ## ROUNDS of purchases while something breaks, as SEED chooses; FAULT or ROUND plays only those
	nice $(GO) test -count=1 -timeout 0 -v ./e2e/chaos -seed $(or $(SEED),1) -rounds $(or $(ROUNDS),200) $(if $(FAULT),-fault $(FAULT)) $(if $(ROUND),-round $(ROUND))

bench: ## prints figures; nothing fails on them
	GOGC=400 $(GO) test -run '^$$' -bench . -benchmem ./bench/...

bench-search: ## the search of a market with a million products; takes minutes and 3 GB of disk
	AGORA_BENCH_PRODUCTS=1000000 nice $(GO) test -run '^$$' -bench 'BenchmarkSearch$$' -benchtime 1x -timeout 60m -v ./bench

bench-flash: ## 2,000 buyers at one moment for 100 units
	GOGC=400 $(GO) test -run '^$$' -bench FlashSale -benchtime 1x -timeout 20m ./node

bench-live: ## one live room with up to 400 viewers; VIEWERS="600 800" for others
	GOGC=400 AGORA_BENCH_VIEWERS="$(VIEWERS)" $(GO) test -run '^$$' -bench LiveRoom -benchtime 1x -timeout 30m -v ./room/livekit

bench-stream: ## how many the stream of a session carries
	GOGC=400 $(GO) test -run '^$$' -bench 'Stream$$' -benchtime 1x -timeout 10m -v ./bench

bench-academy: ## what learners and officers read beside 100,000 learners with 5 million steps; takes minutes
	GOGC=400 $(GO) test -tags nolive -run '^$$' -bench 'Academy$$' -benchtime 2s -timeout 30m -v ./academy

bench-peers: ## Agora beside two other open platforms, which it installs; takes twenty minutes and 1 GB of disk
	@command -v node >/dev/null && command -v npm >/dev/null || echo "bench-peers: Node.js 20 and npm are not installed; the other platforms are left out"
	@for p in vendure medusa; do mkdir -p $(PEERS)/$$p && cp bench/peers/$$p/* $(PEERS)/$$p && cd $(PEERS)/$$p && \
		{ cmp -s package-lock.json node_modules/.fetched || \
		{ npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.fetched; } || \
		echo "bench-peers: $$p could not be fetched from the package registry; it is left out"; }; cd $(CURDIR); done
	AGORA_PEERS=$(PEERS) AGORA_PEERS_JSON=$(PEERS)/report.json $(GO) test -run '^$$' -bench 'Peers$$' -benchtime 1x -timeout 90m -v ./bench/peers

fuzz: ## each parser for a minute, which making one input smaller must not take up
	@for p in $$(grep -rl --include='*_test.go' 'func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for f in $$(grep -hoE 'func Fuzz[A-Za-z0-9_]+' $$p/*_test.go | cut -d' ' -f2); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 60s -fuzzminimizetime 100x $$p || exit 1; done; done

race: ## the same tests with the race detector, which needs a C compiler
	AGORA_TEST_ALL=1 CGO_ENABLED=1 $(NOLIVE) $(GO) test -race -p 2 -timeout 40m ./...
	CGO_ENABLED=1 $(GO) test -race -timeout 20m ./room/...

verify: build verify-papers verify-machines ## the modules are those that were meant, the linter agrees, and so do programs of others
	$(GO) mod verify
	@if command -v golangci-lint >/dev/null; then golangci-lint run; else echo "golangci-lint is not installed: skipped"; fi

verify-programs: # the programs of others, in the versions that are pinned
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "verify: Node.js and npm are not installed; nothing was checked by programs of others"; exit 1; }
	@mkdir -p $(VERIFY) && cp verify/*.mjs verify/*.json $(VERIFY)
	@cd $(VERIFY) && { cmp -s package-lock.json node_modules/.fetched || \
		{ npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.fetched; }; } || \
		{ echo "verify: the programs of others could not be fetched from the package registry; they checked nothing"; exit 1; }

verify-papers: verify-programs ## programs of others read our invoices, codes to pay with, parcel numbers and webhooks
	@AGORA_VERIFY=$(VERIFY) $(GO) test -count=1 -run 'ForOthers$$' ./customs ./payment/qr ./delivery ./hook
	@cd $(VERIFY) && for s in ubl qr s10 webhook; do node $$s.mjs . || bad=1; done; test -z "$$bad"

verify-machines: verify-programs ## programs of others shop at a demo market, over both transports
	@AGORA_VERIFY=$(VERIFY) $(GO) test -count=1 -v -run 'MachinesForOthers$$' ./cli

demo: ## a marketplace to look at
	$(GO) run . demo
