#!/usr/bin/env bash
# The set-up scripts must fail with one sentence and leave nothing half-installed. Stand-ins for the system's programs make
# each failure happen.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
failures=0
passes=0

standIn() {
    printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

# expectFailure NAME PATTERN COMMAND...: non-zero exit, exactly one line of ours on stderr that matches.
expectFailure() {
    local name=$1 pattern=$2 status lines
    shift 2
    PATH="$work/bin:$PATH" XDG_CACHE_HOME="$work/cache" "$@" >"$work/out" 2>"$work/err"
    status=$?
    lines=$(grep '^triptych: ' "$work/err" | grep -vc -e 'fetching' -e 'installing')
    if [ $status -ne 0 ] && [ "$lines" = 1 ] && grep -q -e "$pattern" "$work/err" && [ -z "$(leftovers)" ]; then
        passes=$((passes + 1))
    else
        failures=$((failures + 1))
        printf 'FAIL %s: exit %s, leftovers: %s\n' "$name" "$status" "$(leftovers)"
        cat "$work/err"
    fi
    rm -rf "$work/bin" "$work/cache"
    mkdir "$work/bin"
}

leftovers() {
    find "$work/cache" -mindepth 2 2>/dev/null
}

standIn uname 'case "$1" in -s) echo Darwin ;; *) echo arm64 ;; esac'
expectFailure 'another system' 'needs Linux on x86-64' "$root/tools/setup"

standIn dpkg-query 'exit 1'
standIn apt-get 'exit 100'
standIn sudo 'exec "$@"'
expectFailure 'no network for packages' 'package lists cannot be read' "$root/tools/setup"

standIn dpkg-query 'echo "install ok installed"'
standIn python3 'echo "Could not find a version: connection timed out"; exit 1'
expectFailure 'no network for LibTorch' 'check the network' "$root/tools/setup"

standIn dpkg-query 'echo "install ok installed"'
standIn python3 'echo "THESE PACKAGES DO NOT MATCH THE HASHES"; exit 1'
expectFailure 'wrong hash' 'expected SHA-256' "$root/tools/setup"

standIn dpkg-query 'echo "install ok installed"'
standIn df 'echo Avail; echo 12'
expectFailure 'full disk' '12 MiB free' "$root/tools/setup"

expectFailure 'no display' 'no display' env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM "$root/tools/run"

# On a machine that is set up (this one, for it has built the tests) nothing is installed again: apt-get would fail.
standIn apt-get 'exit 100'
if PATH="$work/bin:$PATH" "$root/tools/setup" >/dev/null 2>"$work/err"; then
    passes=$((passes + 1))
else
    failures=$((failures + 1))
    echo 'FAIL a second run installs something:'
    cat "$work/err"
fi

echo "$passes passed, $failures failed"
[ $failures -eq 0 ]
