// Search: videos, people, tags and sounds by what a person types: the beginning of a word finds it,
// accents and case do not matter, and small typos are forgiven. In memory, kept up by listening to
// the catalogue; only what may be listed is ever found. Thread-safe; never waits for I/O.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/term_index.h"

namespace soleil {

struct Found {  // the best first
  std::vector<VideoPtr> videos;
  std::vector<std::shared_ptr<const Account>> people;
  std::vector<TagCount> tags;
  std::vector<std::shared_ptr<const Sound>> sounds;
};

class Search {
 public:
  explicit Search(Catalog& catalog);
  Found find(std::string_view query, size_t limit_of_each) const;

 private:
  void put_video(const Video& video);
  void put_account(const Account& account);
  uint64_t tag_number(const std::string& tag);

  Catalog& catalog_;
  mutable std::shared_mutex mutex_;
  TermIndex videos_, people_, tags_, sounds_;
  std::unordered_map<std::string, uint64_t> tag_numbers_;
  std::vector<std::string> tag_texts_;  // by number - 1
  std::shared_ptr<void> video_changes_, account_changes_;
};

}  // namespace soleil
