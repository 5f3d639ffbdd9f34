#include "net/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>

#include "base/check.h"
#include "base/text.h"

namespace soleil {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kFieldsMax = 100;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

bool has_dot_segment(std::string_view path) {
  for (const std::string_view segment : split(path, '/'))
    if (segment == "." || segment == "..") return true;
  return false;
}

bool has_control(std::string_view text) {
  for (const unsigned char c : text)
    if (c < 0x20 || c == 0x7f) return true;
  return false;
}

// RFC 9112 section 3.2.2: a server must take "http://host/path" too; the authority is not used.
std::string_view without_authority(std::string_view target) {
  const std::string head = to_lower_ascii(target.substr(0, 8));
  const size_t scheme = head.starts_with("http://") ? 7 : head == "https://" ? 8 : 0;
  if (scheme == 0) return target;
  const size_t slash = target.find('/', scheme);
  return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

}  // namespace

std::string_view raw_path(std::string_view target) {
  target = without_authority(target);
  return target.substr(0, target.find('?'));
}

Result<void> parse_target(std::string_view target, Request& request) {
  request.target = target;
  request.query.clear();
  request.path.clear();
  const auto bad = [](const char* what) { return fail(Code::invalid, "bad_target", what); };
  const std::string_view local = without_authority(target);
  const std::string_view path = raw_path(target);
  if (local.size() > path.size()) request.query = local.substr(path.size() + 1);
  if (target == "*" && request.method == Method::options) return request.path = "*", Result<void>();
  if (!path.starts_with('/')) return bad("The request target must be a path that starts with /.");
  if (target.find('#') != std::string_view::npos) return bad("A request target has no fragment.");
  if (path.find('%') == std::string_view::npos) {
    request.path = path;
  } else if (auto decoded = percent_decode(path)) {
    request.path = std::move(*decoded);
  } else {
    return bad("The path holds a % that is not followed by two hexadecimal digits.");
  }
  if (has_control(request.path)) return bad("The path holds a control character.");
  if (!is_utf8(request.path)) return bad("The path is not valid UTF-8.");
  if (has_dot_segment(request.path)) return bad("The path holds . or .. as a segment.");
  return {};
}

namespace {

// Takes what Beast finds into the Request and counts what decides about framing.
class GrammarParser final : public http::basic_parser<true> {
 public:
  Request* request = nullptr;
  int hosts = 0, lengths = 0, encodings = 0;
  unsigned version = 11;

 private:
  void on_request_impl(http::verb verb, beast::string_view, beast::string_view target,
                       int version_seen, beast::error_code&) override {
    request->method = method_of(verb);
    request->target = view(target);
    version = static_cast<unsigned>(version_seen);
  }
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     beast::error_code& error) override {
    hosts += field == http::field::host;
    lengths += field == http::field::content_length;
    encodings += field == http::field::transfer_encoding;
    if (request->headers.size() >= kFieldsMax) error = http::error::header_limit;
    request->headers.add(view(name), view(value));
  }
  void on_header_impl(beast::error_code&) override {}
  // The parser is only ever given a head, so none of what follows is called.
  void on_body_init_impl(const boost::optional<uint64_t>&, beast::error_code&) override {}
  size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
  void on_chunk_header_impl(uint64_t, beast::string_view, beast::error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, beast::string_view, beast::error_code&) override { return 0; }
  void on_finish_impl(beast::error_code&) override {}
};

}  // namespace

class RequestParser::Beast {
 public:
  using Parser = GrammarParser;

  Parser& fresh(size_t header_bytes_max) {
    parser.emplace();
    parser->header_limit(static_cast<uint32_t>(header_bytes_max));
    parser->body_limit(boost::none);  // the connection counts: it knows the route's limit
    return *parser;
  }

  std::optional<Parser> parser;
};

RequestParser::RequestParser(size_t header_bytes_max)
    : header_bytes_max_(header_bytes_max), beast_(std::make_unique<Beast>()) {}

RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  beast_->parser.reset();
  used_ = scanned_ = line_start_ = head_start_ = 0;
  length_left_ = 0;
  chunks_ = {};
  expects_continue_ = false;
}

RequestParser::Progress RequestParser::refuse(int status, std::string reason, std::string what) {
  refusal_ = {status, Error{Code::invalid, std::move(reason), std::move(what)}};
  return Progress::refused;
}

// Looks at each new byte once: true at the empty line that ends the head, or at a line that must be
// refused.
bool RequestParser::scan_head(std::string_view bytes) {
  refusal_.status = 0;
  while (scanned_ < bytes.size()) {
    const size_t feed = bytes.find('\n', scanned_);
    if (feed == std::string_view::npos) break;
    scanned_ = feed + 1;
    if (feed == line_start_ || bytes[feed - 1] != '\r') {
      refuse(400, "bad_line_ending", "Lines of a request end with CR LF.");
      return true;
    }
    const std::string_view line = bytes.substr(line_start_, feed - 1 - line_start_);
    const bool first = line_start_ == head_start_;
    line_start_ = scanned_;
    if (line.empty() && first && head_start_ == 0) {
      head_start_ = scanned_;
    } else if (line.empty()) {
      return true;
    } else if (!first && (line[0] == ' ' || line[0] == '\t')) {
      refuse(400, "folded_header", "A header line must not start with white space.");
      return true;
    }
  }
  scanned_ = bytes.size();
  return false;
}

