// RequestParser: bytes -> Request, by the grammar of RFC 9112 with Beast's parser. It does no I/O,
// so it can be fuzzed. Stricter than Beast where leniency lets two servers read one stream
// differently (request smuggling): one Host, one Content-Length, never both framings, no obs-fold,
// CRLF only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/chunked_decoder.h"
#include "net/http.h"

namespace soleil {

struct HttpRefusal {  // an answer that HTTP itself asks for; the connection closes after it
  int status = 400;
  Error error;
};

// Fills target, path and query. Code::invalid for what is not an origin-form or absolute-form
// target, for broken percent codes, control characters, invalid UTF-8 and dot segments.
Result<void> parse_target(std::string_view target, Request& request);
// The path of the target as sent, which the router matches.
std::string_view raw_path(std::string_view target);

class RequestParser {
 public:
  explicit RequestParser(size_t header_bytes_max);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  enum class Progress { need_more, done, refused };

  void reset();  // before each request
  // Gives the same bytes, grown, until it is done. Then `request` holds everything but the body and
  // `used()` bytes belong to the head. peer, body and parameters are left alone.
  Progress head(std::string_view bytes, Request& request);
  // After head(): takes body bytes, appends the decoded ones to `out`; used() of `bytes` were
  // taken. At most about bytes.size() are appended. `done` as soon as the body is complete, at once
  // when there is none.
  Progress body(std::string_view bytes, std::string& out);

  size_t used() const { return used_; }
  const HttpRefusal& refusal() const { return refusal_; }

  // Known after head():
  bool has_body() const;                           // one that is not empty
  std::optional<uint64_t> content_length() const;  // nullopt: chunked, or none
  bool keep_alive() const;
  bool expects_continue() const { return expects_continue_; }
  bool http_1_0() const;

 private:
  class Beast;
  Progress refuse(int status, std::string reason, std::string what);
  bool scan_head(std::string_view bytes);
  Progress incomplete_head(std::string_view bytes);
  Progress check_head(Request& request);
  Progress check_framing(const Request& request);
  Progress chunked_body(std::string_view bytes, std::string& out);

  const size_t header_bytes_max_;
  std::unique_ptr<Beast> beast_;
  size_t used_ = 0;
  size_t scanned_ = 0;  // bytes of the head that scan_head() has seen
  size_t line_start_ = 0;
  size_t head_start_ = 0;  // after the empty line that a robust server skips (RFC 9112 section 2.2)
  uint64_t length_left_ = 0;  // of a body with a Content-Length
  ChunkedDecoder chunks_;
  bool expects_continue_ = false;
  HttpRefusal refusal_;
};

}  // namespace soleil
