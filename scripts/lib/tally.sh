# shellcheck shell=bash
# The sums of a test run, and its last line.

PASSED=0 FAILED=0 SKIPPED=0

# tally "PASSED FAILED SKIPPED"
tally() {
    local passed failed skipped
    read -r passed failed skipped <<<"$1"
    ((PASSED += passed, FAILED += failed, SKIPPED += skipped)) || true
}

close_tally() {
    local line="$PASSED passed, $FAILED failed"
    ((SKIPPED == 0)) || line+=", $SKIPPED skipped"
    clean_up_all
    echo "$line"
    ((FAILED == 0 && PASSED > 0)) || exit 1
    exit 0
}
