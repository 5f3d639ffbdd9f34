# ./dev e2e [words]: Chromium, phone and desktop, against the real server; words choose files by how
# their name begins (journey, upload, access, people). Failures leave pictures under build/e2e/.
dev_e2e() {
  local program=${SOLEIL_BIN:-}
  if [ -z "$program" ]; then
    build_preset dev soleil
    program=$root/build/dev/soleil
  fi
  build_web
  SOLEIL_BIN=$program node tests/e2e/run.mjs "$@"
}
