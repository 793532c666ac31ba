#!/usr/bin/env bash
# Runs every fuzz target for the given time: scripts/fuzz.sh 20s
set -euo pipefail
for file in $(grep -rl --include='*_test.go' '^func Fuzz' internal cmd); do
	for target in $(sed -nE 's/^func (Fuzz[A-Za-z0-9_]*).*/\1/p' "$file"); do
		echo "== $target ($(dirname "$file"))"
		go test -tags sqlite_fts5 -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20s}" "./$(dirname "$file")"
	done
done
