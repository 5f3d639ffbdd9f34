#include "net/http.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kRetryAfterSeconds = "2";

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
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 451:
      return "Unavailable For Legal Reasons";
    case 460:
      return "Checksum Mismatch";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

}  // namespace soleil
