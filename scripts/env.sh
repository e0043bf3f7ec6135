# shellcheck shell=bash disable=SC2034
# What every script begins with: strict mode, the top of the tree, our tools first on PATH.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export PATH="$PWD/.tools/bin:$PWD/end2end/node_modules/.bin:$PATH"

# The scripts look for the program and the page's files under target/.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET

# The server's code embeds this folder, so it must exist before the page is built.
mkdir -p target/site

# shellcheck source=scripts/versions.sh
source scripts/versions.sh

# What must be told to cargo to compile one half or the other.
SERVER=(--no-default-features --features ssr)
PAGE=(--no-default-features --features split --target wasm32-unknown-unknown --lib)

say() { printf '\n==> %s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# The seconds $1, as a person says them.
duration() {
    if (($1 < 60)); then
        printf '%d s' "$1"
    else
        printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
    fi
}
