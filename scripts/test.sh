#!/usr/bin/env bash
# Everything that must hold, cheapest first. Stops at the first step that fails.
#
#   scripts/test.sh          all of it
#   scripts/test.sh quick    formatting, lints and the Rust tests

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

passed=0

# step NAME COMMAND...
step() {
    local name=$1 begun=$SECONDS
    shift
    say "$name"
    if ! "$@"; then
        printf '\nFAILED: %s (%s)\n' "$name" "$(duration $((SECONDS - begun)))"
        exit 1
    fi
    printf '    %s: %s\n' "$name" "$(duration $((SECONDS - begun)))"
    passed=$((passed + 1))
}

finish() {
    printf '\n%d steps passed (%s)\n' $passed "$(duration $SECONDS)"
    exit
}

# shellcheck disable=SC2329
rust_tests() {
    if command -v cargo-nextest >/dev/null; then
        cargo nextest run "${SERVER[@]}"
    else
        cargo test "${SERVER[@]}" --lib --bins --tests
    fi
}

step "Dependencies as Cargo.lock has them" cargo fetch --locked
step "Formatting" cargo fmt --check
step "Lints of the server" cargo clippy "${SERVER[@]}" --all-targets -- -D warnings
step "Lints of the page" cargo clippy "${PAGE[@]}" -- -D warnings
step "Unit and integration tests" rust_tests
[ "${1:-all}" = quick ] && finish

step "Release build" scripts/build.sh
step "Weight of the page" node scripts/weight.mjs
step "Browser tests" scripts/e2e.sh
if command -v cargo-deny >/dev/null; then
    step "Dependencies' licences and sources" cargo deny check bans licenses sources
fi
finish
