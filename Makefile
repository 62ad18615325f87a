# Linli. Needs Go, Node and make; gets the rest by itself, into .tools and pwa/node_modules.
#
#   make run          build, load the demo community, serve on http://127.0.0.1:8080
#   make test         everything: make check, then all tests on both databases and in a browser
#   make check        format, vet, lint, generated code and migrations in step, layers, types
#   make build        one static binary: bin/linli
#   make demo         load the demo community afresh
#   make generate     after a change of ent/schema or graph/*.graphql
#   make bench        measure          make screenshots   photograph every page
#   make tools        get what make test needs, ahead of time

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:

# Without paths in the binaries the build cache serves every folder; without git there is no commit to name.
export GOFLAGS := -trimpath $(if $(shell git rev-parse HEAD 2>/dev/null),,-buildvcs=false)
export CGO_ENABLED := 0

PWA_SOURCES := $(shell find pwa/src pwa/public pwa/build pwa/index.html pwa/vite.config.ts pwa/svelte.config.js -type f 2>/dev/null)
STEP := .ci/step
LINT := .tools/bin/golangci-lint-2.6.0
WITH_POSTGRES := go run ./server/testkit/postgres --
TESTED = $(shell go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)
AT_ONCE := ./server/store ./server/rollup ./server/live ./server/roster ./server/door ./server/web

.PHONY: run demo build test check generate bench screenshots tools
.PHONY: check-go check-generated check-pwa test-go test-race test-pwa test-browser

run: build
	@LINLI_MODE=$${LINLI_MODE:-development} LINLI_DEMO=$${LINLI_DEMO:-full} exec bin/linli

demo: build
	@LINLI_MODE=$${LINLI_MODE:-development} bin/linli demo -size $${LINLI_DEMO:-full} -reload

# Go knows by itself what has changed.
build: pwa/dist/index.html
	@mkdir -p bin
	go build -ldflags '-s -w' -o bin/linli ./server

pwa/node_modules/.installed: pwa/package-lock.json
	cd pwa && npm ci --no-audit --no-fund
	@touch $@

pwa/dist/index.html: pwa/node_modules/.installed $(PWA_SOURCES)
	cd pwa && npm run build
	@touch $@

test:
	@rm -rf .tools/times .tools/logs
	@$(MAKE) check
	@$(MAKE) test-go
	@$(MAKE) test-race
	@$(MAKE) test-pwa
	@$(MAKE) test-browser
	@.ci/summary
	@echo "make test: everything passed"

check: check-go check-generated check-pwa

check-go: $(LINT)
	@$(STEP) gofmt .ci/gofmt
	@$(STEP) vet-bench env GOOS=linux go -C bench vet ./...
	@$(STEP) vet-lint $(LINT) run ./...
	@$(STEP) layers go test ./server -run 'TestLayers|TestBudgets|TestContract'

check-generated: pwa/node_modules/.installed
	@.ci/need-postgres
	@$(STEP) generated .ci/in-step
	@$(STEP) migrations go run ./migrations/next -check

check-pwa: pwa/node_modules/.installed
	@$(STEP) pwa-check npm --prefix pwa run check

test-go:
	@.ci/need-postgres
	@$(STEP) go-test $(WITH_POSTGRES) go test $(TESTED)
	@[ "$$(uname)" != Linux ] || $(STEP) go-bench go -C bench test ./...

test-race:
	@.ci/need-postgres
	@$(STEP) go-race .ci/race $(AT_ONCE)

test-pwa: pwa/node_modules/.installed
	@$(STEP) pwa-unit npm --prefix pwa test

test-browser: build
	@.ci/need-postgres
	@CHROMIUM="$$(.ci/need-chromium)" $(STEP) pwa-browser go run ./server/e2e -binary bin/linli -- npm --prefix pwa run e2e

generate: pwa/node_modules/.installed
	cd ent && go run entc.go
	go tool gqlgen generate
	cd pwa && npm run gql

bench: build
	@.ci/need-postgres
	@go build -o .tools/bin/ ./server/testkit/postgres
	@go -C bench build -o ../.tools/bin/bench .
	@.tools/bin/postgres -durable -- .tools/bin/bench -binary bin/linli
	@CHROMIUM="$$(.ci/need-chromium)" node pwa/scripts/door.mjs
	@CHROMIUM="$$(.ci/need-chromium)" go run ./server/e2e -binary bin/linli -- node pwa/scripts/door-answer.mjs

screenshots: build
	@CHROMIUM="$$(.ci/need-chromium)" node pwa/scripts/screenshots.mjs

tools: $(LINT) pwa/node_modules/.installed
	@.ci/need-postgres
	@.ci/need-chromium

$(LINT):
	@mkdir -p .tools/bin
	GOBIN=$(CURDIR)/.tools/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.6.0
	@mv .tools/bin/golangci-lint $@
