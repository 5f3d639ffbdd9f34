# ./dev run [--empty] [--data DIR] [--port N] [--config FILE]: install, build, start, fill with demo content.
dev_run() {
  local data=data port=8080 empty= config=
  while [ $# -gt 0 ]; do
    case "$1" in
      --empty) empty=1 ;;
      --data) data=$2; shift ;;
      --port) port=$2; shift ;;
      --config) config=$2; shift ;;
      *) die "usage: ./dev run [--empty] [--data DIR] [--port N] [--config FILE]" ;;
    esac
    shift
  done
  dev_setup run
  build_program release soleil
  build_web
  mkdir -p "$data"
  trap 'trap - INT TERM; kill $(jobs -p) 2>/dev/null; wait' INT TERM EXIT
  build/release/soleil serve --data "$data" --port "$port" ${config:+--config "$config"} \
    --demo-token-file "$data/demo-token" 2>>"$data/soleil.log" &
  local server=$!
  if [ -z "$empty" ] && [ ! -f "$data/demo-done" ]; then
    demo_into "http://127.0.0.1:$port" "$data" &
  fi
  wait "$server" || { tail -n 5 "$data/soleil.log" >&2; die "Soleil ended; its log is $data/soleil.log"; }
}

# A build that says only how far it is, and everything when it fails.
build_program() {  # preset target…
  local log; log=$(mktemp)
  if [ ! -x "build/$1/$2" ]; then say "building Soleil (a few minutes the first time)"; fi
  if [ -t 2 ]; then
    build_preset "$@" 2>&1 | tee "$log" | while read -r line; do
      case "$line" in '['*) printf '\r\033[K%s' "${line:0:100}" >&2 ;; esac
    done
    printf '\r\033[K' >&2
  else build_preset "$@" >"$log" 2>&1 || true; fi
  if ! build_preset "$@" >>"$log" 2>&1; then tail -n 60 "$log" >&2; rm -f "$log"; die "the build failed."; fi
  rm -f "$log"
}

demo_into() {  # url data
  local clips="$2/demo-clips"
  until [ -s "$2/demo-token" ]; do sleep 0.2; done
  if nice -n 5 demo/make "$clips" | node demo/import.mjs --server "$1" --data "$2"; then
    touch "$2/demo-done"; rm -rf "$clips"
  else say "the demo content is not complete; ./dev demo takes it up again."; fi
}

dev_demo() {  # [--data DIR] [--port N]: demo content into a running server; regions: three regions on loopback
  if [ "${1:-}" = regions ]; then
    shift; dev_setup run; build_program release soleil
    node demo/regions.mjs build/release/soleil "$@"; return
  fi
  local data=data port=8080
  while [ $# -gt 0 ]; do
    case "$1" in --data) data=$2 ;; --port) port=$2 ;; *) die "usage: ./dev demo [--data DIR] [--port N]" ;; esac
    shift 2
  done
  [ ! -f "$data/demo-done" ] || { say "the demo content is already there ($data/demo-done)"; return; }
  demo_into "http://127.0.0.1:$port" "$data"
}
