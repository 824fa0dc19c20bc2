#!/usr/bin/env bash
# Runs all tests: those of whole programs beside all others, in two processes, since a test that waits for a program holds one
# of the few threads that tests have. So many at a time as have a chance to go on: a starved test looks like a slow one.
# Usage: test.sh [swift test's arguments]. Ends with 1 where a test failed; the last line sums up.
set -euo pipefail
cd "$(dirname "$0")/.."
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${TESTS_AT_ONCE:-4}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-tests.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
start=$SECONDS
programs='^EndToEndTests\.'
swift test --skip-build --ignore-lock "$@" --filter "$programs" </dev/null >"$scratch/programs" 2>&1 &
first=$!
status=0
swift test --skip-build --ignore-lock "$@" --skip "$programs" </dev/null >"$scratch/others" 2>&1 || status=$?
wait "$first" || status=$?
cat "$scratch/others" "$scratch/programs"

# A share without a closing line has crashed, whatever its status says.
awk -v seconds=$((SECONDS - start)) -v status="$status" '
  match($0, /Test run with [0-9]+ tests in [0-9]+ suites (passed|failed)/) {
    split(substr($0, RSTART, RLENGTH), word, " ")
    tests += word[4]; suites += word[7]; runs++; if (word[9] == "failed") failed = 1
  }
  END {
    good = runs == 2 && !failed && status == 0
    printf "%s Test run with %d tests in %d suites %s after %d seconds%s.\n", good ? "✔" : "✘", tests, suites,
      good ? "passed" : "failed", seconds, runs == 2 ? "" : ": a part of them did not come to its end"
    exit !good
  }' "$scratch/others" "$scratch/programs"
