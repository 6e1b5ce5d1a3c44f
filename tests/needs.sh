#!/bin/sh
# Before the tests: the browser, a database server, Go with the checksum database's code (reads our log), openssl. Installs what is missing where that is possible (root on Debian), starts a
# server of its own where none answers, and says in one line which tests are left out otherwise.
# Prints `export NAME=value` lines for the caller to eval; everything else goes to standard error.
say() { echo "$@" >&2; }
answers() { psql -q -c 'select 1' "$1" >/dev/null 2>&1; }

missing=""
[ -x /usr/bin/chromium ] || missing="chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || answers "${ALLEGATA_TEST_POSTGRES:-postgresql://postgres@127.0.0.1:5432/test}" || missing="$missing postgresql"
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || missing="$missing golang-golang-x-mod-dev"
command -v go >/dev/null 2>&1 || [ -x /usr/lib/go-1.19/bin/go ] || missing="$missing golang-1.19-go"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v zbarimg >/dev/null 2>&1 || missing="$missing zbar-tools"
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
command -v cc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing: $missing"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) >/dev/null 2>&1
fi
[ -x /usr/bin/chromium ] || say "left out: the tests in a browser (sudo apt-get install chromium)"
command -v go >/dev/null 2>&1 || [ -x /usr/lib/go-1.19/bin/go ] || say "left out: the tests with Go's x/mod (sudo apt-get install golang-1.19-go golang-golang-x-mod-dev)"
command -v openssl >/dev/null 2>&1 || say "left out: the tests with openssl (sudo apt-get install openssl)"
command -v zbarimg >/dev/null 2>&1 || say "left out: the reading of the QR code (sudo apt-get install zbar-tools)"
command -v cc >/dev/null 2>&1 || say "left out: the test with a dying disk (sudo apt-get install gcc libc6-dev)"
command -v tesseract >/dev/null 2>&1 || say "left out: the reading of scanned pages (sudo apt-get install tesseract-ocr)"

server=${ALLEGATA_TEST_POSTGRES:-postgresql://postgres@127.0.0.1:5432/test}
if ! answers "$server"; then
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
    if [ -n "$bin" ]; then
        home=$(mktemp -d /tmp/allegata-postgres.XXXXXX)
        start="$bin/initdb -A trust -U postgres -D $home/data && $bin/pg_ctl -w -D $home/data -l $home/log -o '-p 54329 -c listen_addresses=127.0.0.1 -k $home' start && $bin/createdb -h 127.0.0.1 -p 54329 -U postgres test"
        if [ "$(id -u)" = 0 ]; then chown postgres "$home" && su postgres -s /bin/sh -c "$start" >/dev/null 2>&1; else sh -c "$start" >/dev/null 2>&1; fi
        server=postgresql://postgres@127.0.0.1:54329/test
    fi
    if answers "$server"; then say "a PostgreSQL of its own answers at 127.0.0.1:54329"; else say "left out: the tests on PostgreSQL (sudo apt-get install postgresql)"; fi
fi
echo "export ALLEGATA_TEST_POSTGRES=$server"

# A checker of Merkle proofs that is not ours.
modules=${ALLEGATA_TEST_NODE_MODULES:-${XDG_CACHE_HOME:-$HOME/.cache}/allegata-node/node_modules}
if [ ! -d "$modules/@sigstore/verify" ] && command -v npm >/dev/null 2>&1; then
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$(dirname "$modules")" @sigstore/verify@4.1.3 >/dev/null 2>&1
fi
if [ -d "$modules/@sigstore/verify" ]; then
    echo "export ALLEGATA_TEST_NODE_MODULES=$modules"
else
    say "left out: one test with npm's @sigstore/verify (npm install @sigstore/verify@4.1.3)"
fi
