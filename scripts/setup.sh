#!/usr/bin/env bash
# Installs what is missing, says what, and installs nothing twice.
#
#   scripts/setup.sh build    what a build needs
#   scripts/setup.sh check    that, and what formatting and lints need
#   scripts/setup.sh test     that, and a browser

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

purpose=${1:-test}
case $purpose in build | check | test) ;; *) die "for what: build, check or test?" ;; esac

has() { command -v "$1" >/dev/null 2>&1; }

# Is version $1 at least version $2?
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# What only the person at this machine can install.
prerequisites() {
    { has cargo && has rustc; } || die "Rust is missing: install it from https://rustup.rs"
    { has npm && has node; } || die "Node.js $NODE_VERSION or later, with npm, is missing: https://nodejs.org"
    has cc || has gcc || has clang || die "a C compiler is missing (on Debian: apt install build-essential)"

    local node
    at_least "$(rustc --version | cut -d' ' -f2)" "$RUST_VERSION" ||
        die "Rust $RUST_VERSION or later is needed, this is $(rustc --version): run rustup update"
    node=$(node --version)
    at_least "${node#v}" "$NODE_VERSION" || die "Node.js $NODE_VERSION or later is needed, this is $node"
    [ -n "$WASM_BINDGEN_VERSION" ] || die "Cargo.lock is missing, or knows no wasm-bindgen"
}

wasm_target() {
    [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] && return
    has rustup || die "this Rust has no wasm32-unknown-unknown, and there is no rustup to add it"
    say "Installing Rust's WebAssembly target"
    rustup target add wasm32-unknown-unknown
}

# rustfmt and clippy are not in rustup's minimal profile.
rust_component() {
    "cargo-$2" --version >/dev/null 2>&1 && return
    has rustup || die "cargo $2 is missing, and there is no rustup to add it"
    say "Installing $1"
    rustup component add "$1"
}

# cargo_tool CRATE VERSION PROGRAM OPT-LEVEL [OPTION...]
# Into .tools/, so that another version elsewhere on the machine stays as it is. A tool's own release
# profile may optimise for long (20 minutes for cargo-leptos): here it is the wait that matters.
cargo_tool() {
    local crate=$1 version=$2 program=$3 opt_level=$4
    shift 4
    if [ "$("$program" --version 2>/dev/null | awk '{ print $2; exit }')" = "$version" ]; then
        return
    fi
    say "Installing $crate $version into .tools (some minutes)"
    CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 \
        CARGO_PROFILE_RELEASE_OPT_LEVEL="$opt_level" \
        cargo install "$crate" --version "$version" --locked --force \
        --root .tools --target-dir .tools/build "$@"
    rm -rf .tools/build
}

# npm writes .package-lock.json when it has installed everything.
# npm_packages FOLDER WHAT-FOR
npm_packages() {
    [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
    say "Installing the npm packages of $1 ($2)"
    (cd "$1" && npm ci --no-audit --no-fund)
}

# As root, where that needs no question.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

browser() {
    node end2end/browser.mjs >/dev/null && return

    # Ubuntu's package is a stub that calls for a snap.
    if grep -qx 'ID=debian' /etc/os-release 2>/dev/null && as_root true 2>/dev/null; then
        say "Installing Debian's chromium"
        as_root apt-get update -q &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends chromium ||
            echo "apt could not install it."
        node end2end/browser.mjs >/dev/null && return
    fi

    # Says and does nothing where it is there already.
    playwright install --only-shell chromium ||
        die "no Chromium: install chromium or Google Chrome, or set CHROMIUM to the path of one"
}

prerequisites
wasm_target
npm_packages end2end "wasm-opt and the browser tests' tools"
cargo_tool cargo-leptos "$CARGO_LEPTOS_VERSION" cargo-leptos 0 --features no_downloads
cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen 1

if [ "$purpose" != build ]; then
    rust_component rustfmt fmt
    rust_component clippy clippy
fi
if [ "$purpose" = test ]; then
    npm_packages end2end/article "the client of the article"
    npm_packages examples/typescript "an example"
    browser
fi
