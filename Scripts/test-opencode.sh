#!/usr/bin/env bash
# Runs the suite that the stand-in passes against a real OpenCode, which asks a provider of the tests' own. The tests are built.
# Usage: test-opencode.sh      OPENCODE=PATH names another one than that on PATH
# Ends with 0 where all holds, 1 where something does not, 77 where there is no OpenCode to test: nothing is tested then.
set -euo pipefail
cd "$(dirname "$0")/.."
leave() {
  echo "NOT TESTED: $1; this counts as neither passed nor failed" >&2
  exit 77
}
opencode=${OPENCODE:-$(command -v opencode || true)}
[[ -n $opencode ]] || leave "there is no opencode on PATH, and OPENCODE names none"
[[ -x $opencode ]] || leave "$opencode can't be executed"
opencode=$(realpath "$opencode")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-opencode.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
version=$(HOME=$scratch XDG_CONFIG_HOME=$scratch XDG_DATA_HOME=$scratch XDG_STATE_HOME=$scratch XDG_CACHE_HOME=$scratch \
  OPENCODE_DISABLE_AUTOUPDATE=1 timeout 60 "$opencode" --version </dev/null 2>/dev/null | tail -n 1 || true)
[[ $version =~ ^v?([0-9]+)\.([0-9]+)\. ]] || leave "$opencode does not say its version"
major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
((major == 1 && minor >= 18)) || leave "$opencode is $version, and the suite is for 1.18 and later versions of 1"
command -v rg >/dev/null || leave "OpenCode's searches need rg, which is not on PATH (Debian: ripgrep)"

echo "testing $opencode, $version"
# Each of its processes takes half a gigabyte and a core.
OPENCODE=$opencode SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${TESTS_AT_ONCE:-2} \
  swift test --skip-build --filter '^OpenCodeTests\.'
