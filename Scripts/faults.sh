#!/usr/bin/env bash
# Prints a table of the fault plan: what was done to the program, what is expected of it, and what happened. A test carries the
# IDs of its rows at the beginning of its name ("CP-05: …", "CP-05, CP-10: …"); figures come from the tests' notes.
# Usage: faults.sh [LOG [NOTES]] — reads the output of a run of the tests and their notes instead of running them.
# Ends with 1 where a row failed or has no test, or where the tests did not end well.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rows=$root/Tests/Fixtures/faults/rows.tsv
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
log=${1:-$scratch/log}
notes=${2:-$scratch/notes}
[[ -n ${2:-} ]] || : >"$notes"

run=0
if [[ -z ${1:-} ]]; then
  (cd "$root" && CONCLAVE_FAULT_NOTES=$notes Scripts/test.sh >"$log" 2>&1) || run=$?
fi
for file in "$rows" "$log" "$notes"; do
  [[ -r $file ]] || { printf 'faults.sh: can'\''t read %s\n' "$file" >&2; exit 2; }
done

# A terminal gets lines that fit, a file whole texts.
columns=0
if [[ -t 1 ]]; then columns=$(tput cols 2>/dev/null || echo 150); fi
status=0
LC_ALL=C awk -F '\t' -v columns="$columns" '
  # The row IDs at the beginning of a name, separated by blanks; empty where there are none.
  function ids(name,   found) {
    found = ""
    while (match(name, /^[A-Z][A-Z]-[0-9][0-9][a-z]?/)) {
      found = found " " substr(name, 1, RLENGTH)
      name = substr(name, RLENGTH + 1)
      if (sub(/^, */, "", name)) continue
      return name ~ /^:/ ? found : ""
    }
    return ""
  }

  # Which of two verdicts of one row counts: a failure, then a pass, then a test that did not run.
  function weight(verdict) { return verdict == "FAIL" ? 3 : verdict == "pass" ? 2 : verdict == "not shown" ? 1 : 0 }

  function judge(name, verdict, words,   list, count, i, id) {
    count = split(ids(name), list, " ")
    sub(/^[^:]*: */, "", name)
    for (i = 1; i <= count; i++) {
      id = list[i]
      if (weight(verdict) <= weight(verdicts[id])) continue
      verdicts[id] = verdict
      seen[id] = words == "" ? name : words
    }
  }

  function happened(id) { return verdicts[id] == "pass" && note[id] != "" ? note[id] : seen[id] }

  # A text of exactly so many bytes, never cut inside a character.
  function fit(text, width) {
    if (length(text) > width) {
      text = substr(text, 1, width - 3)
      sub(/[\200-\377]+$/, "", text)
      text = text "..."
    }
    return sprintf("%-" width "s", text)
  }

  function widest(width, text) { return length(text) > width ? length(text) : width }

  FILENAME == ARGV[1] { order[++total] = $1; fault[$1] = $2; expected[$1] = $3; next }
  FILENAME == ARGV[2] { if ($1 in fault) note[$1] = $2; next }

  # A line of the test runner: a mark, "Test", the name (quoted where it is not a plain function name), what became of it.
  / Test .*(passed after|failed after|skipped|started\.)/ {
    line = $0
    sub(/^[^T]*Test /, "", line)
    name = line
    if (!match(line, / (with [0-9]+ test cases? )?(passed after|failed after|skipped|started\.)[^"`]*("[^"]*")?\.?[^"`]*$/)) next
    name = substr(line, 1, RSTART - 1)
    what = substr(line, RSTART)
    sub(/\(\)$/, "", name)
    gsub(/^["`]|["`]$/, "", name)
    if (ids(name) == "") next
    if (what ~ /started\.$/) { running[name] = 1; next }
    delete running[name]
    if (what ~ /failed after/) judge(name, "FAIL", "")
    else if (what ~ /passed after/) judge(name, "pass", "")
    else {
      sub(/^ skipped(: )?/, "", what)
      gsub(/^"|"?\.?$/, "", what)
      judge(name, "not shown", what)
    }
  }

  END {
    # A test that began and never ended took the whole run with it.
    for (name in running) judge(name, "FAIL", "began and never ended: " name)
    wide[1] = wide[2] = wide[3] = columns > 80 ? int((columns - 25) / 3) : 20
    if (columns == 0)
      for (i = 1; i <= total; i++) {
        wide[1] = widest(wide[1], fault[order[i]])
        wide[2] = widest(wide[2], expected[order[i]])
        wide[3] = widest(wide[3], happened(order[i]))
      }
    printf "%-6s  %s  %s  %s  %s\n", "row", fit("fault", wide[1]), fit("expected", wide[2]), fit("what happened", wide[3]), "result"
    for (i = 1; i <= total; i++) {
      id = order[i]
      verdict = verdicts[id] == "" ? "NO TEST" : verdicts[id]
      count[verdict]++
      printf "%-6s  %s  %s  %s  %s\n", id, fit(fault[id], wide[1]), fit(expected[id], wide[2]), fit(happened(id), wide[3]), verdict
    }
    printf "\n%d rows: %d pass, %d fail, %d not shown on this machine, %d without a test\n",
      total, count["pass"], count["FAIL"], count["not shown"], count["NO TEST"]
    for (i = 1; i <= total; i++) if (verdicts[order[i]] == "not shown") print "not shown: " order[i] ": " seen[order[i]]
    exit count["FAIL"] + count["NO TEST"] > 0
  }
' "$rows" "$notes" "$log" || status=$?

if ((run != 0)); then
  mkdir -p "$root/.build/logs"
  cp "$log" "$root/.build/logs/faults.log"
  printf 'the tests ended with status %d; all of their output: %s\n' "$run" "$root/.build/logs/faults.log" >&2
  status=1
fi
exit "$status"
