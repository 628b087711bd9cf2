#!/bin/sh
# Runs the command line under the Node that the project installs, whatever the system has.
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$here/../..
exec "$root/node_modules/node/bin/node" --disable-warning=ExperimentalWarning "$root/src/cli/main.ts" "$@"
