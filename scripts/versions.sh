# shellcheck shell=bash disable=SC2034
# The pinned versions, each in one place. Sourced by env.sh.
#
# Tools from npm (wasm-opt, Playwright) are pinned by end2end/package-lock.json.

# 0.3.11 needs rustc 1.96.
CARGO_LEPTOS_VERSION=0.3.10

# The program must be of the same version as the crate, so the lock file is asked. Cargo.toml holds
# the crate at one whose program installs with `--locked`.
WASM_BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)

# What sends are measured next to.
POCKETBASE_VERSION=0.40.6

# What the page of a room is looked at with.
LIGHTHOUSE_VERSION=12.8.2

# The least that will do.
RUST_VERSION=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
NODE_VERSION=$(sed -n 's/.*"node": ">=\(.*\)".*/\1/p' end2end/package.json)
