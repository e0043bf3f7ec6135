#!/usr/bin/env bash
# The browser tests, against target/release/parlour. Arguments go to Playwright: scripts/e2e.sh smoke --headed

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

# What the tests run beside Parlour: the examples, and the client of the article that Parlour began from.
cargo build "${SERVER[@]}" --example answer --example card
(cd examples/typescript && npm run --silent build)
(cd end2end/article && npm run --silent build)

cd end2end
tsc --noEmit
exec playwright test "$@"
