#!/usr/bin/env bash
# Builds target/release/parlour, with the page embedded, unless it is newer than all that it is made of.

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

program=target/release/parlour
stamp=target/release/.built

# Folders are listed too: their time tells of files that went away.
changed() {
    [ ! -x $program ] || [ ! -f $stamp ] ||
        [ -n "$(find Cargo.toml Cargo.lock Leptos.toml build.rs src migrations public style -newer $stamp -print -quit)" ]
}

if ! changed; then
    echo "$program is up to date."
    exit
fi

# Made before the build: what changes while it runs is for the next one.
mkdir -p target/release
touch $stamp.begun

# With --precompress the page is finished before the server that embeds it is compiled. Its program is in two parts: see
# src/app/apart.rs.
cargo-leptos build --release --precompress --split --lib-features split
[ -x $program ] || die "the build left no $program"
mv $stamp.begun $stamp
