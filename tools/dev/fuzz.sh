# ./dev fuzz [NAME|all] [SECONDS]: each tests/fuzz/NAME_fuzz.cpp with libFuzzer, AddressSanitizer and UBSan.
packages_fuzz="clang-16 libclang-rt-16-dev"

dev_fuzz() {
  local name=${1:-all} seconds=${2:-60} failed=0 ran=0
  # shellcheck disable=SC2086
  install_packages $packages_fuzz
  build_preset fuzz
  for target in build/fuzz/fuzz_*; do
    [ -x "$target" ] && [ ! -d "$target" ] || continue
    local short=${target##*/fuzz_}
    [ "$name" = all ] || [ "$name" = "$short" ] || continue
    local corpus="build/fuzz/corpus/$short"
    mkdir -p "$corpus"
    local seeds="tests/fuzz/seeds/$short"
    say "fuzzing $short for $seconds s"
    if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$short-" "$corpus" $([ -d "$seeds" ] && echo "$seeds") >"build/fuzz/$short.log" 2>&1; then
      say "$short: no finding, $(grep -oP 'stat::number_of_executed_units:\s*\K\d+' "build/fuzz/$short.log") inputs"
    else tail -n 40 "build/fuzz/$short.log" >&2; failed=$((failed + 1)); fi
    ran=$((ran + 1))
  done
  echo "fuzz: $((ran - failed)) passed, $failed failed"
  [ "$failed" = 0 ] && [ "$ran" -gt 0 ]
}
