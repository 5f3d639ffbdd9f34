// TermIndex: an inverted index over folded words. A query's word finds a term that is it, that
// begins with it, or that differs by a typo (one in words of 4 to 7 letters, two in longer ones;
// candidates by shared trigrams). What holds more and rarer of the query's words scores higher.
// Not thread-safe. Bounded: terms a word may stand for, and documents looked at a term.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace soleil {

// Folded words of a text, in order, at most `words_max`.
std::vector<std::string> words_of(std::string_view text, size_t words_max);

struct Hit {
  uint64_t document = 0;
  double score = 0;  // whole words found, weighted; an exact word counts 1
};

class TermIndex {
 public:
  void put(uint64_t document, const std::vector<std::string>& words);  // replaces
  void erase(uint64_t document);
  std::vector<Hit> find(const std::vector<std::string>& words, size_t limit) const;  // best first
  size_t size() const { return terms_of_.size(); }

 private:
  using Documents = std::set<uint64_t>;
  using Matches = std::map<const Documents*, double>;  // with how well the term fits, 0..1
  void add_term(const std::string& term, uint64_t document);
  void drop_term(const std::string& term, uint64_t document);
  Matches matches(const std::string& word) const;
  void add_prefixed(Matches& out, const std::string& word) const;
  void add_similar(Matches& out, const std::string& word) const;

  std::map<std::string, Documents> terms_;
  std::unordered_map<std::string, std::set<std::string>> by_trigram_;
  std::unordered_map<uint64_t, std::vector<std::string>> terms_of_;
};

}  // namespace soleil
