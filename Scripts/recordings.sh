#!/usr/bin/env bash
# Makes the recordings that Screenshots/ is rendered from: a review of the example, the rehearsal (about 40 s), and a failback. The
# one of a real model, model.jsonl, is the full review of test-model.sh.
# Usage: recordings.sh CONCLAVE
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
conclave=$(realpath "$1")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-recordings.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$root/Examples/make-example.sh" "$scratch/refund-service" >/dev/null
cd "$scratch/refund-service"
record() {
  local name=$1
  shift
  "$conclave" review --no-record --format jsonl "$@" >"$root/Screenshots/recordings/$name.jsonl" || (($? == 1 || $? == 3))
}
record example --runtime rules
record demo --runtime "rehearsal:$root/Examples/rehearsals/demo.rehearsal"
record failback --runtime "rehearsal:$root/Examples/rehearsals/faults/tb-05-overloaded.rehearsal"
