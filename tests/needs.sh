#!/bin/sh
# Before the tests: install the browser and the database server where that is possible, else say in one line what is left out.
missing=""
[ -x /usr/bin/chromium ] || missing="chromium"
command -v psql >/dev/null 2>&1 || missing="$missing postgresql"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing:$missing"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) >/dev/null 2>&1 \
        || echo "could not install $missing: the tests that need it are left out"
else
    echo "left out: the tests that need $missing (install: sudo apt-get install $missing)"
fi
