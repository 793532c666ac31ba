# `make help` lists everything. Needs Go 1.26, a C compiler, make; tests of the
# PostgreSQL engine also need the server's programs (Debian: postgresql).
GO      ?= go
TAGS    := -tags sqlite_fts5
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)
BUILD   := $(TAGS) -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
PKG     ?= ./...
EVENTS  ?= 10000000

.PHONY: help run dev test race fuzz bench lint generate verify build console console-test sdk sdk-test clients e2e clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: build ## build, then open the product with a living demo workspace
	./bin/kith demo

dev: ## serve from sources with the data in .data
	$(GO) run $(TAGS) ./cmd/kith serve --data .data

build: console sdk ## the program with its console, in bin/kith
	$(GO) build $(BUILD) -o bin/kith ./cmd/kith

CONSOLE := web/console
MODULES := $(CONSOLE)/node_modules/.installed

$(MODULES): $(CONSOLE)/package.json $(CONSOLE)/package-lock.json
	cd $(CONSOLE) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

SOURCES := $(shell find $(CONSOLE)/src $(CONSOLE)/public -type f 2>/dev/null) $(CONSOLE)/index.html $(CONSOLE)/vite.config.ts

$(CONSOLE)/dist/index.html: $(MODULES) $(SOURCES)
	cd $(CONSOLE) && npx vite build --logLevel error
	@touch $(CONSOLE)/dist/.keep $@

console: $(CONSOLE)/dist/index.html ## the pages for operators, in web/console/dist

SDK := web/sdk
TOOLS := $(CURDIR)/$(CONSOLE)/node_modules/.bin

$(SDK)/dist/kith.js: $(MODULES) $(shell find $(SDK)/src -type f) $(SDK)/vite.config.mjs
	cd $(SDK) && $(TOOLS)/vite build --logLevel error --config vite.config.mjs && MODULE=1 $(TOOLS)/vite build --logLevel error --config vite.config.mjs
	@touch $@

sdk: $(SDK)/dist/kith.js ## the client for pages, in web/sdk/dist

sdk-test: sdk ## its types, lint, tests, and its weight: 6 KB packed at most
	cd $(SDK) && $(TOOLS)/tsc -p . && $(TOOLS)/oxlint --deny-warnings src && $(TOOLS)/vitest run --root . --config vite.config.mjs
	@n=$$(gzip -9c $(SDK)/dist/kith.js | wc -c); echo "sdk.js: $$n bytes packed"; test $$n -le 6144

console-test: console ## types, lint, unit tests and weight of the console
	cd $(CONSOLE) && npm run --silent check && npm test --silent && npm run --silent budget

e2e: build ## the built program in a real browser; SPEC=people for one
	cd $(CONSOLE) && $(if $(SPEC),npx playwright test $(SPEC),npx playwright test --project=looks --workers=2 && npx playwright test --project=stories)

CLIENTS := e2e/clients

$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json
	cd $(CLIENTS) && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

clients: build $(CLIENTS)/node_modules/.installed ## clients that people have, against the built program; SPEC=posthog for one
	cd $(CLIENTS) && npm test --silent $(if $(SPEC),-- --test-name-pattern=$(SPEC))

test: lint verify console-test sdk-test race clients e2e ## everything that must pass

race: ## all tests with the race detector; PKG=./... RUN=regexp
	$(GO) test $(TAGS) -race -timeout 30m $(if $(RUN),-run '$(RUN)') $(PKG)

fuzz: ## each fuzz target for 20 s
	./scripts/fuzz.sh 20s

bench: build ## every question as a fold and as SQL, ingestion, restart, memory; EVENTS=50000000
	./bin/kith bench --events $(EVENTS) --out bench/RESULTS.md

lint: ## formatting, vet, staticcheck
	@test -z "$$(gofmt -l cmd internal bench client e2e web/console/*.go web/sdk/*.go | tee /dev/stderr)"
	$(GO) vet $(TAGS) ./...
	$(GO) tool staticcheck $(TAGS) ./...

generate: $(MODULES) ## api/openapi.json from the Go types, and the console's types from it
	$(GO) run $(TAGS) ./cmd/kith openapi > api/openapi.json.new && mv api/openapi.json.new api/openapi.json
	cd $(CONSOLE) && npm run --silent types

verify: $(MODULES) ## what is generated is up to date
	@$(GO) run $(TAGS) ./cmd/kith openapi | diff -u api/openapi.json - || (echo "api/openapi.json is out of date: make generate" && false)
	@cd $(CONSOLE) && npx openapi-typescript ../../api/openapi.json 2>/dev/null | diff -u src/api/schema.d.ts - || (echo "src/api/schema.d.ts is out of date: make generate" && false)

clean: ## remove what was built
	rm -rf bin $(SDK)/dist/* $(CONSOLE)/dist/* $(CONSOLE)/node_modules
	@touch $(CONSOLE)/dist/.keep $(SDK)/dist/.keep
