#!/usr/bin/env bash
# Runs a command and says in one line how it went; shows what matters of its output only when it fails.
# Usage: quietly.sh WHAT COMMAND…
set -euo pipefail
what=$1
shift
directory=.build/logs
mkdir -p "$directory"
log=$directory/${what// /-}.log
start=$SECONDS

# A long silence on a terminal looks like a hang.
if [[ -t 1 ]]; then printf '%s …\r' "$what"; fi
status=0
"$@" </dev/null >"$log" 2>&1 || status=$?
seconds=$((SECONDS - start))
if ((status == 0)); then
  printf '%s: done in %d s\n' "$what" "$seconds"
  # The runner's own closing line, as it is: people and machines look for it.
  grep -aE 'Test run with [0-9]+ tests.* passed' "$log" | tail -n 1 || true
  exit 0
fi
printf '%s: failed with status %d after %d s\n' "$what" "$status" "$seconds" >&2
# A machine's log is all that is left of its run, and often only its end is kept: what matters comes last.
if [[ -n ${CI:-} ]]; then cat "$log" >&2; fi
grep -aE -A 3 'error:|warning:|✘|recorded an issue|Fatal error|crashed' "$log" | grep -avE '^(--|◇|✔)' | head -n 60 >&2 \
  || tail -n 60 "$log" >&2
printf 'all of its output: %s\n' "$log" >&2
exit "$status"
