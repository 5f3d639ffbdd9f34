#include "ledger/tiles.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "ledger/log_reader.h"
#include "support/proof_cases.h"

using namespace soleil;

TEST_SUITE_BEGIN("ledger");

namespace {

// A log in memory, by appending "0", "1" … in batches.
struct GrownLog {
  std::map<std::string, std::string> files;
  RightEdge edge;

  void grow(uint64_t by) {
    std::vector<NamedBytes> made;
    for (uint64_t i = 0; i < by; ++i) edge.append(std::to_string(edge.size()), made);
    for (const auto& partial : edge.partials()) made.push_back(partial);
    for (const auto& file : made) files[file.path] = file.bytes;
  }
  ReadFile reader() const {
    return [this](const std::string& path) -> Result<std::string> {
      const auto found = files.find(path);
      if (found != files.end()) return found->second;
      return fail(Code::not_found, "no_file", path);
    };
  }
};

}  // namespace

TEST_CASE("tiles: paths") {
  CHECK(tile_path({0, 0}) == "tile/0/000");
  CHECK(tile_path({0, 1'234'067}) == "tile/0/x001/x234/067");
  CHECK(tile_path({2, 1'000, 7}) == "tile/2/x001/000.p/7");
  CHECK(tile_path({Tile::kEntries, 273, 112}) == "tile/entries/273.p/112");
}

TEST_CASE("tiles: a tree of 70,000 has the tiles that the specification names") {
  GrownLog log;
  log.grow(70'000);
  std::map<int, int> full, partial;
  for (const Tile& tile : tiles_of(70'000)) {
    if (tile.is_full())
      ++full[tile.level];
    else
      partial[tile.level] = tile.width;
    CHECK(log.files.contains(tile_path(tile)));
  }
  CHECK(full == std::map<int, int>{{Tile::kEntries, 273}, {0, 273}, {1, 1}});
  CHECK(partial == std::map<int, int>{{Tile::kEntries, 112}, {0, 112}, {1, 17}, {2, 1}});
  CHECK(log.files.size() == tiles_of(70'000).size());
  CHECK(log.files["tile/0/000"].size() == 8'192);
  CHECK(audit_log(log.reader(), log.edge.head()));
}

TEST_CASE("tiles: 256 entries make a full tile and a partial one above") {
  GrownLog log;
  log.grow(256);
  CHECK(log.files.size() == 3);
  CHECK(log.files.contains("tile/1/000.p/1"));
}

TEST_CASE("tiles: the edge has the root of the definition, and reads back as itself") {
  GrownLog log;
  for (uint64_t size = 0; size < 800; size += 1 + size / 7) {
    log.grow(size - log.edge.size());
    CHECK(log.edge.head().root == root_at(size, subtrees_by_definition()).value());
    const auto again = edge_of(log.reader(), log.edge.head());
    REQUIRE(again);
    CHECK(again->partials().size() == log.edge.partials().size());
  }
  TreeHead wrong = log.edge.head();
  wrong.root[0] ^= 1;
  CHECK(edge_of(log.reader(), wrong).error().reason == "root_differs");
}

TEST_CASE("tiles: proofs are made from tiles, of any size up to the log's") {
  GrownLog log;
  log.grow(70'000);
  LogReader reader(log.reader(), 70'000);
  for (const uint64_t index : {uint64_t{0}, uint64_t{255}, uint64_t{65'536}, uint64_t{69'999}}) {
    const auto proof = prove_inclusion(index, 70'000, reader.subtrees());
    REQUIRE(proof);
    CHECK(check_inclusion(index, nth_leaf(index), log.edge.head(), *proof));
    CHECK(reader.entry(index).value() == std::to_string(index));
  }
  for (const uint64_t old_size : {uint64_t{1}, uint64_t{256}, uint64_t{257}, uint64_t{65'537}}) {
    const TreeHead old_tree{old_size, root_at(old_size, reader.subtrees()).value()};
    CHECK(old_tree.root == root_at(old_size, subtrees_by_definition()).value());
    const auto proof = prove_consistency(old_size, 70'000, reader.subtrees());
    CHECK(check_consistency(old_tree, log.edge.head(), proof.value()));
  }
  CHECK(reader.entry(70'000).error().reason == "beyond_log");
}

TEST_CASE("tiles: a reader of an older tree takes the full tile where its partial one is gone") {
  GrownLog log;
  log.grow(100);
  const TreeHead old_tree = log.edge.head();
  log.grow(300);
  std::erase_if(log.files, [](const auto& file) { return file.first.ends_with(".p/100"); });
  CHECK(edge_of(log.reader(), old_tree));
  CHECK(audit_log(log.reader(), old_tree));
  CHECK(LogReader(log.reader(), 100).entry(99).value() == "99");
}

TEST_CASE("tiles: an audit finds a changed byte in whatever file it is") {
  GrownLog log;
  log.grow(70'000);
  std::set<std::string> reasons;
  for (const char* path : {"tile/entries/000", "tile/entries/273.p/112", "tile/0/100",
                           "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}) {
    GrownLog changed = log;
    changed.files[path][31] ^= 1;
    const auto audit = audit_log(changed.reader(), log.edge.head());
    INFO(path);
    REQUIRE_FALSE(audit);
    reasons.insert(audit.error().reason);
  }
  CHECK(reasons.contains("entry_differs"));
  CHECK(reasons.contains("tile_differs"));
}

TEST_SUITE_END();
