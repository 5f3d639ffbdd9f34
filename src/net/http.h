// HTTP/1.1 (RFC 9110, 9112) as the handlers see it: values in, values out; no Beast or Asio type
// appears here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace soleil {

enum class Method { get, head, post, put, patch, del, options, other };
std::string_view method_name(Method method);

class Headers {  // few, in order; names compare without case
 public:
  void set(std::string_view name, std::string_view value);  // replaces
  void add(std::string_view name, std::string_view value);  // appends (Set-Cookie)
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  void clear() { fields_.clear(); }
  size_t size() const { return fields_.size(); }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  Method method = Method::get;
  std::string target;  // as sent: path?query
  std::string path;    // percent-decoded, valid UTF-8, no NUL
  std::string query;   // raw
  Headers headers;
  std::string body;                     // empty for streamed routes
  std::string peer;                     // address of the client: for rate limits, never logged
  std::vector<std::string> parameters;  // what the route's {…} matched, in order, percent-decoded

  std::optional<std::string> query_value(std::string_view name) const;
  std::optional<std::string> cookie(std::string_view name) const;
};

struct TextBody {
  std::string bytes;
};

// Sent with sendfile(2); the fd stays open while `owner` lives. It must hold `length` bytes from
// `offset`: a shorter file breaks the connection.
struct FileBody {
  int fd = -1;
  int64_t offset = 0;
  int64_t length = 0;
  std::shared_ptr<void> owner;
};

// A server-sent-events stream (WHATWG HTML 9.2). send() is thread-safe and never blocks: false once
// the client is gone or its buffer (64 kB) is full, after which the stream is closed. Dropping the
// last reference ends the stream.
class EventStream {
 public:
  virtual ~EventStream() = default;
  virtual bool send(std::string_view event, std::string_view data, std::string_view id = "") = 0;
};
// `start` is called once, after the headers are sent, on the route's pool if it has one. The server
// sends a comment line every 15 s, so that proxies keep the stream open.
struct EventBody {
  std::function<void(std::shared_ptr<EventStream>)> start;
};

struct Response {
  int status = 200;
  Headers headers;
  std::variant<TextBody, FileBody, EventBody> body;

  static Response text(int status, std::string body, std::string_view content_type);
  static Response json(int status, std::string body);
  static Response empty(int status);
};

// The one place where an Error becomes HTTP: status by code and the body
// {"error":{"code":…,"reason":…,"message":…}}; overloaded and unavailable carry Retry-After.
Response error_response(const Error& error);
int http_status(const Error& error);
// The same body with a status that HTTP itself asks for (405, 408, 414 …).
Response refusal(int status, const Error& error);
std::string_view status_text(int status);

// Streamed request bodies (tus): chunks arrive on the route's pool in order, never two at once.
// Exactly one of these ends it: an error of write(), which becomes the answer; finish(true) after
// the last byte; finish(false) when the client went away early, whose response is not sent.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Result<void> write(std::string_view chunk) = 0;  // at most about 320 kB
  virtual Response finish(bool complete) = 0;
};

}  // namespace soleil
