# ./dev test [name]: the everyday set without a name; long ones by name.
test_unit() { build_preset "${preset:-dev}"; (cd "build/${preset:-dev}" && ctest --output-on-failure "$@"); }

dev_test() {
  case "${1:-}" in
    "") dev_setup all; test_unit ;;
    unit) shift; test_unit "$@" ;;
    *) die "no test '$1'" ;;
  esac
}
