#!/bin/sh
# Do the images make a working site? Builds them, starts a whole site, and has somebody take an emergency.
#
#   sudo docker/selftest.sh [FOLDER]     FOLDER: what is made there stays for the next time (2 GB); else it is removed
#
# Nothing of this machine's is touched: the engine is a private one, unpacked from Debian's packages, and the site lives in
# a network of its own. Ends with 0 (it works), 1 (it does not) or 77 (it cannot be tried here; why is said).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(dirname "$here")
goal=30
DEBIAN_MIRROR=${DEBIAN_MIRROR:-$(sed -n 's/^\(URIs: *\|deb \+\(\[[^]]*\] *\)\?\)\(http[^ ]*\/debian\)\/\? *.*/\3/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)}

skip() { echo "selftest: not tried: $1" >&2; exit 77; }
fail() { echo "selftest: FAILED: $1" >&2; exit 1; }
say() { echo "selftest: $1"; }
seconds() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }'; }

[ "$(id -u)" = 0 ] || skip "only root may start an engine: sudo $0"
for program in apt-get dpkg mmdebstrap unshare ip iptables containerd runc tini-static curl; do
    command -v "$program" > /dev/null || [ -x "/sbin/$program" ] || skip "$program is missing. As root:
  apt-get install --no-install-recommends mmdebstrap util-linux iproute2 iptables containerd runc tini curl"
done
[ -x "$checkout/.venv/bin/python" ] || skip "the libraries are not there: make libraries"
[ -n "$DEBIAN_MIRROR" ] || skip "no Debian mirror is known: DEBIAN_MIRROR=… $0"

if [ $# -gt 0 ]; then mkdir -p "$1"; work=$(cd "$1" && pwd); keep=yes; else work=$(mktemp -d /var/tmp/bigbutton-selftest-XXXXXX); keep=; fi
export DOCKER_HOST="unix://$work/engine.sock" DOCKER_CONFIG="$work/config" DOCKER_BUILDKIT=1
export PATH="$work/engine/usr/bin:$work/engine/usr/sbin:$PATH:/usr/sbin:/sbin"

# --- the engine: Debian's packages, unpacked. Compose and the builder are newer than Debian 12 has them
debs() { # SUITE FOLDER PACKAGE…
    suite=$1 into=$2; shift 2
    lists=$work/lists-$suite; mkdir -p "$lists/partial" "$into" "$work/debs-$suite"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $DEBIAN_MIRROR $suite main" > "$lists.list"
    options="-q -o Dir::Etc::sourcelist=$lists.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$lists
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root"
    # shellcheck disable=SC2086
    (cd "$work/debs-$suite" && apt-get $options update && apt-get $options download "$@") > "$work/debs-$suite.log" 2>&1 \
        || skip "the packages $* could not be fetched: $work/debs-$suite.log"
    for deb in "$work/debs-$suite"/*.deb; do dpkg -x "$deb" "$into"; done
}
if [ ! -x "$DOCKER_CONFIG/cli-plugins/docker-compose" ]; then
    say "an engine, from Debian's packages"
    debs bookworm "$work/engine" docker.io
    debs forky "$work/newer" docker-compose docker-buildx
    mkdir -p "$DOCKER_CONFIG/cli-plugins"
    cp "$work/newer/usr/libexec/docker/cli-plugins/"* "$DOCKER_CONFIG/cli-plugins/"
fi

engine() { # OPTION…: starts it and waits until it answers
    dockerd --data-root "$work/data" --exec-root "$work/exec" -H "$DOCKER_HOST" -p "$work/engine.pid" \
        --init-path "$(command -v tini-static)" --bridge none --iptables=false --ip-forward=false --ip-masq=false \
        > "$work/engine.log" 2>&1 &
    for _ in $(seq 100); do docker info > /dev/null 2>&1 && return; sleep 0.2; done
    tail -n 5 "$work/engine.log" >&2
    skip "the engine does not start on this machine (the lines above; whole: $work/engine.log)"
}
stop() {
    [ ! -s "$work/engine.pid" ] || kill "$(cat "$work/engine.pid")" 2> /dev/null || true
    while [ -s "$work/engine.pid" ]; do sleep 0.2; done
}
end() {
    code=$?
    trap - EXIT
    stop
    [ -n "$keep" ] || rm -rf "$work"
    exit $code
}

cat > "$work/here.yaml" <<YAML
# what differs from a site: it is built through this machine's network, and open files are fewer
x-build: &build { network: host }
services:
  exchange: { build: *build, oom_score_adj: 0 }
  founding: { build: &program { network: host, secrets: [authorities] }, volumes: ["$work/answers.toml:/run/answers.toml:ro", "$work/people:/people:ro"] }
  controller: { build: *program }
  console: { build: *program }
  database: { build: *build }
  proxy: { build: *build }
secrets:
  authorities: { file: /etc/ssl/certs/ca-certificates.crt }
YAML
export BIGBUTTON_OPEN_FILES=4096 COMPOSE_BAKE=false
compose() { docker compose -p selftest -f "$here/compose.yaml" -f "$work/here.yaml" "$@"; }

if [ "${SELFTEST_INSIDE:-}" != yes ]; then
    trap end EXIT
    trap 'exit 1' INT TERM
    engine
    for suite in bookworm forky; do
        docker image inspect "debian:$suite-slim" > /dev/null 2>&1 && continue
        if [ -n "${SELFTEST_PULL:-}" ] && docker pull -q "debian:$suite-slim"; then continue; fi
        say "debian:$suite-slim, made from Debian's packages"
        mmdebstrap --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --include=ca-certificates \
            "$suite" "$work/$suite.tar" "$DEBIAN_MIRROR" > "$work/$suite.log" 2>&1 || skip "no base image: $work/$suite.log"
        docker import "$work/$suite.tar" "debian:$suite-slim" > /dev/null
        rm "$work/$suite.tar"
    done
    say "the images"
    touch "$work/answers.toml"; mkdir -p "$work/people"
    # one service for each image: the program's is the image of four
    compose build --quiet exchange founding database proxy > "$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; fail "an image was not built"; }
    stop
    # the site runs in a network of its own
    SELFTEST_INSIDE=yes unshare -n -m "$0" "$work"
    exit
fi

# --- inside the network of its own
ip link set lo up
trap 'code=$?; trap - EXIT; compose logs --no-color > "$work/site.log" 2>&1; compose down -v --timeout 5 > /dev/null 2>&1; stop; exit $code' EXIT
engine
compose down -v --timeout 5 > /dev/null 2>&1 # what an interrupted trial left
cp "$here/answers.toml" "$work/answers.toml"
printf 'id,name,kind\ngucheng,Gucheng,street\n' > "$work/people/areas.csv"
printf 'id,household,name,area,address\ns1001,h1001,Wang Xiuying,gucheng,1 South Road\n' > "$work/people/seniors.csv"
printf 'id,household,kind,call_class,secret\nt1001,h1001,sip,local,selftest-of-t1001\n' > "$work/people/terminals.csv"

say "a new site: founded, up, ready"
began=$(date +%s.%N)
compose up -d > "$work/up-1.log" 2>&1 || { tail -n 20 "$work/up-1.log" >&2; compose logs founding >&2; fail "a new site does not come up"; }
for _ in $(seq 300); do curl -fsk -o "$work/ready.json" https://localhost/ready && break; sleep 0.2; done
[ -s "$work/ready.json" ] || fail "/ready did not answer through Caddy"
say "/ready through Caddy, $(seconds "$began") s after the very first up: $(cat "$work/ready.json")"
for kind in areas seniors terminals; do
    compose run --rm founding bigbutton import "$kind" "/people/$kind.csv" > "$work/import-$kind.log" 2>&1 \
        || { cat "$work/import-$kind.log" >&2; fail "import $kind"; }
done
compose run --rm founding sh -c 'bigbutton prompts render && bigbutton dialplan render' > "$work/render.log" 2>&1 \
    || { cat "$work/render.log" >&2; fail "the dialplan was not rendered"; }
compose exec -T console cat /etc/bigbutton/bigbutton.toml > "$work/settings.toml"
desk=$(sed -n '/id = "desk1"/{n;s/^secret = "\(.*\)"/\1/p;q}' "$work/settings.toml")
facts=$work/data/volumes/selftest_exchange/_data/log/cel-custom/facts.csv

say "down, up again, and somebody presses the emergency key"
compose down --timeout 10 > "$work/down.log" 2>&1
began=$(date +%s.%N)
(cd "$checkout" && .venv/bin/python -m docker.press t1001 selftest-of-t1001 desk1 "$desk" "$facts" && seconds "$began" > "$work/took") &
pressing=$!
compose up -d > "$work/up-2.log" 2>&1 || { tail -n 20 "$work/up-2.log" >&2; fail "the site does not come up again"; }
wait $pressing || fail "the emergency was not accepted"
took=$(cat "$work/took")
for _ in $(seq 150); do curl -fsk -o "$work/ready.json" https://localhost/ready && break; sleep 0.2; done
say "/ready $(seconds "$began") s after up; exchange $(compose ps --format '{{.Health}}' exchange), proxy $(compose ps --format '{{.Health}}' proxy)"
awk -v t="$took" -v g=$goal 'BEGIN { exit !(t <= g) }' || fail "accepted $took s after up; the goal is $goal s"
say "OK: an emergency was accepted $took s after up (goal $goal s)"
