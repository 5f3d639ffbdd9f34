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
  build_program release soleil soleil-witness
  build_web
  mkdir -p "$data"
  trap 'trap - INT TERM; kill $(jobs -p) 2>/dev/null; wait' INT TERM EXIT
  [ -n "$config" ] || witness_beside "$data" "$port"
  build/release/soleil serve --data "$data" --port "$port" ${config:+--config "$config"} \
    --demo-token-file "$data/demo-token" 2>>"$data/soleil.log" &
  local server=$!
  if [ -z "$empty" ] && [ ! -f "$data/demo-done" ]; then
    demo_into "http://127.0.0.1:$port" "$data" &
  fi
  wait "$server" || { tail -n 5 "$data/soleil.log" >&2; die "Soleil ended; its log is $data/soleil.log"; }
}

# The logs of a new installation are cosigned by a witness of its own from the first checkpoint on: a process beside the
# server, started again when it ends. It shows how that works; a real site asks witnesses that others run.
witness_beside() {  # data port
  local state="$1/witness" program=build/release/soleil-witness
  if [ ! -d "$1/ledger" ] && [ ! -d "$state" ]; then
    local key at
    at=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    key=$("$program" init --state "$state" --name "localhost/witness")
    echo "$at" >"$state/port"
    build/release/soleil ledger init --data "$1" --origin "localhost:$2/ledger" \
      --witness "beside $key http://127.0.0.1:$at" >/dev/null
  fi
  [ -f "$state/port" ] || return 0
  (trap 'kill "$!" 2>/dev/null; exit' TERM INT
   while true; do
     "$program" serve --state "$state" --policy "$1/ledger/trust-policy" --port "$(cat "$state/port")" >/dev/null &
     wait "$!" || sleep 1
   done) 2>>"$1/witness.log" &
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
  node demo/trust.mjs --server "$1" --data "$2" || say "the trust centre is not filled; ./dev demo takes it up again."
  if nice -n 5 demo/make "$clips" | node demo/import.mjs --server "$1" --data "$2"; then
    touch "$2/demo-done"; rm -rf "$clips"
  else say "the demo content is not complete; ./dev demo takes it up again."; fi
}

dev_demo() {  # [--data DIR] [--port N]: demo content into a running server; regions: three regions on loopback
  if [ "${1:-}" = regions ]; then
    shift; dev_setup run; build_program release soleil; build_web
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
