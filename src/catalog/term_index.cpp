#include "catalog/term_index.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr size_t kPrefixTermsMax = 64;        // terms that one typed beginning may stand for
constexpr size_t kSimilarTermsMax = 400;      // terms whose distance is measured
constexpr size_t kDocumentsATermMax = 5'000;  // the newest

std::u32string points_of(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out += next_point(text, at);
  return out;
}

// "^sun$" -> ^su, sun, un$: so that short words have trigrams too.
std::vector<std::string> trigrams_of(const std::string& term) {
  const std::u32string points = U"^" + points_of(term) + U"$";
  std::vector<std::string> out;
  for (size_t i = 0; i + 3 <= points.size(); ++i) {
    std::string trigram;
    for (size_t k = 0; k < 3; ++k) append_point(trigram, points[i + k]);
    out.push_back(std::move(trigram));
  }
  return out;
}

size_t typos_allowed(size_t length) {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

// Insertions, deletions, substitutions and swaps of neighbours that make b of a.
size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

template <class Map>
void keep_best(Map& map, const typename Map::key_type& key, double value) {
  double& place = map[key];
  place = std::max(place, value);
}

}  // namespace

std::vector<std::string> words_of(std::string_view text, size_t words_max) {
  std::vector<std::string> out;
  if (!is_utf8(text)) return out;
  const std::string folded = fold(text);
  std::string word;
  for (size_t at = 0; at < folded.size() && out.size() < words_max;) {
    const char32_t point = next_point(folded, at);
    if (is_word_point(point)) {
      append_point(word, point);
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty() && out.size() < words_max) out.push_back(std::move(word));
  return out;
}

void TermIndex::put(uint64_t document, const std::vector<std::string>& words) {
  std::vector<std::string> terms = words;
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  const auto known = terms_of_.find(document);
  if (known != terms_of_.end() && known->second == terms) return;
  erase(document);
  for (const std::string& term : terms) add_term(term, document);
  terms_of_[document] = std::move(terms);
}

void TermIndex::erase(uint64_t document) {
  const auto known = terms_of_.find(document);
  if (known == terms_of_.end()) return;
  for (const std::string& term : known->second) drop_term(term, document);
  terms_of_.erase(known);
}

void TermIndex::add_term(const std::string& term, uint64_t document) {
  auto [place, is_new] = terms_.try_emplace(term);
  place->second.insert(document);
  if (is_new)
    for (const std::string& trigram : trigrams_of(term)) by_trigram_[trigram].insert(term);
}

void TermIndex::drop_term(const std::string& term, uint64_t document) {
  const auto place = terms_.find(term);
  if (place == terms_.end()) return;
  place->second.erase(document);
  if (!place->second.empty()) return;
  for (const std::string& trigram : trigrams_of(term)) {
    const auto with = by_trigram_.find(trigram);
    if (with == by_trigram_.end()) continue;
    with->second.erase(term);
    if (with->second.empty()) by_trigram_.erase(with);
  }
  terms_.erase(place);
}

void TermIndex::add_prefixed(Matches& out, const std::string& word) const {
  auto at = terms_.lower_bound(word);
  for (size_t n = 0; n < kPrefixTermsMax && at != terms_.end(); ++n, ++at) {
    if (!at->first.starts_with(word)) return;
    const double share = static_cast<double>(word.size()) / static_cast<double>(at->first.size());
    keep_best(out, &at->second, at->first == word ? 1.0 : 0.5 + 0.4 * share);
  }
}

void TermIndex::add_similar(Matches& out, const std::string& word) const {
  const std::u32string points = points_of(word);
  const size_t allowed = typos_allowed(points.size());
  if (allowed == 0) return;
  std::map<std::string, size_t> shared;  // trigrams in common
  for (const std::string& trigram : trigrams_of(word)) {
    const auto with = by_trigram_.find(trigram);
    if (with == by_trigram_.end()) continue;
    for (const std::string& term : with->second) {
      if (shared.size() >= kSimilarTermsMax && !shared.contains(term)) continue;
      ++shared[term];
    }
  }
  for (const auto& [term, count] : shared) {
    const size_t typos = distance(points, points_of(term));
    if (typos > 0 && typos <= allowed)
      keep_best(out, &terms_.at(term), 0.45 / static_cast<double>(typos));
  }
}

TermIndex::Matches TermIndex::matches(const std::string& word) const {
  Matches out;
  add_prefixed(out, word);
  add_similar(out, word);
  return out;
}

std::vector<Hit> TermIndex::find(const std::vector<std::string>& words, size_t limit) const {
  std::unordered_map<uint64_t, double> scores;
  for (const std::string& word : words) {
    std::unordered_map<uint64_t, double> best;  // of this word
    for (const auto& [documents, fit] : matches(word)) {
      const double rarity = 1 / (1 + std::log1p(static_cast<double>(documents->size())));
      size_t looked_at = 0;
      for (auto at = documents->rbegin(); at != documents->rend(); ++at) {
        if (++looked_at > kDocumentsATermMax) break;
        keep_best(best, *at, fit + 0.2 * rarity);
      }
    }
    for (const auto& [document, score] : best) scores[document] += score;
  }
  std::vector<Hit> out;
  for (const auto& [document, score] : scores) out.push_back({document, score});
  const auto middle = out.begin() + static_cast<ptrdiff_t>(std::min(limit, out.size()));
  std::partial_sort(out.begin(), middle, out.end(), [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.document > b.document;
  });
  out.erase(middle, out.end());
  return out;
}

}  // namespace soleil
