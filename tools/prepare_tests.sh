#!/bin/sh
# Installs what the tests need besides Python: Chromium and PostgreSQL. Never skips in silence.
set -eu

fail() {
	printf '%s\n' "$1" >&2
	exit 1
}

install_packages() {
	command -v apt-get >/dev/null 2>&1 ||
		fail "The tests need $*. Install these with your package manager and run this again."
	if [ "$(id -u)" = 0 ]; then
		run=""
	elif command -v sudo >/dev/null 2>&1; then
		run="sudo"
	else
		fail "The tests need $*. Ask an administrator to run: apt-get install $*"
	fi
	$run apt-get update -q && $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" ||
		fail "Installing $* failed. Is there a connection to the package archive? Run this again."
}

command -v chromium >/dev/null 2>&1 || install_packages chromium
command -v chromium >/dev/null 2>&1 || fail "Chromium is still missing after installing it."
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
	install_packages postgresql
fi
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 ||
	fail "PostgreSQL is still missing after installing it."
