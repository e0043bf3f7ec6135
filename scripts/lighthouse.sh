#!/usr/bin/env bash
# Asks Lighthouse about the page of a room, as somebody sees it who is signed in: on its mobile profile, of the release build.
#
#   scripts/lighthouse.sh [PROGRAM]

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

program=${1:-target/release/parlour}
[ -x "$program" ] || die "$program is not there: run make build"
node -e 'require.resolve("lighthouse", { paths: [".tools/lighthouse"] })' 2>/dev/null ||
    npm install --no-audit --no-fund --prefix .tools/lighthouse "lighthouse@$LIGHTHOUSE_VERSION"
node scripts/lighthouse.mjs "$program"
