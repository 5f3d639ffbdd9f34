// Dictionary: texts numbered from 0 in the order in which they were first met. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace soleil::eval {

class Dictionary {
 public:
  Dictionary() = default;
  Dictionary(Dictionary&&) = default;
  Dictionary& operator=(Dictionary&&) = default;

  uint32_t add(std::string_view text);  // the number it has, or a new one
  std::optional<uint32_t> find(std::string_view text) const;
  const std::string& text(uint32_t code) const { return texts_[code]; }
  double number(uint32_t code) const;  // the text read as a number; NaN when it is none
  size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque, for the map points into it
  std::unordered_map<std::string_view, uint32_t> codes_;
};

// Decimal, whole text, finite; nullopt otherwise.
std::optional<double> parse_number(std::string_view text);

}  // namespace soleil::eval
