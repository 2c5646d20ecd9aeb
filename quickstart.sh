#!/bin/sh
# Installs venus-logging into .quickstart/ and answers questions on bundled logs of a real cloud. Run it again at will.
#
# Needs Debian 12's python3.11, python3.11-venv and python3-pip (another Python: PYTHON=python3.12 ./quickstart.sh).
set -eu
cd "$(dirname "$0")"

PYTHON=${PYTHON:-python3.11}
HOME_DIR="$PWD/.quickstart"
VENV="$HOME_DIR/venv"
LOGS=examples/quickstart/logs

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
step() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
run() {
    printf '$'
    for word in "$@"; do
        case $word in *[!a-zA-Z0-9_./:=,@%+-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    "$@" --format table
}

stamp=$({ "$PYTHON" --version; pwd; cat pyproject.toml setup.py; } | sha256sum)
if [ "$(cat "$VENV/stamp" 2>/dev/null)" != "$stamp" ]; then
    echo "Installing into .quickstart/ (once; about a minute) ..."
    "$PYTHON" -m venv --clear "$VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[server]'
    echo "$stamp" >"$VENV/stamp"
fi
PATH="$VENV/bin:$PATH"
VENUS_LOG_STORE="$HOME_DIR/store"
export PATH VENUS_LOG_STORE

step "1. Read the logs of a real cloud: nova, neutron, glance, placement, keystone, cinder. Run this script again: 0 are added."
run venus-log ingest "$LOGS" --host node-1

step "2. What is wrong? Errors about hosts, newest first: nova-conductor could not place a server."
run venus-log search 'level>=ERROR "no valid host"' --since 2026-11-22 --limit 4

step "3. What stood around the oldest of these errors (>) in the log of nova-conductor?"
uid=$(venus-log search 'level>=ERROR global:req-bb32814f-6ec5-4915-b0ea-35fef42f9b11' --since 2026-11-22 --format jsonl |
    python -c 'import json, sys; print(json.loads(next(sys.stdin))["log.record.uid"])')
run venus-log context "$(printf %.12s "$uid")" -n 4

step "4. How many warnings and errors are there, by service and level?"
run venus-log pivot service level --where 'level>=WARNING' --since 2026-11-22

step "5. What happened to that request? The first line names its services: the API accepted the boot, placement had no candidate."
run venus-log chain req-bb32814f-6ec5-4915-b0ea-35fef42f9b11

step "That was the whole tour. To use venus-log on these logs in this shell:"
cat <<END
export PATH="$VENV/bin:\$PATH" VENUS_LOG_STORE="$VENUS_LOG_STORE"

and then, for example, the same failure in another run, with everything at DEBUG, 72 events of six services:

venus-log chain req-f09e80a2-d91f-46e4-abca-c8c9b1c309f5

README.md says how a service is connected, and docs/questions.md what can be asked.
END
