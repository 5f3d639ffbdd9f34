#include "net/response_reader.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kHeadBytesMax = 64 << 10;
constexpr size_t kReadBytes = 64 << 10;

tl::unexpected<Error> not_http(const char* what) {
  return fail(Code::corrupt, "not_http", std::string("The server's answer is not HTTP: ") + what);
}

tl::unexpected<Error> lost() {
  return fail(Code::unavailable, "connection_lost", "The server closed the connection.");
}

bool has_no_body(Method method, int status) {
  return method == Method::head || status == 204 || status == 304;
}

}  // namespace

Result<bool> ResponseReader::fill() {
  const size_t before = in_.size();
  in_.resize(before + kReadBytes);
  const auto n = socket_.receive(in_.data() + before, kReadBytes);
  in_.resize(before + n.value_or(0));
  if (!n) return tl::unexpected(n.error());
  if (*n > 0) heard_ = true;
  return *n > 0;
}

Result<std::string> ResponseReader::read_line() {
  size_t end = in_.find("\r\n");
  while (end == std::string::npos) {
    if (in_.size() > kHeadBytesMax) return not_http("a line is too long.");
    if (!SOLEIL_TRY(fill())) return lost();
    end = in_.find("\r\n");
  }
  std::string line = in_.substr(0, end);
  in_.erase(0, end + 2);
  return line;
}

Result<void> ResponseReader::read_field(std::string_view line, ClientResponse& response) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return not_http("a header has no name.");
  head_bytes_ += line.size();
  if (head_bytes_ > kHeadBytesMax) return not_http("its headers are too large.");
  response.headers.add(line.substr(0, colon), trim(line.substr(colon + 1)));
  return {};
}

Result<ClientResponse> ResponseReader::read_head() {
  const std::string status_line = SOLEIL_TRY(read_line());
  ClientResponse response;
  const auto status = parse_int(
      std::string_view(status_line).substr(0, 12).substr(std::min<size_t>(9, status_line.size())));
  if (!status_line.starts_with("HTTP/1.") || !status || *status < 100 || *status > 999)
    return not_http("its first line is wrong.");
  response.status = static_cast<int>(*status);
  head_bytes_ = 0;
  for (;;) {
    const std::string line = SOLEIL_TRY(read_line());
    if (line.empty()) break;
    SOLEIL_TRY(read_field(line, response));
  }
  keep_alive_ = status_line.starts_with("HTTP/1.1") &&
                to_lower_ascii(response.headers.get("Connection")) != "close";
  return response;
}

Result<ClientResponse> ResponseReader::read(Method method, const HttpClient::OnBytes& on_bytes) {
  ClientResponse response = SOLEIL_TRY(read_head());
  while (response.status < 200) response = SOLEIL_TRY(read_head());
  if (!has_no_body(method, response.status)) SOLEIL_TRY(read_body(response, on_bytes));
  if (stopped_ || !in_.empty()) keep_alive_ = false;
  return response;
}

Result<void> ResponseReader::read_body(const ClientResponse& response,
                                       const HttpClient::OnBytes& on_bytes) {
  if (to_lower_ascii(response.headers.get("Transfer-Encoding")) == "chunked")
    return read_chunks(on_bytes);
  const auto text = response.headers.find("Content-Length");
  if (!text) return read_to_end(on_bytes);
  const auto length = parse_int(*text);
  if (!length || *length < 0) return not_http("its length is wrong.");
  return read_exactly(*length, on_bytes);
}

Result<void> ResponseReader::read_chunks(const HttpClient::OnBytes& on_bytes) {
  for (;;) {
    const std::string line = SOLEIL_TRY(read_line());
    int64_t size = 0;
    const auto [end, bad] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const bool ends_well = end == line.data() + line.size() || *end == ';' || *end == ' ';
    if (bad != std::errc() || !ends_well || size < 0) return not_http("a chunk is wrong.");
    if (size == 0) break;
    SOLEIL_TRY(read_exactly(size, on_bytes));
    if (stopped_) return {};
    if (!SOLEIL_TRY(read_line()).empty()) return not_http("a chunk is wrong.");
  }
  while (!SOLEIL_TRY(read_line()).empty()) {
  }
  return {};
}

Result<void> ResponseReader::read_exactly(int64_t n, const HttpClient::OnBytes& on_bytes) {
  while (n > 0 && !stopped_) {
    if (in_.empty() && !SOLEIL_TRY(fill())) return lost();
    const size_t piece = std::min<size_t>(in_.size(), static_cast<size_t>(n));
    stopped_ = !on_bytes(std::string_view(in_).substr(0, piece));
    in_.erase(0, piece);
    n -= static_cast<int64_t>(piece);
  }
  return {};
}

Result<void> ResponseReader::read_to_end(const HttpClient::OnBytes& on_bytes) {
  keep_alive_ = false;
  do {
    if (!in_.empty()) stopped_ = !on_bytes(in_);
    in_.clear();
  } while (!stopped_ && SOLEIL_TRY(fill()));
  return {};
}

}  // namespace soleil
