# ./dev build [preset] [target…]: dev (default), release, asan, tsan. One build at a time on this machine.
build_preset() {  # preset target…
  local name=$1; shift
  [ -f "build/$name/build.ninja" ] || cmake --preset "$name" >/dev/null
  (flock 9; cmake --build "build/$name" ${1:+--target "$@"}) 9>"${TMPDIR:-/tmp}/soleil-build.lock"
}

dev_build() {
  local name=dev
  case "${1:-}" in dev|release|asan|tsan) name=$1; shift ;; esac
  build_preset "$name" "$@"
}

build_web() {  # when a source is newer than the last build
  [ -f web/package.json ] || return 0
  if [ ! -f web/dist/index.html ] ||
     [ -n "$(find web/src web/public web/*.json web/*.ts web/*.html docs/openapi.yaml -newer web/dist/index.html -print -quit 2>/dev/null)" ]; then
    say "building the web client"
    (cd web && npm run --silent build)
    # What the server sends to browsers that take gzip, made once.
    find web/dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \) -size +1k -exec gzip -9 -n -k -f {} +
  fi
}

dev_format() { git ls-files '*.cpp' '*.h' | xargs clang-format -i; }
