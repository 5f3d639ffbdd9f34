# ./dev test [name]: the everyday set without a name; long ones by name.
test_tidy() { node tests/tidy/tidy.mjs; }
test_data() { node tests/data/inventory.mjs; }
test_unit() { build_preset "${preset:-dev}"; (cd "build/${preset:-dev}" && ctest --output-on-failure "$@"); }
test_demo() { node --test demo/*.test.mjs; }
test_web() { (cd web && npm run --silent check && npm run --silent test && npm run --silent size); }
test_api() { build_preset dev soleil; build_web; node tests/api/run.mjs build/dev/soleil "$@"; }

# A quick round with other servers, one of them made with Fedify; ./dev test fediverse is the long one.
test_peers() { build_preset dev soleil; build_web; node tests/fediverse/fediverse.mjs build/dev/soleil; }

# A small sale, killed, with some of the omissions; ./dev test carveout is the long one.
test_sale() {
  build_preset dev soleil soleil_carveout_seed
  node tests/carveout/carveout.mjs build/dev/soleil build/dev/soleil_carveout_seed --persons 240 --kills 2 --omissions 7
}

test_everyday() {
  dev_setup all
  test_tidy
  test_data
  build_web
  test_web
  test_unit
  test_api
  test_peers
  test_sale
  dev_sim --seeds 20
  test_demo
  dev_e2e
}

dev_test() {
  case "${1:-}" in
    "") test_everyday ;;
    tidy|data|unit|demo|web|api|peers|sale|bugs|format) local name=$1; shift; "test_$name" "$@" ;;
    --store) shift; test_store "$@" ;;
    *) [ -x "tests/$1/run" ] || die "no test '$1': tidy data unit api peers sale web demo bugs format corpus crash taste ledger backup residency release custody fediverse carveout, --store postgres"
       local name=$1; shift; dev_setup all; build_program release soleil; build_web; "tests/$name/run" "$@" ;;
  esac
}
