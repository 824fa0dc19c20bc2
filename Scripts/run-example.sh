#!/usr/bin/env bash
# Reviews the example change in a scratch repository, and says which exit status a hook would have seen.
# Usage: run-example.sh CONCLAVE [OPTION…]      EXAMPLE=DIRECTORY keeps the repository there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
conclave=$(realpath "$1")
shift

if [[ -n ${EXAMPLE:-} ]]; then
  directory=$EXAMPLE
else
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-example.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  directory=$scratch/refund-service
fi
"$root/Examples/make-example.sh" "$directory" >/dev/null

status=0
(cd "$directory" && "$conclave" review "$@") || status=$?
case $status in
  0) printf '\nA pre-push hook would have seen exit status 0: nothing at or above --fail-on, the push goes on.\n' ;;
  1)
    printf '\nA pre-push hook would have seen exit status 1: findings at or above --fail-on, the push stops.\n'
    printf 'That is what the example is for; this run of make ends with 0.\n'
    ;;
  3) printf '\nA pre-push hook would have seen exit status 3: a reviewer did not prove that it finished.\n' ;;
  *)
    printf '\nThe review ended with exit status %d.\n' "$status" >&2
    exit "$status"
    ;;
esac
