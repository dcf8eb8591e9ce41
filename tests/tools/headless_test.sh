#!/usr/bin/env bash
# The command line on its own, as on a server without Qt: it must not be linked to Qt, and its basic calls must work.
set -uo pipefail
cli=$1
failures=0
passes=0

check() {
    local name=$1
    shift
    if "$@" >/dev/null 2>&1; then
        passes=$((passes + 1))
    else
        failures=$((failures + 1))
        echo "FAIL $name"
    fi
}

linksQt() {
    ldd "$cli" | grep -q 'libQt'
}

answersJson() {
    "$cli" "$@" --json | python3 -c 'import json, sys; json.load(sys.stdin)'
}

check 'no Qt is linked' eval '! linksQt'
check 'devices' answersJson devices
check 'models' answersJson models
check 'methods' answersJson methods
check 'metrics' answersJson metrics
check 'wrong use is exit 2' eval '"$cli" no-such-command; [ $? -eq 2 ]'

echo "$passes passed, $failures failed"
[ $failures -eq 0 ]
