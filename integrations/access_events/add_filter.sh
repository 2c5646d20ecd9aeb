#!/bin/sh
# Prints a paste configuration with the access filter first in its pipelines; one that has it already is left as it is.
set -eu
if grep -q '^\[filter:venus_access\]' "$1"; then
    cat "$1"
else
    sed -E 's/^((pipeline|keystone[a-z_+]*) *= *)/\1venus_access /' "$1"
    printf '\n[filter:venus_access]\npaste.filter_factory = venus_logging:filter_factory\n'
fi
