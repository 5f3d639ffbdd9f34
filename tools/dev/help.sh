dev_help() {
  cat <<'TXT'
./dev run [--empty] [--data DIR] [--port N]   install, build, start Soleil at http://localhost:8080 with demo content
./dev test                  install, build, pass the everyday tests
./dev test NAME             one of: tidy data unit api peers sale web demo bugs format; long ones: corpus crash taste ledger backup residency release custody fediverse carveout
./dev test --store postgres the database suite and the API transcripts on a real PostgreSQL
./dev setup                 install what is missing
./dev build [PRESET]        dev (default), release, asan, tsan
./dev check                 format, tidy, unit tests, sanitizers, 100 simulated worlds: before a commit
./dev e2e                   the browser tests
./dev sim --seeds N         N simulated worlds
./dev fuzz [NAME] [SECONDS] fuzz targets
./dev bench NAME            serve, publish, swipe, feed, ann, ledger, quality: figures on one last line
./dev demo                  (again) demo content into a running server
./dev demo regions          Virginia, Dublin and Singapore on this machine: sign-ups, a lost disk, a move, a sale
./dev release               a reproducible .deb and its entry for the log of releases
./dev format                clang-format
TXT
}
