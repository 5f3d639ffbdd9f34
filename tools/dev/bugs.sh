# ./dev test bugs [name]: each planted fault must turn its check red. First line of a patch: "# red: COMMAND".
test_bugs() {
  local tree="$root/build/bugs" passed=0 failed=0
  git worktree remove --force "$tree" 2>/dev/null || true
  rm -rf "$tree"; git worktree prune
  git worktree add -q --detach "$tree" HEAD
  [ -d web/node_modules ] && ln -sfn "$root/web/node_modules" "$tree/web/node_modules"
  for patch in tests/bugs/${1:-*}.patch; do
    local name command; name=$(basename "$patch" .patch)
    command=$(sed -n '1s/^# red: //p' "$patch")
    if [ -z "$command" ]; then say "$name: no '# red:' line"; failed=$((failed + 1)); continue; fi
    if ! git -C "$tree" apply "$root/$patch"; then say "$name: the patch does not apply"; failed=$((failed + 1)); continue; fi
    if (cd "$tree" && timeout 600 bash -c "$command") >"build/bugs-$name.log" 2>&1; then
      say "$name: NOT seen by: $command"; failed=$((failed + 1))
    elif grep -q "^ninja: build stopped" "build/bugs-$name.log"; then
      say "$name: does not build (build/bugs-$name.log)"; failed=$((failed + 1))
    else
      say "$name: red, as it should be"; passed=$((passed + 1))
    fi
    git -C "$tree" checkout -q .; git -C "$tree" clean -qfd -e build -e web/node_modules
  done
  git worktree remove --force "$tree"
  echo "bugs: $passed passed, $failed failed"
  [ "$failed" = 0 ]
}
