#!/usr/bin/env bash
# Renders the frames that Screenshots/frames lists from recordings, as text, SVG and PNG.
# Usage: screenshots.sh CONCLAVE
set -euo pipefail
conclave=$(realpath "$1")
cd "$(dirname "$0")/../Screenshots"

count=0
while read -r name recording view size time options; do
  [[ -z $name || $name == \#* ]] && continue
  file=recordings/$recording.jsonl
  if [[ ! -r $file ]]; then
    printf 'screenshots: there is no Screenshots/%s for %s\n' "$file" "$name" >&2
    exit 1
  fi
  # Options are words of ours, such as "--theme light".
  # shellcheck disable=SC2086
  frame() { "$conclave" replay "$file" --view "$view" --frame "$size" --at "$time" $options "$@"; }
  frame >"$name.txt"
  frame --svg "$name.svg"
  rsvg-convert --zoom 1 --output "$name.png" "$name.svg"
  count=$((count + 1))
done <frames
printf 'screenshots: %d frames\n' "$count"
