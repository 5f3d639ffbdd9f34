#include "catalog/captions.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <vector>

#include "base/text.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kArrow = "-->";

struct Block {      // lines between blank ones
  size_t line = 0;  // of the first, from 1
  std::vector<std::string_view> lines;
};

tl::unexpected<Error> refused(const char* reason, size_t line, const std::string& why) {
  return fail(Code::invalid, reason, "Line " + std::to_string(line) + ": " + why);
}

// Ends of lines may be CR LF, LF or CR.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of("\r\n"), text.size());
    out.push_back(text.substr(0, end));
    const size_t skip = text.substr(end).starts_with("\r\n") ? 2 : 1;
    text.remove_prefix(std::min(text.size(), end + skip));
  }
  return out;
}

std::vector<Block> blocks_of(std::string_view text) {
  std::vector<Block> out;
  bool open = false;
  size_t number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    if (trim(line).empty()) {
      open = false;
      continue;
    }
    if (!open) out.push_back({number, {}});
    open = true;
    out.back().lines.push_back(line);
  }
  return out;
}

bool is_vtt_header(std::string_view line) {
  constexpr std::string_view kHeader = "WEBVTT";
  if (!line.starts_with(kHeader)) return false;
  return line.size() == kHeader.size() || line[kHeader.size()] == ' ' ||
         line[kHeader.size()] == '\t';
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_srt(const Block& first) {
  const bool arrow = first.lines[0].find(kArrow) != std::string_view::npos;
  return arrow || (is_number(trim(first.lines[0])) && first.lines.size() > 1 &&
                   first.lines[1].find(kArrow) != std::string_view::npos);
}

// "01:02:03.456", "02:03.456", and SubRip's comma. Whole minutes and seconds below 60.
std::optional<int64_t> time_ms(std::string_view text, bool srt) {
  size_t dot = text.rfind('.');
  if (srt && dot == std::string_view::npos) dot = text.rfind(',');
  if (dot == std::string_view::npos || text.size() - dot != 4) return std::nullopt;
  auto parts = split(text.substr(0, dot), ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  if (parts.size() == 2) parts.insert(parts.begin(), "0");
  parts.push_back(text.substr(dot + 1));
  std::array<int64_t, 4> n{};
  for (size_t i = 0; i < n.size(); ++i) {
    if (!is_number(parts[i]) || parts[i].size() > 4) return std::nullopt;
    n[i] = parse_int(parts[i]).value_or(0);
  }
  if (n[1] > 59 || n[2] > 59) return std::nullopt;
  return ((n[0] * 60 + n[1]) * 60 + n[2]) * 1000 + n[3];
}

std::string time_text(int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60),
                static_cast<int>(ms % 1000));
  return text;
}

bool is_entity(std::string_view rest) {
  for (const char* known : {"&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;", "&quot;"})
    if (rest.starts_with(known)) return true;
  return false;
}

// What stands between '<' and '>': kept as "<b>", dropped (""), or no tag at all (nullopt).
std::optional<std::string> tag_of(std::string_view inside) {
  const bool closes = inside.starts_with('/');
  std::string_view name = inside.substr(closes ? 1 : 0);
  name = name.substr(0, name.find_first_of(". \t"));
  const std::string low = to_lower_ascii(name);
  if (low == "b" || low == "i" || low == "u") return (closes ? "</" : "<") + low + ">";
  const bool like_a_tag =
      closes || is_number(name.substr(0, 1)) || (!low.empty() && low[0] >= 'a' && low[0] <= 'z');
  return like_a_tag ? std::optional<std::string>("") : std::nullopt;
}

// Words as WebVTT writes them: a '<', '>' or '&' that is no markup is escaped.
std::string clean_markup(std::string_view text, bool srt) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const size_t close = rest.find(rest[0] == '{' ? '}' : '>');
    if (rest[0] == '<' && close != std::string_view::npos) {
      if (const auto tag = tag_of(rest.substr(1, close - 1))) {
        out += *tag;
        at += close + 1;
        continue;
      }
    }
    if (srt && rest.starts_with("{\\") && close != std::string_view::npos) {
      at += close + 1;  // a place, as SubStation writes it
      continue;
    }
    ++at;
    if (rest[0] == '<')
      out += "&lt;";
    else if (rest[0] == '>')
      out += "&gt;";
    else if (rest[0] == '&' && !is_entity(rest))
      out += "&amp;";
    else
      out += rest[0];
  }
  return out;
}

class Reader {
 public:
  Reader(int64_t duration_ms, const CaptionLimits& limits, bool srt)
      : duration_ms_(duration_ms), limits_(limits), srt_(srt) {}

