#!/bin/sh
# Checks and tests everything, as CI does. Arguments go to pytest alone: ./test.sh -k chain
#
# Needs Debian 12's python3.11, python3.11-venv and python3-pip (another Python: PYTHON=python3.12 ./test.sh); maven and
# openjdk-17-jdk-headless for a real OpenSearch, or one that runs: OPENSEARCH_URL=http://host:port ./test.sh.
# Keeps its virtual environment in .venv-test and makes it anew only when what it is made of has changed.
set -eu
cd "$(dirname "$0")"

PYTHON=${PYTHON:-python3.11}
VENV=.venv-test

say() { printf '\n== %s\n' "$*"; }

stamp=$({ "$PYTHON" --version; pwd; cat pyproject.toml setup.py requirements-dev.txt; } | sha256sum)
if [ "$(cat "$VENV/stamp" 2>/dev/null)" != "$stamp" ]; then
    say "install into $VENV"
    "$PYTHON" -m venv --clear "$VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[all]' --requirement requirements-dev.txt
    echo "$stamp" >"$VENV/stamp"
fi
PATH="$PWD/$VENV/bin:$PATH"
export PATH

say "ruff check"
ruff check
say "ruff format --check"
ruff format --check
say "mypy --strict"
mypy --strict venus_logging
say "lint-imports"
lint-imports
say "venus-log schema generate --check"
venus-log schema generate --check
say "sphinx-build -W"
sphinx-build -W --keep-going -q docs docs/_build/html
say "pytest"
exec python -m pytest -ra -m "not e2e" "$@"
