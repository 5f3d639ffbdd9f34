# ./dev check: what must pass before a commit.
dev_check() {
  test_format
  test_tidy
  test_unit
  for sanitizer in asan tsan; do (preset=$sanitizer; test_unit); done
  dev_sim --seeds 100
}

test_format() {
  local bad
  bad=$(git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run -Werror 2>&1 | grep -c 'error:' || true)
  [ "$bad" = 0 ] || die "$bad places are not formatted: ./dev format"
}

dev_lint() {  # [file…]: clang-tidy on the files changed since main, or those named
  build_preset dev soleil_core
  local files=("$@")
  [ $# -gt 0 ] || mapfile -t files < <(git ls-files 'src/*.cpp')
  clang-tidy -p build/dev --quiet "${files[@]}"
}