  Result<void> take(const Block& block) {
    size_t at = block.lines[0].find(kArrow) == std::string_view::npos ? 1 : 0;
    if (!srt_ && at == 1)
      for (const char* other : {"NOTE", "STYLE", "REGION"})
        if (block.lines[0].starts_with(other)) return {};
    if (at >= block.lines.size() || block.lines[at].find(kArrow) == std::string_view::npos)
      return refused("captions_bad_time", block.line + at,
                     "a cue begins with its times, such as 00:01.000 --> 00:03.500.");
    SOLEIL_TRY(take_times(block.lines[at], block.line + at));
    const std::string words = SOLEIL_TRY(words_of(block, at + 1));
    if (words.empty()) return {};
    if (++out_.cues > limits_.cues_max)
      return refused("captions_too_many_cues", block.line,
                     "there are more than " + std::to_string(limits_.cues_max) + " cues.");
    out_.end_ms = std::max(out_.end_ms, end_ms_);
    out_.vtt += "\n" + time_text(start_ms_) + " --> " + time_text(end_ms_) + "\n" + words;
    return {};
  }

  Result<Captions> finish() {
    if (out_.cues == 0)
      return fail(Code::invalid, "captions_empty", "There are no words in this file.");
    return std::move(out_);
  }

 private:
  Result<void> take_times(std::string_view line, size_t number) {
    const size_t arrow = line.find(kArrow);
    std::string_view right = trim(line.substr(arrow + kArrow.size()));
    right = right.substr(0, right.find_first_of(" \t"));  // settings follow
    const auto start = time_ms(trim(line.substr(0, arrow)), srt_), end = time_ms(right, srt_);
    if (!start || !end)
      return refused("captions_bad_time", number, "times are written as 00:01.000 --> 00:03.500.");
    if (*start < start_ms_ || *end <= *start)
      return refused("captions_out_of_order", number,
                     "a cue ends after it begins, and begins no earlier than the one before.");
    const int64_t last_ms = duration_ms_ > 0 ? duration_ms_ : limits_.end_ms_max;
    if (*start >= last_ms || *end > last_ms + limits_.past_the_end_ms_max)
      return refused("captions_past_end", number, "the video is over by then.");
    start_ms_ = *start;
    end_ms_ = std::min(*end, last_ms);
    return {};
  }

  Result<std::string> words_of(const Block& block, size_t from) const {
    std::string out;
    size_t length = 0;
    for (size_t i = from; i < block.lines.size(); ++i) {
      const size_t number = block.line + i;
      if (block.lines[i].find(kArrow) != std::string_view::npos)
        return refused("captions_bad_time", number, "a blank line is missing before this cue.");
      const OneLine line = one_line(block.lines[i]);
      if (!line.is_text)
        return refused("captions_not_text", number, "there is a control character in it.");
      const std::string words = clean_markup(line.text, srt_);
      length += utf8_length(words);
      if (static_cast<int64_t>(length) > limits_.cue_length_max)
        return refused("captions_cue_too_long", number,
                       "a cue has at most " + std::to_string(limits_.cue_length_max) +
                           " characters. Make two.");
      if (!words.empty()) out += words + "\n";
    }
    return out;
  }

  const int64_t duration_ms_;
  const CaptionLimits& limits_;
  const bool srt_;
  int64_t start_ms_ = 0, end_ms_ = 0;
  Captions out_{"WEBVTT\n"};
};

}  // namespace

Result<Captions> clean_captions(std::string_view file, int64_t duration_ms,
                                const CaptionLimits& limits) {
  if (static_cast<int64_t>(file.size()) > limits.size_bytes_max)
    return fail(Code::too_large, "captions_too_large",
                "Captions have at most " + std::to_string(limits.size_bytes_max / 1024) + " kB.");
  if (!is_utf8(file) || file.find('\0') != std::string_view::npos)
    return fail(Code::invalid, "captions_not_text",
                "Captions must be text in UTF-8. Save the file again with this encoding.");
  if (file.starts_with(kByteOrderMark)) file.remove_prefix(kByteOrderMark.size());
  const std::vector<Block> blocks = blocks_of(file);
  const bool vtt = is_vtt_header(file.substr(0, file.find_first_of("\r\n")));
  if (!vtt && (blocks.empty() || !is_srt(blocks[0])))
    return fail(Code::invalid, "captions_not_vtt",
                "This is neither WebVTT (its first line is WEBVTT) nor SubRip (.srt).");
  Reader reader(duration_ms, limits, !vtt);
  for (size_t i = vtt ? 1 : 0; i < blocks.size(); ++i) SOLEIL_TRY(reader.take(blocks[i]));
  return reader.finish();
}

}  // namespace soleil
