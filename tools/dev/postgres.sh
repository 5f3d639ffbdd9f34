# A PostgreSQL 15 of the tests' own: loopback, a free port, a folder under /tmp, fsync on.
postgres_bin=/usr/lib/postgresql/15/bin

as_postgres() {  # initdb refuses to run as root
  if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"); else "$@"; fi
}

start_postgres() {  # sets postgres_folder and exports SOLEIL_TEST_DATABASE_URL
  [ -x $postgres_bin/initdb ] || die "PostgreSQL 15 is missing: ./dev setup"
  postgres_folder=$(mktemp -d /tmp/soleil-postgres-XXXXXX)
  [ "$(id -u)" = 0 ] && chown postgres "$postgres_folder"
  local port log="$postgres_folder/log"
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  as_postgres $postgres_bin/initdb -D "$postgres_folder/data" -U soleil -A trust -E UTF8 \
    --locale=C.UTF-8 >"$postgres_folder/initdb.log" 2>&1 || { cat "$postgres_folder/initdb.log" >&2; die "initdb failed"; }
  as_postgres $postgres_bin/pg_ctl -D "$postgres_folder/data" -l "$log" -w -t 60 \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$postgres_folder" \
    start >/dev/null || { cat "$log" >&2; die "PostgreSQL did not start"; }
  export SOLEIL_TEST_DATABASE_URL="postgres://soleil@127.0.0.1:$port/postgres"
  export PGOPTIONS="-c client_min_messages=warning"  # psql: no word of what a dropped schema takes along
  say "PostgreSQL at $SOLEIL_TEST_DATABASE_URL"
}

stop_postgres() {
  [ -n "${postgres_folder:-}" ] || return 0
  as_postgres $postgres_bin/pg_ctl -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$postgres_folder"
}

# ./dev test --store postgres: every unit and contract suite with the database seam on PostgreSQL, then the API transcripts.
test_store() {
  [ "${1:-}" = postgres ] || die "no store '${1:-}'; there is: postgres"
  dev_setup all
  trap stop_postgres EXIT
  start_postgres
  test_unit
  [ ! -f tests/api/run.mjs ] || test_api  # reads SOLEIL_TEST_DATABASE_URL
}
