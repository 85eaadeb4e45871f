#!/bin/sh
# Every check that reads the project without running it; all run at once, then it fails if one did.
set -u
bin=.venv/bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count=0

check() {
	name="$1"
	shift
	count=$((count + 1))
	(
		if output=$("$@" 2>&1); then
			printf 'ok      %s\n' "$name"
		else
			printf 'FAILED  %s\n%s\n' "$name" "$output"
			touch "$folder/failed"
		fi
	) >"$folder/$count" &
}

check "mypy: types" "$bin/mypy" app
check "catalogues: fresh and whole" "$bin/python" tools/check_translations.py
check "ruff: rules" "$bin/ruff" check .
check "ruff: layout" "$bin/ruff" format --check .
check "import-linter: floors" "$bin/lint-imports" --no-cache
check "djlint: templates" "$bin/djlint" templates --lint --quiet
wait
cat "$folder"/[0-9]*
[ ! -e "$folder/failed" ]
