# ./dev test [name]: the everyday set without a name; long ones by name.
test_tidy() { node tests/tidy/tidy.mjs; }
test_unit() { build_preset "${preset:-dev}"; (cd "build/${preset:-dev}" && ctest --output-on-failure "$@"); }

dev_test() {
  case "${1:-}" in
    "") dev_setup all; test_tidy; test_unit ;;
    tidy) test_tidy ;;
    unit) shift; test_unit "$@" ;;
    *) die "no test '$1'" ;;
  esac
}
