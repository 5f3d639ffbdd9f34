// Letters: what the catalogue needs to know of Unicode. All functions take valid UTF-8. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace soleil {

// The next code point of text from `at`, which is moved past it. at < text.size().
char32_t next_point(std::string_view text, size_t& at);
void append_point(std::string& out, char32_t point);

char32_t lower_point(char32_t point);
std::string lower(std::string_view text);
// For comparing: lower case, without accents ("Élan" -> "elan", "Straße" -> "strasse").
std::string fold(std::string_view text);

bool is_blank(char32_t point);          // white space of any script, line ends too
bool is_control(char32_t point);        // C0, DEL, C1, line and paragraph separators
bool is_bidi_override(char32_t point);  // may turn the rest of a page around
bool is_word_point(char32_t point);     // letters, digits, marks, emoji: not punctuation or blanks

// One line of text for people: blanks of any kind become single spaces, bidi overrides go, ends
// are trimmed. nullopt: not UTF-8, or another control character.
struct OneLine {
  bool is_text = false;
  std::string text;
};
OneLine one_line(std::string_view text);

}  // namespace soleil
