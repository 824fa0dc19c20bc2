#!/usr/bin/env bash
# Reviews the example with a real, small model on this machine, and checks everything but its wording.
# Usage: test-model.sh CONCLAVE      MODEL_PLACE=DIRECTORY keeps server and weights (0.6 GB) there
# Ends with 0 where all holds, 1 where something does not, 77 where the model can't be had: nothing is tested then.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
conclave=$(realpath "$1")
place=${MODEL_PLACE:-${XDG_CACHE_HOME:-$HOME/.cache}/conclave-model}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/conclave-model.XXXXXX")
server=
# shellcheck disable=SC2329
leave() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap leave EXIT

if ! grep -qw avx2 /proc/cpuinfo; then
  echo "NOT TESTED: this processor has no AVX2, which the model's server needs" >&2
  exit 77
fi
if ! found=$("$root/Scripts/model/setup.sh" "$place" 2>"$scratch/setup"); then
  tail -n 3 "$scratch/setup" >&2
  echo "NOT TESTED: the model's packages can't be had here; this counts as neither passed nor failed" >&2
  exit 77
fi
read -r python weights <<<"$found"

context=12288
# Waiting threads sleep: the cores are shared.
OMP_WAIT_POLICY=passive "$python" "$root/Scripts/model/serve.py" "$weights" small $context "$scratch/address" \
  >"$scratch/server.log" 2>&1 </dev/null &
server=$!
until [[ -s $scratch/address ]]; do
  kill -0 "$server" 2>/dev/null || { tail -n 5 "$scratch/server.log" >&2; echo "the model's server ended" >&2; exit 1; }
  sleep 0.2
done
address=$(<"$scratch/address")
"$root/Examples/make-example.sh" "$scratch/shop" >/dev/null

failures=0
check() { # WHAT COMMAND…
  local what=$1
  shift
  if "$@"; then printf '  ok      %s\n' "$what"; else printf '  FAILED  %s\n' "$what"; failures=$((failures + 1)); fi
}
# One figure of the server's own counters.
metric() { curl -s "$address/metrics" | sed -n "s/^llamacpp:$1 //p"; }
busy() { curl -s "$address/slots" | grep -c '"is_processing":true' || true; }
# review NAME [VARIABLE=VALUE…] -- OPTION…: its report lies in NAME.json, its run in NAME.run.
review() {
  local name=$1 settings=()
  shift
  while [[ $1 != -- ]]; do settings+=("$1"); shift; done
  shift
  status=0
  (cd "$scratch/shop" && exec env XDG_STATE_HOME="$scratch/$name.run" CONCLAVE_DIRECT_BASE_URL="$address/v1" \
    CONCLAVE_MODELS_STANDARD=small CONCLAVE_DIRECT_SCHEMA=on CONCLAVE_DIRECT_MAX_TOKENS=900 \
    CONCLAVE_DIRECT_CONTEXT_TOKENS=$context CONCLAVE_DIRECT_PATCH_PERCENT=80 CONCLAVE_DIRECT_STALL=15m \
    CONCLAVE_LIMITS_CONCURRENT_AGENTS=1 CONCLAVE_LIMITS_STARTUP_SILENCE=30m CONCLAVE_LIMITS_SILENCE=30m \
    CONCLAVE_LIMITS_TASK=1h CONCLAVE_LIMITS_CODE_QUALITY_TASK=1h CONCLAVE_LIMITS_OVERALL=5h \
    "${settings[@]}" "$conclave" review --runtime direct --fail-on never --format json --output "$scratch/$name.json" "$@") \
    >"$scratch/$name.log" 2>&1 || status=$?
}
ask() { "$python" "$root/Scripts/model/ask.py" "$@"; }

for tier in lite full; do
  before=("$(metric prompt_tokens_total)" "$(metric prompt_tokens_cached_total)" "$(metric tokens_predicted_total)")
  start=$SECONDS
  review "$tier" -- --tier "$tier"
  printf '%s tier, exit status %s, %s s\n' "$tier" "$status" "$((SECONDS - start))"
  ask table "$scratch/$tier.json"
  check "every reviewer ended with proof" ask proved "$scratch/$tier.json"
  check "tokens are the server's" ask tokens "$scratch/$tier.json" "${before[@]}" \
    "$(metric prompt_tokens_total)" "$(metric prompt_tokens_cached_total)" "$(metric tokens_predicted_total)"
  check "from the second reviewer on the prompt comes out of the cache" ask cached "$scratch/$tier.json"
  check "text came while it was written" ask live "$scratch/$tier.run"
done
check "at least one finding is anchored" ask anchored "$scratch/lite.json" "$scratch/full.json"

review short CONCLAVE_DIRECT_MAX_TOKENS=24 CONCLAVE_LIMITS_RETRIES=1 -- --tier full --only security
echo "a limit of 24 tokens, exit status $status"
check "the answer is cut, tried again, and the review says that it is incomplete" ask retried "$scratch/short.json" "$status"

head -c 200000 /dev/urandom | base64 -w 100 >"$scratch/shop/docs/large.md"
git -C "$scratch/shop" add docs/large.md
review long CONCLAVE_DIRECT_CONTEXT_TOKENS=1000000 -- --staged --tier full --only security
git -C "$scratch/shop" reset --quiet docs/large.md && rm "$scratch/shop/docs/large.md"
echo "a prompt over the context, exit status $status"
check "it is told as such, and not tried again" ask overflowed "$scratch/long.json" "$status"

review halted CONCLAVE_DIRECT_SCHEMA=off -- --tier full --only release &
reviewer=$!
# The server looks for clients that left between two batches only; those of a prompt are long.
until cat "$scratch"/halted.run/conclave/runs/*/agents/*.out 2>/dev/null | grep -q _delta; do sleep 0.05; done
during=$(busy)
# What a script starts in the background ignores INT.
kill -TERM "$(pgrep -P "$reviewer")"
start=$(date +%s%N)
wait "$reviewer" || true
ended=$(date +%s%N)
until [[ $(busy) == 0 ]] || (($(date +%s%N) - start > 120000000000)); do sleep 0.05; done
printf 'stopped while the model wrote: gone after %d ms, the slot is free after %d ms\n' \
  $(((ended - start) / 1000000)) $((($(date +%s%N) - start) / 1000000))
check "the model was at work" [ "$during" = 1 ]
check "stopping frees the server's slot" [ "$(busy)" = 0 ]

# A new file with so many lines of code.
growing() { # LINES
  printf 'diff --git a/src/growth.py b/src/growth.py\nnew file mode 100644\n--- /dev/null\n+++ b/src/growth.py\n'
  printf '@@ -0,0 +1,%d @@\n' "$1"
  for ((line = 1; line <= $1; line++)); do
    printf '+refund_%d = charge(order_%d, amount=%d, reason="r%d")\n' $line $line $((line * 7)) $((line % 13))
  done
}
reports=()
for lines in 10 20 40 80 160; do
  growing $lines >"$scratch/growth.patch"
  review "growth-$lines" CONCLAVE_MODELS_PRICES="small 3 15 0.3" -- \
    --patch "$scratch/growth.patch" --allow-unsandboxed --tier full --only security,performance,documentation
  reports+=("$(wc -c <"$scratch/growth.patch"):$scratch/growth-$lines.json")
done
echo "forecast beside actual, for five changes of growing size"
check "the forecast holds, and cost grows more slowly than the change" ask growth "${reports[@]}"

if ((failures)); then
  echo "$failures checks failed; the model's server said:" >&2
  tail -n 5 "$scratch/server.log" >&2
  exit 1
fi
echo "all of it holds with a real model"
