#!/usr/bin/env bash
# Fuzzes each reader of outside bytes with libFuzzer and prints one table; ends with 1 where anything was found.
# Usage: fuzz.sh [TARGET…]
#   FUZZ_SECONDS=60    for each target
#   FUZZ_MERGE=1       afterwards adds what covers more to Tests/Fuzz/corpora
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
seconds=${FUZZ_SECONDS:-60}
fuzz=$root/.build/fuzz/release/fuzz
corpora=$root/Tests/Fuzz/corpora
work=$root/.build/fuzz/work
mkdir -p "$work"
# Longest input of each, in bytes: long enough for every branch, short enough to try many.
targets=(lines:512 events:4096 findings:4096 diff:4096 journal:4096 suppressions:2048 configuration:2048 scenario:4096 screen:1024 fence:1024
  verdicts:4096 provider:4096 answer:4096 relay:2048 server:4096 rules:4096)
limits=(-timeout=1 -rss_limit_mb=512)
# The runtime's own report of a crash takes long and comes before libFuzzer writes the input.
export SWIFT_BACKTRACE=enable=no

figure() { sed -n "s/^stat::$1: *//p" "$2"; }

printf '%-14s %10s %9s %8s %8s %9s  %s\n' target inputs a-second covered peak slowest found
found=0
for entry in "${targets[@]}"; do
  export FUZZ_TARGET=${entry%:*}
  if (($# > 0)) && [[ " $* " != *" $FUZZ_TARGET "* ]]; then continue; fi
  mkdir -p "$work/$FUZZ_TARGET" "$work/crashes"
  log=$work/$FUZZ_TARGET.log
  status=0
  "$fuzz" "$work/$FUZZ_TARGET" "$corpora/$FUZZ_TARGET" "${limits[@]}" -max_len="${entry#*:}" \
    -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$work/crashes/$FUZZ_TARGET-" >"$log" 2>&1 || status=$?
  crash=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  if ((status != 0)); then
    found=1
    crash=${crash:-see $log}
  fi
  printf '%-14s %10s %9s %8s %5s MB %7s s  %s\n' "$FUZZ_TARGET" "$(figure number_of_executed_units "$log")" \
    "$(figure average_exec_per_sec "$log")" "$covered" "$(figure peak_rss_mb "$log")" \
    "$(figure slowest_unit_time_sec "$log")" "${crash:-nothing}"
  if [[ -n ${FUZZ_MERGE:-} ]]; then
    # By branches reached, not by how often: that keeps the corpora small.
    "$fuzz" -set_cover_merge=1 -use_counters=0 "${limits[@]}" "$corpora/$FUZZ_TARGET" "$work/$FUZZ_TARGET" \
      >"$log.merge" 2>&1
  fi
done
exit "$found"
