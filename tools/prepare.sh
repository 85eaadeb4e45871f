#!/bin/sh
# Makes the virtual environment and installs a lock file into it; every failure says what to do.
# What follows the lock file is for pip.
set -eu
lock="$1"
shift
python="${DICHTBIJ_PYTHON:-python3}"

fail() {
	printf '%s\n' "$1" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo "$@"; else return 1; fi
}

install_package() {
	command -v apt-get >/dev/null 2>&1 || return 1
	as_root sh -c "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q $1"
}

command -v "$python" >/dev/null 2>&1 || install_package python3 || fail "Python is missing. Install Python 3.11 or newer and run this again."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
	fail "Python 3.11 or newer is needed; this is $("$python" -V). Name another one with DICHTBIJ_PYTHON=python3.12 make run."

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
	rm -rf .venv
	if ! "$python" -m venv .venv >/dev/null 2>&1; then
		rm -rf .venv
		install_package python3-venv || fail "Python cannot make a virtual environment. Install the package python3-venv and run this again."
		"$python" -m venv .venv
	fi
fi

echo "Installing $lock (only the first time)."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@" -r "$lock" ||
	fail "The packages of $lock could not be installed. Is there a connection to the package index? Run this again."
