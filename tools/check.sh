#!/bin/sh
# Every check that reads the project without running it; all run, then it fails if one did.
set -u
bin=.venv/bin
failed=0

check() {
	name="$1"
	shift
	if output=$("$@" 2>&1); then
		printf 'ok      %s\n' "$name"
	else
		printf 'FAILED  %s\n%s\n' "$name" "$output"
		failed=1
	fi
}

check "ruff: rules" "$bin/ruff" check .
check "ruff: layout" "$bin/ruff" format --check .
check "mypy: types" "$bin/mypy" app
check "import-linter: floors" "$bin/lint-imports" --no-cache
check "djlint: templates" "$bin/djlint" templates --lint --quiet
check "catalogues: fresh and whole" "$bin/python" tools/check_translations.py
exit $failed
