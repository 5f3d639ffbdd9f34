// ChunkedDecoder: the chunked transfer coding (RFC 9112 section 7.1), strict and in constant
// memory. Extensions and trailers are read and dropped. Beast's own decoder asserts on a last chunk
// that arrives in pieces: our fuzzer found it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace soleil {

class ChunkedDecoder {
 public:
  static constexpr size_t kLineBytesMax = 256;  // a chunk's size and extensions
  static constexpr size_t kTrailerBytesMax = 8 << 10;

  enum class Progress { need_more, done, refused };

  // Takes all of `bytes`, or up to the end of the body; appends the data to `out`. Not again after
  // done or refused.
  Progress feed(std::string_view bytes, std::string& out);
  size_t used() const { return used_; }  // of the last `bytes`

 private:
  enum class State {
    size,
    extension,
    size_feed,
    data,
    data_return,
    data_feed,
    trailer_start,
    trailer,
    trailer_feed,
    last_feed,
    done,
    refused
  };
  State next(char c);
  State in_size(char c);
  State in_line(char c, State stay, State end, size_t limit);

  State state_ = State::size;
  uint64_t left_ = 0;  // of the chunk
  int digits_ = 0;
  size_t line_bytes_ = 0;  // of the size line, or of all trailers
  size_t used_ = 0;
};

}  // namespace soleil
