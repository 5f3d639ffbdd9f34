// Vocabulary: small numbers for words (tags, languages), given in order of arrival. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace soleil {

class Vocabulary {
 public:
  uint32_t number(std::string_view word) {  // new words get the next number
    const auto [at, added] = numbers_.try_emplace(std::string(word), words_.size());
    if (added) words_.push_back(at->first);
    return at->second;
  }
  std::optional<uint32_t> find(std::string_view word) const {
    const auto at = numbers_.find(std::string(word));
    return at == numbers_.end() ? std::nullopt : std::optional(at->second);
  }
  const std::string& word(uint32_t number) const { return words_[number]; }
  size_t size() const { return words_.size(); }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    uint64_t count = words_.size();
    if constexpr (File::kReads)
      count = file.count(sizeof(uint64_t));
    else
      file.value(count);
    for (uint64_t n = 0; n < count; ++n) {
      std::string word = File::kReads ? "" : words_[n];
      file.text(word);
      if constexpr (File::kReads) number(word);
    }
  }

 private:
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<std::string> words_;
};

}  // namespace soleil
