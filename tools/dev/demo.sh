# ./dev demo [--data DIR] [--server URL]: makes the demo clips (kept in DIR/demo) and publishes them as they get ready.
dev_demo() {
  local data=data server=http://localhost:8080
  while [ $# -gt 0 ]; do
    case "$1" in
      --data) data=$2; shift 2 ;;
      --server) server=$2; shift 2 ;;
      *) die "./dev demo [--data DIR] [--server URL]; not '$1'" ;;
    esac
  done
  [ -f "$data/demo-token" ] || die "no $data/demo-token: start the server with ./dev run first"
  nice -n 10 demo/make "$data/demo" | demo/import.mjs --data "$data" --clips "$data/demo" --server "$server"
}
