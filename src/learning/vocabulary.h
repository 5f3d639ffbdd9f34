// Vocabulary: small numbers for words (tags, languages), given in order of arrival. One thread
// gives them (or several in turns), any may look them up meanwhile.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/row_array.h"

namespace soleil {

class Vocabulary {
 public:
  uint32_t number(std::string_view word) {  // new words get the next number
    if (const auto at = numbers_.find(std::string(word)); at != numbers_.end()) return at->second;
    std::unique_lock lock(mutex_);
    return numbers_[std::string(word)] = words_.add(std::string(word));
  }
  std::optional<uint32_t> find(std::string_view word) const {
    std::shared_lock lock(mutex_);
    const auto at = numbers_.find(std::string(word));
    return at == numbers_.end() ? std::nullopt : std::optional(at->second);
  }
  const std::string& word(uint32_t number) const { return words_[number]; }
  size_t size() const { return words_.size(); }
  void begin_cut() { cut_ = size(); }  // words stay as they are
  void end_cut() {}
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    uint64_t count = cut_;
    if constexpr (File::kReads)
      count = file.count(sizeof(uint64_t));
    else
      file.value(count);
    for (uint32_t n = 0; n < count; ++n) {
      std::string word = File::kReads ? "" : words_[n];
      file.text(word);
      if constexpr (File::kReads) number(word);
    }
  }

 private:
  RowArray<std::string, 6> words_;
  std::unordered_map<std::string, uint32_t> numbers_;
  mutable std::shared_mutex mutex_;  // guards numbers_
  size_t cut_ = 0;
};

}  // namespace soleil
