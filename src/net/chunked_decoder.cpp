#include "net/chunked_decoder.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr int kDigitsMax = 15;  // 2^60 bytes: more than any limit, and no overflow

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

}  // namespace

ChunkedDecoder::Progress ChunkedDecoder::feed(std::string_view bytes, std::string& out) {
  used_ = 0;
  while (used_ < bytes.size() && state_ != State::done && state_ != State::refused) {
    if (state_ == State::data) {
      const size_t n = std::min<uint64_t>(left_, bytes.size() - used_);
      out.append(bytes.data() + used_, n);
      used_ += n;
      left_ -= n;
      if (left_ == 0) state_ = State::data_return;
    } else {
      state_ = next(bytes[used_++]);
    }
  }
  if (state_ == State::done) return Progress::done;
  return state_ == State::refused ? Progress::refused : Progress::need_more;
}

ChunkedDecoder::State ChunkedDecoder::next(char c) {
  const auto only = [c](char wanted, State then) { return c == wanted ? then : State::refused; };
  switch (state_) {
    case State::size:
      return in_size(c);
    case State::extension:
      return in_line(c, State::extension, State::size_feed, kLineBytesMax);
    case State::size_feed:
      line_bytes_ = 0;
      digits_ = 0;
      return only('\n', left_ > 0 ? State::data : State::trailer_start);
    case State::data_return:
      return only('\r', State::data_feed);
    case State::data_feed:
      return only('\n', State::size);
    case State::trailer_start:
      if (c == '\r') return State::last_feed;
      return in_line(c, State::trailer, State::trailer_feed, kTrailerBytesMax);
    case State::trailer:
      return in_line(c, State::trailer, State::trailer_feed, kTrailerBytesMax);
    case State::trailer_feed:
      return only('\n', State::trailer_start);
    case State::last_feed:
      return only('\n', State::done);
    case State::data:
    case State::done:
    case State::refused:
      break;
  }
  return State::refused;
}

ChunkedDecoder::State ChunkedDecoder::in_size(char c) {
  const int value = hex_value(c);
  if (value >= 0) {
    left_ = left_ << 4 | static_cast<uint64_t>(value);
    return ++digits_ <= kDigitsMax ? State::size : State::refused;
  }
  if (digits_ == 0) return State::refused;
  if (c == '\r') return State::size_feed;
  return c == ';' || c == ' ' || c == '\t' ? State::extension : State::refused;
}

ChunkedDecoder::State ChunkedDecoder::in_line(char c, State stay, State end, size_t limit) {
  if (c == '\r') return end;
  return is_control(c) || ++line_bytes_ > limit ? State::refused : stay;
}

}  // namespace soleil
