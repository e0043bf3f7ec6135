#!/usr/bin/env bash
# The promises under attack, in the long form: killed servers, full disks, floods, deploys behind nginx.
#
#   scripts/torture.sh            all of it
#   scripts/torture.sh audit      what has "audit" in its name

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

export PARLOUR_TORTURE=long
# Random histories for the law.
export PROPTEST_CASES=${PROPTEST_CASES:-500}
# Ten thousand connections have two ends each, and either end is a process of its own.
ulimit -n "$(ulimit -Hn)"

# Puts an nginx on PATH, unpacked beside the build where the system has none: nothing is installed.
find_nginx() {
    command -v nginx >/dev/null && return
    local folder=target/nginx
    if [ ! -x $folder/usr/sbin/nginx ] && command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
        mkdir -p $folder
        (cd $folder && apt-get download nginx && for each in ./*.deb; do dpkg-deb -x "$each" .; done) || true
    fi
    export PATH="$PATH:$PWD/$folder/usr/sbin"
    command -v nginx >/dev/null || say "There is no nginx, and none to be had: its test is skipped"
}

find_nginx
if command -v cargo-nextest >/dev/null; then
    exec cargo nextest run "${SERVER[@]}" --profile torture --test promises "$@"
fi
exec cargo test "${SERVER[@]}" --test promises -- "$@"
