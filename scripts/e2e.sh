#!/usr/bin/env bash
# The browser tests, against target/release/parlour. Arguments go to Playwright: scripts/e2e.sh smoke --headed

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

cd end2end
tsc --noEmit
exec playwright test "$@"
