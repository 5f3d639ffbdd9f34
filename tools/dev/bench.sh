# ./dev bench NAME: bench/NAME/run, with the release build. Its last line is `NAME key=value …`.
dev_bench() {
  local name=${1:-}
  [ -n "$name" ] && [ -x "bench/$name/run" ] ||
    die "no bench '$name': $(cd bench && ls -d */ 2>/dev/null | tr -d /| tr '\n' ' ')"
  shift
  dev_setup all
  build_program release soleil
  build_web
  "bench/$name/run" "$@"
}
