#!/usr/bin/env bash
# Builds all tests with a sanitizer, in a place of their own, and runs them. Ends with 1 where anything is reported.
# Usage: sanitize.sh thread|address [swift test's arguments]
set -euo pipefail
kind=$1
shift
# Beside .build, so that the program finds its examples as it does there.
scratch=.build-$kind
export CONCLAVE_SANITIZER=$kind
# The backtrace of a crash takes minutes with an instrumented program, and the sanitizer prints its own.
export SWIFT_BACKTRACE=enable=no
export TSAN_OPTIONS="halt_on_error=0:exitcode=66"
# Leaks are measured by make soak: what Swift's runtime keeps to the end of a process is none.
export ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0:exitcode=66"
Scripts/quietly.sh "build with the $kind sanitizer" \
  swift build --build-tests --sanitize "$kind" --scratch-path "$scratch"
exec Scripts/quietly.sh "tests with the $kind sanitizer" \
  Scripts/test.sh --sanitize "$kind" --scratch-path "$scratch" "$@"
