#include "catalog/letters.h"

#include <locale.h>
#include <wctype.h>

#include "base/check.h"
#include "base/text.h"

namespace soleil {
namespace {

// Base letters of U+00C0..U+017F, one a code point; '*' where two letters stand for one (below).
constexpr std::string_view kLatin =
    "aaaaaa*ceeeeiiiidnooooo\xd7ouuuuy**aaaaaa*ceeeeiiiidnooooo\xf7ouuuuy*y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllllllln"
    "nnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xc0);

locale_t unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  SOLEIL_CHECK(locale != nullptr);
  return locale;
}

std::string_view two_letters(char32_t point) {
  switch (point) {
    case 0xc6:
    case 0xe6:
      return "ae";
    case 0xde:
    case 0xfe:
      return "th";
    case 0xdf:
      return "ss";
    case 0x132:
    case 0x133:
      return "ij";
    case 0x152:
    case 0x153:
      return "oe";
    default:
      return "";
  }
}

void append_folded(std::string& out, char32_t point) {
  if (point >= 0x300 && point <= 0x36f) return;  // combining accents
  if (point >= 0xc0 && point < 0x180) {
    const char base = kLatin[point - 0xc0];
    if (base == '*')
      out += two_letters(point);
    else if (base >= 'a' && base <= 'z')
      out += base;
    else
      append_point(out, point);
    return;
  }
  append_point(out, lower_point(point));
}

}  // namespace

char32_t next_point(std::string_view text, size_t& at) {
  const auto lead = static_cast<uint8_t>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  char32_t point = lead & (0x3f >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    point = point << 6 | (static_cast<uint8_t>(text[at++]) & 0x3f);
  return point;
}

void append_point(std::string& out, char32_t point) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | point >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | point >> 18);
    tail(12), tail(6), tail(0);
  }
}

char32_t lower_point(char32_t point) {
  if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(point), unicode()));
}

std::string lower(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) append_point(out, lower_point(next_point(text, at)));
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) append_folded(out, next_point(text, at));
  return out;
}

bool is_blank(char32_t p) {
  return p == ' ' || (p >= 9 && p <= 13) || p == 0x85 || p == 0xa0 || p == 0x1680 ||
         (p >= 0x2000 && p <= 0x200a) || p == 0x2028 || p == 0x2029 || p == 0x202f || p == 0x205f ||
         p == 0x3000;
}

bool is_control(char32_t p) {
  return p < 0x20 || (p >= 0x7f && p < 0xa0);
}

bool is_bidi_override(char32_t p) {
  return (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069);
}

bool is_word_point(char32_t p) {
  if (p < 0x80) return (p >= '0' && p <= '9') || (p >= 'a' && p <= 'z') || (p >= 'A' && p <= 'Z');
  if (p < 0xc0 || p == 0xd7 || p == 0xf7) return p == 0xaa || p == 0xb5 || p == 0xba;
  if (p >= 0x2000 && p <= 0x206f) return p == 0x200d;
  return !is_blank(p) && !(p >= 0x3001 && p <= 0x3003) && !(p >= 0x3008 && p <= 0x3011) &&
         !(p >= 0xff01 && p <= 0xff0f);
}

OneLine one_line(std::string_view text) {
  OneLine out;
  if (!is_utf8(text)) return out;
  bool gap = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t point = next_point(text, at);
    if (is_blank(point)) {
      gap = !out.text.empty();
      continue;
    }
    if (is_control(point)) return {};
    if (is_bidi_override(point)) continue;
    if (gap) out.text += ' ';
    gap = false;
    append_point(out.text, point);
  }
  out.is_text = true;
  return out;
}

}  // namespace soleil
