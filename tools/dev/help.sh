dev_help() {
  cat <<'TXT'
./dev run [--empty]      install, build, start Soleil at http://localhost:8080 with demo content
./dev test [NAME]        install, build, pass the everyday tests; NAME: unit, and the long ones
./dev setup | build [dev|release|asan|tsan] | format
TXT
}