RequestParser::Progress RequestParser::incomplete_head(std::string_view bytes) {
  if (bytes.size() < header_bytes_max_) return Progress::need_more;
  if (bytes.find('\n', head_start_) >= header_bytes_max_)
    return refuse(414, "target_too_long", "The request line is too long. Shorten the address.");
  return refuse(431, "headers_too_large", "The request headers are too large. Clear the cookies?");
}

RequestParser::Progress RequestParser::head(std::string_view bytes, Request& request) {
  used_ = 0;
  if (!scan_head(bytes)) return incomplete_head(bytes);
  if (refusal_.status != 0) return Progress::refused;
  if (scanned_ > header_bytes_max_) return incomplete_head(bytes);
  auto& parser = beast_->fresh(header_bytes_max_ + 1);
  parser.request = &request;
  request.headers.clear();
  beast::error_code error;
  used_ = head_start_ + parser.put({bytes.data() + head_start_, scanned_ - head_start_}, error);
  if (error == http::error::header_limit)
    return refuse(431, "too_many_headers", "The request has more than 100 header lines.");
  if (error == http::error::bad_version)
    return refuse(505, "bad_version", "This server speaks HTTP/1.1.");
  if (error)
    return refuse(400, "bad_request", "The request is malformed: " + error.message() + ".");
  if (!parser.is_header_done() || used_ != scanned_)
    return refuse(400, "bad_request", "The request head is malformed.");
  return check_head(request);
}

RequestParser::Progress RequestParser::check_head(Request& request) {
  const auto& parser = *beast_->parser;
  if (parser.hosts > 1 || (parser.hosts == 0 && parser.version > 10))
    return refuse(400, "bad_host", "A request carries exactly one Host header.");
  if (const auto target = parse_target(std::string(request.target), request); !target)
    return refuse(400, target.error().reason, target.error().what);
  if (const auto expect = request.headers.find("Expect")) {
    expects_continue_ = to_lower_ascii(*expect) == "100-continue" && parser.version > 10;
    if (to_lower_ascii(*expect) != "100-continue")
      return refuse(417, "bad_expect", "Only Expect: 100-continue is known.");
  }
  return check_framing(request);
}

RequestParser::Progress RequestParser::check_framing(const Request& request) {
  const auto& parser = *beast_->parser;
  if (parser.encodings > 0 && (parser.lengths > 0 || parser.encodings > 1 || parser.version < 11))
    return refuse(400, "ambiguous_length", "Give one of Content-Length and Transfer-Encoding.");
  if (parser.encodings > 0 && to_lower_ascii(request.headers.get("Transfer-Encoding")) != "chunked")
    return refuse(501, "bad_transfer_encoding", "The only Transfer-Encoding known is chunked.");
  const bool list = request.headers.get("Content-Length").find(',') != std::string_view::npos;
  if (parser.lengths > 1 || list)
    return refuse(400, "ambiguous_length", "A request carries at most one Content-Length.");
  length_left_ = content_length().value_or(0);
  return Progress::done;
}

RequestParser::Progress RequestParser::body(std::string_view bytes, std::string& out) {
  SOLEIL_CHECK(beast_->parser);
  used_ = 0;
  if (beast_->parser->encodings > 0) return chunked_body(bytes, out);
  used_ = std::min<uint64_t>(length_left_, bytes.size());
  out.append(bytes.data(), used_);
  length_left_ -= used_;
  return length_left_ == 0 ? Progress::done : Progress::need_more;
}

RequestParser::Progress RequestParser::chunked_body(std::string_view bytes, std::string& out) {
  const auto progress = chunks_.feed(bytes, out);
  used_ = chunks_.used();
  switch (progress) {
    case ChunkedDecoder::Progress::need_more:
      return Progress::need_more;
    case ChunkedDecoder::Progress::done:
      return Progress::done;
    case ChunkedDecoder::Progress::refused:
      break;
  }
  return refuse(400, "bad_body", "The chunked body is malformed.");
}

bool RequestParser::has_body() const {
  const auto& parser = *beast_->parser;
  return parser.encodings > 0 || content_length().value_or(0) > 0;
}

std::optional<uint64_t> RequestParser::content_length() const {
  const auto length = beast_->parser->content_length();
  return length ? std::optional<uint64_t>(*length) : std::nullopt;
}

bool RequestParser::keep_alive() const {
  return beast_->parser->keep_alive();
}
bool RequestParser::http_1_0() const {
  return beast_->parser->version == 10;
}

}  // namespace soleil
