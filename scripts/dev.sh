#!/usr/bin/env bash
# Serves the data of ./data, and builds and reloads on every change. Arguments go to `parlour serve`.

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

exec cargo-leptos watch -- serve --data ./data "$@"
