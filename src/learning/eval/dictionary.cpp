#include "learning/eval/dictionary.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace soleil::eval {

uint32_t Dictionary::add(std::string_view text) {
  if (const auto known = codes_.find(text); known != codes_.end()) return known->second;
  const auto code = static_cast<uint32_t>(texts_.size());
  texts_.emplace_back(text);
  codes_.emplace(texts_.back(), code);
  return code;
}

std::optional<uint32_t> Dictionary::find(std::string_view text) const {
  const auto known = codes_.find(text);
  return known == codes_.end() ? std::nullopt : std::optional(known->second);
}

double Dictionary::number(uint32_t code) const {
  return parse_number(texts_[code]).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

}  // namespace soleil::eval
