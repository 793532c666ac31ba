# `make help` lists everything. Needs Go 1.26, a C compiler, make; tests of the
# PostgreSQL engine also need the server's programs (Debian: postgresql).
GO      ?= go
TAGS    := -tags sqlite_fts5
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)
BUILD   := $(TAGS) -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
PKG     ?= ./...
EVENTS  ?= 10000000

.PHONY: help run dev test race fuzz bench lint generate verify build clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## build, then open the product with a living demo workspace
	./bin/kith demo

dev: ## serve from sources with the data in .data
	$(GO) run $(TAGS) ./cmd/kith serve --data .data

build: ## the program, in bin/kith
	$(GO) build $(BUILD) -o bin/kith ./cmd/kith

test: lint verify race ## everything that must pass

race: ## all tests with the race detector; PKG=./... RUN=regexp
	$(GO) test $(TAGS) -race -timeout 30m $(if $(RUN),-run '$(RUN)') $(PKG)

fuzz: ## each fuzz target for 20 s
	./scripts/fuzz.sh 20s

bench: build ## every question as a fold and as SQL, ingestion, restart, memory; EVENTS=50000000
	./bin/kith bench --events $(EVENTS) --out bench/RESULTS.md

lint: ## formatting, vet, staticcheck
	@test -z "$$(gofmt -l cmd internal bench web | tee /dev/stderr)"
	$(GO) vet $(TAGS) ./...
	$(GO) tool staticcheck $(TAGS) ./...

generate: ## api/openapi.json from the Go types
	$(GO) run $(TAGS) ./cmd/kith openapi > api/openapi.json

verify: ## what is generated is up to date
	@$(GO) run $(TAGS) ./cmd/kith openapi | diff -u api/openapi.json - || (echo "api/openapi.json is out of date: make generate" && false)

clean: ## remove what was built
	rm -rf bin
