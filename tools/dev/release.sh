# ./dev release [--out DIR]: a .deb whose bytes depend on the commit and Debian's packages only (SOURCE_DATE_EPOCH,
# reproducible-builds.org), and beside it a JSON file with the hashes: that file is the entry for the log `release`.
# Whoever checks out the same commit elsewhere gets the same two files.
dev_release() {
  local out=build/package
  if [ "${1:-}" = --out ] && [ -n "${2:-}" ]; then out=$2; elif [ $# -gt 0 ]; then die "usage: ./dev release [--out DIR]"; fi
  [ -z "$(git status --porcelain)" ] ||
    die "a release is a commit that others can check out: commit first ('git status' lists what is not)."
  dev_setup release
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct); export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
  local commit version
  commit=$(git rev-parse HEAD)
  version=$(sed -n 's/^project(soleil VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)+git$(date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d).${commit:0:7}
  build_program package soleil soleil-verify soleil-witness
  rm -rf web/dist web/node_modules/.vite; build_web  # from nothing: what an older build left must not go in

  local tree; tree=$(mktemp -d)
  package_tree "$tree" "$version"
  mkdir -p "$out"
  local deb="$out/soleil_${version}_amd64.deb"
  dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$tree" "$deb" >/dev/null
  release_entry "$tree" "$deb" "$version" "$commit" >"$out/soleil_${version}_amd64.json"
  rm -rf "$tree"
  say "$deb, and its entry for the log in ${deb%.deb}.json"
  echo "release deb_sha256=$(sha256sum <"$deb" | cut -d' ' -f1) program_sha256=$(jq -r '.programs["usr/bin/soleil"]' "${deb%.deb}.json") commit=${commit:0:12}"
}

package_tree() {  # folder version: everything that goes on the disk, with one date
  local tree=$1 share="$1/usr/share/soleil" doc="$1/usr/share/doc/soleil"
  mkdir -p "$tree"/{DEBIAN,usr/bin,lib/systemd/system,etc/soleil} "$share" "$doc"
  for program in soleil soleil-verify soleil-witness; do
    install -m 755 -s "build/package/$program" "$tree/usr/bin/$program"
  done
  cp -r web/dist "$share/web"
  cp tools/geo/node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb "$share/"
  cp deploy/soleil.service deploy/soleil-witness.service "$tree/lib/systemd/system/"
  build/package/soleil check-config | sed 's/^/# /' >"$tree/etc/soleil/soleil.toml"
  cp README.md LICENSE "$doc/"; cp deploy/debian/copyright "$doc/"
  install -m 755 deploy/debian/{postinst,prerm,postrm} "$tree/DEBIAN/"
  echo /etc/soleil/soleil.toml >"$tree/DEBIAN/conffiles"
  package_control "$tree" "$2" >"$tree/DEBIAN/control"
  find "$tree" -type d -exec chmod 755 {} +
  find "$tree" -type f -not -path '*/usr/bin/*' -not -path '*/DEBIAN/p*' -exec chmod 644 {} +
  (cd "$tree" && find . -type f -not -path './DEBIAN/*' | sort | sed 's|^\./||' | xargs md5sum >DEBIAN/md5sums)
  find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

package_control() {  # folder version
  local libraries work; work=$(mktemp -d); mkdir "$work/debian"; echo "Source: soleil" >"$work/debian/control"
  libraries=$(cd "$work" && dpkg-shlibdeps -O "$1"/usr/bin/* 2>/dev/null | sed 's/^shlibs:Depends=//'); rm -rf "$work"
  sed -e "s/@VERSION@/$2/" -e "s/@LIBRARIES@/$libraries/" \
    -e "s/@SIZE@/$(du -sk --apparent-size "$1" | cut -f1)/" deploy/debian/control
}

release_entry() {  # tree deb version commit: one line of JSON, the same for everybody who builds this commit
  local programs built
  programs=$(cd "$1" && sha256sum usr/bin/* | jq -Rn '[inputs|split("  ")|{(.[1]):.[0]}]|add')
  # shellcheck disable=SC2086,SC2016
  built=$(dpkg-query -W -f '${Package} ${Version}\n' g++-12 libc6-dev binutils dpkg $packages_build | sort -u |
          jq -Rn '[inputs|split(" ")|{(.[0]):.[1]}]|add')
  jq -cnS --arg version "$3" --arg commit "$4" --arg deb "$(sha256sum <"$2" | cut -d' ' -f1)" --arg node "$(node --version)" \
    --argjson programs "$programs" --argjson built "$built" \
    '{kind:"package",version:1,release:$version,commit:$commit,deb_sha256:$deb,programs:$programs,built_with:($built+{node:$node})}'
}
