# The house work. `make help` lists it.
#
# `make test` is the one test command: it installs what is missing, checks the
# house and runs everything. The rest are its parts, and a few conveniences.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help needs check format vet staticcheck modules arrows generated words test redis run bench fuzz

# What the tests need beside Go and make: how to see that it is there, and the
# Debian packages that bring it. A way to see is the name of a program, or the
# path of a file; any one of several, joined by commas, is enough.
NEEDS := \
	gcc:gcc \
	/usr/include/stdlib.h:libc6-dev \
	chromium,chromium-browser,google-chrome:chromium \
	/usr/share/fonts/truetype:fonts-dejavu-core \
	redis-server:redis-server \
	smtpd,/usr/sbin/smtpd:opensmtpd \
	dovecot,/usr/sbin/dovecot:dovecot-imapd \
	/usr/lib/dovecot/lmtp,/usr/libexec/dovecot/lmtp:dovecot-lmtpd

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
TIMEOUT     ?= 20m
BENCHTIME   ?= 2s
FUZZTIME    ?= 10s

# The checks run in trees that are not a git checkout too.
export GOFLAGS ?= -buildvcs=false

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

test: needs check ## everything: install what is missing, check the house, run all tests
	CGO_ENABLED=1 go test -race -shuffle=on -vet=off -timeout $(TIMEOUT) ./...
	$(MAKE) --no-print-directory redis

# Every test that plays on a stage, and the demo, in Chromium too, once more on
# Redis. Those left out start services of their own, or have said which engine
# they are for.
OWN := AStorm|ATokenIsReplaced|Killed|WhateverCall|Processes|Mailbox|Away|RealServers|AThousandTimes|ServiceWasDown|DueIsDoneOnce|Arrows|Catalogue
redis: ## the whole way once more, with the stage on Redis
	HEARD_STAGE_STORE=redis go test -short -vet=off -timeout $(TIMEOUT) -skip '$(OWN)' ./cmd/heard

check: format vet staticcheck modules arrows generated words ## the house in order: format, vet, staticcheck, arrows, generated files, words

needs:
	@missing=(); \
	for need in $(NEEDS); do \
		found=; \
		IFS=, read -ra signs <<< "$${need%:*}"; \
		for sign in "$${signs[@]}"; do \
			if [ -e "$$sign" ] || command -v "$$sign" >/dev/null; then found=yes; fi; \
		done; \
		[ "$$found" ] || missing+=("$${need#*:}"); \
	done; \
	[ "$${#missing[@]}" -gt 0 ] || exit 0; \
	install="apt-get install -y --no-install-recommends $${missing[*]}"; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "make: installing $${missing[*]}"; \
		export DEBIAN_FRONTEND=noninteractive; \
		log=$$({ apt-get update && $$install; } 2>&1 </dev/null) || { echo "$$log" >&2; exit 1; }; \
	else \
		echo "make: the tests need what is missing here: $${missing[*]}" >&2; \
		echo "make: on Debian or Ubuntu: sudo $$install" >&2; \
		exit 1; \
	fi

format:
	@wrong=$$(gofmt -l .); [ -z "$$wrong" ] || { echo "make: run gofmt -w on:" $$wrong >&2; exit 1; }

vet:
	go vet ./...

staticcheck:
	go run $(STATICCHECK) ./...

modules:
	@go mod verify >/dev/null

arrows:
	go test -vet=off -run 'Arrows|HasNoClock|ClocksAreSeen' ./cmd/heard

# A generated file says so in its first lines. Running the generators must
# leave every one of them as it was.
generated:
	@sums() { { grep -rlI --exclude-dir=.git --exclude=Makefile 'Code generated .* DO NOT EDIT' . || true; } | sort | xargs -r sha256sum; }; \
	before=$$(sums); go generate ./...; after=$$(sums); \
	diff <(echo "$$before") <(echo "$$after") >&2 || { echo "make: generated files were stale; commit what go generate ./... just wrote" >&2; exit 1; }

# Words that have no place in the tree: paths of one machine or a folder beside
# the checkout, and hosts that a package client knows by itself. The brackets
# keep these lines from finding themselves.
BESIDE := [.][.]/share[d]
MACHINE := (^|[^[:alnum:]_./*-])/(wor[k]([^[:alnum:]_-]|$$)|(hom[e]|User[s]|roo[t])/)
HOSTS  := (prox[y]|su[m])[.]golang[.]org|registr[y][.](npmjs[.]org|yarnpkg[.]com)|(file[s][.]pythonhosted|pyp[i])[.]org|(de[b]|securit[y])[.]debian[.]org|archiv[e][.]ubuntu[.]com|(registry-[1]|inde[x])[.]docker[.]io|(gc[r]|ghc[r]|qua[y])[.]io
words:
	@found=$$(grep -rnIE --exclude-dir=.git --exclude=go.sum -e '$(BESIDE)' -e '$(MACHINE)' -e '$(HOSTS)' . || true); \
	[ -z "$$found" ] || { echo "$$found" >&2; echo "make: no paths of one machine and no package hosts in the tree" >&2; exit 1; }

run: ## the whole service on this machine, with a phone, a mailbox and a clock to play with
	go run ./cmd/heard demo

bench: ## every benchmark beside its floor, with the ratio; BENCHTIME=2s
	@dirs=$$({ grep -rl --include='*_test.go' '^func Benchmark' . || true; } | xargs -r -n1 dirname | sort -u); \
	[ -n "$$dirs" ] || { echo "make: there is no benchmark yet"; exit 0; }; \
	go test -p 1 -run '^$$' -bench . -benchtime=$(BENCHTIME) -timeout 30m $$dirs

fuzz: ## each fuzz test for a short while; FUZZTIME=10s
	@{ grep -roE --include='*_test.go' '^func Fuzz[[:alnum:]_]+' . || true; } | sort | while IFS=: read -r file func; do \
		echo "$${file%/*} $${func#func }"; \
		go test -run '^$$' -fuzz "^$${func#func }\$$" -fuzztime $(FUZZTIME) "$${file%/*}" </dev/null; \
	done
