#include "net/http.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kRetryAfterSeconds = "2";

constexpr std::pair<int, std::string_view> kStatusTexts[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {421, "Misdirected Request"},
    {451, "Unavailable For Legal Reasons"},
    {460, "Checksum Mismatch"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

// A value that reached us from outside must not be able to start a new header line.
std::string one_line(std::string_view value) {
  std::string out(value);
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; },
      ' ');
  return out;
}

json::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
      break;
  }
  return "OTHER";
}

void Headers::set(std::string_view name, std::string_view value) {
  for (auto& field : fields_) {
    if (!same_name(field.first, name)) continue;
    field.second = one_line(value);
    return;
  }
  add(name, value);
}

void Headers::add(std::string_view name, std::string_view value) {
  fields_.emplace_back(std::string(name), one_line(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t equals = std::min(pair.find('='), pair.size());
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!value || !is_utf8(*value)) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!same_name(key, "Cookie")) continue;
    for (std::string_view pair : split(value, ';')) {
      pair = trim(pair);
      const size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return std::string(pair.substr(equals + 1));
    }
  }
  return std::nullopt;
}

Response Response::text(int status, std::string body, std::string_view content_type) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", content_type);
  response.body = TextBody{std::move(body)};
  return response;
}

Response Response::json(int status, std::string body) {
  return text(status, std::move(body), "application/json");
}

Response Response::empty(int status) {
  Response response;
  response.status = status;
  return response;
}

int http_status(const Error& error) {
  switch (error.code) {
    case Code::not_found:
      return 404;
    case Code::invalid:
      return 400;
    case Code::denied:
      if (error.reason == "home_elsewhere") return 421;
      return error.reason == "sign_in_needed" ? 401 : 403;
    case Code::conflict:
      return 409;
    case Code::too_large:
      return 413;
    case Code::overloaded:
      return error.reason == "too_many_attempts" ? 429 : 503;
    case Code::unavailable:
      return error.reason == "disk_full" ? 507 : 503;
    case Code::corrupt:
      return 500;
    case Code::cancelled:
      return 503;
  }
  return 500;
}

Response refusal(int status, const Error& error) {
  const json::object body{
      {"error",
       {{"code", view(code_name(error.code))}, {"reason", error.reason}, {"message", error.what}}}};
  Response response = Response::json(status, json::serialize(body));
  response.headers.add("Cache-Control", "no-store");
  if (status == 503 || status == 429) response.headers.add("Retry-After", kRetryAfterSeconds);
  return response;
}

Response error_response(const Error& error) {
  return refusal(http_status(error), error);
}

std::string_view status_text(int status) {
  for (const auto& [code, text] : kStatusTexts)
    if (code == status) return text;
  return status < 400 ? "OK" : "Error";
}

}  // namespace soleil
