# ./dev setup: what the project needs from Debian and npm, and nothing when it is there already.
packages_build="g++ cmake ninja-build ccache pkg-config libboost1.81-dev libexpected-dev libtomlplusplus-dev libsqlite3-dev
  libpq-dev libssl-dev libsodium-dev libseccomp-dev libopenblas-dev doctest-dev libmaxminddb-dev
  libhowardhinnant-date-dev libhnswlib-dev"
packages_run="ffmpeg bubblewrap espeak-ng fonts-dejavu-core fonts-quicksand fonts-leckerli-one fonts-noto-color-emoji
  ca-certificates tzdata"
packages_test="libfaiss-dev libopenblas-dev postgresql-15 chromium nginx-light wrk clang-format sqlite3 curl jq faketime"

missing_packages() {  # names not installed, of those given
  local have
  have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1=="ii"{print $2}')
  for name in "$@"; do grep -qx -- "$name" <<<"$have" || echo "$name"; done
}

install_packages() {
  local missing
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  say "installing from Debian:" $missing
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

check_node() {
  command -v node >/dev/null || die "Node.js >= 20.19 is needed (nodejs.org or Debian backports); none was found."
  node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' ||
    die "Node.js >= 20.19 is needed; this is $(node --version)."
}

install_node_modules() {  # folder: npm ci when the lock file is newer than the last install
  local stamp="$1/node_modules/.soleil-installed"
  [ -f "$1/package-lock.json" ] || return 0
  if [ ! -f "$stamp" ] || [ "$1/package-lock.json" -nt "$stamp" ]; then
    say "installing npm packages in $1"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) && touch "$stamp"
  fi
}

dev_setup() {  # [run|release|all]
  check_node
  # shellcheck disable=SC2086
  if [ "${1:-all}" = run ]; then install_packages $packages_build $packages_run
  elif [ "${1:-all}" = release ]; then install_packages $packages_build dpkg-dev jq
  else install_packages $packages_build $packages_run $packages_test; fi
  install_node_modules web
  [ "${1:-all}" != all ] || install_node_modules tests/fediverse
  install_node_modules tools/geo
}
