#include "net/client.h"

#include <algorithm>

#include "base/text.h"
#include "net/client_socket.h"
#include "net/response_reader.h"

namespace soleil {
namespace {

struct Url {
  std::string host, port, prefix;
  bool tls = false;
  bool has_own_port() const { return port != (tls ? "443" : "80"); }
};

tl::unexpected<Error> bad_url() {
  return fail(Code::invalid, "bad_url", "The address must look like http(s)://host:port.");
}

Result<Url> parse_url(std::string_view text) {
  Url url;
  url.tls = text.starts_with("https://");
  if (!url.tls && !text.starts_with("http://")) return bad_url();
  text.remove_prefix(text.find("//") + 2);
  const size_t slash = std::min(text.find('/'), text.size());
  std::string_view host = text.substr(0, slash);
  url.prefix = text.substr(slash);
  while (url.prefix.ends_with('/')) url.prefix.pop_back();
  const size_t colon = host.rfind(':');
  const bool has_port = colon != std::string_view::npos && host.find(']', colon) == host.npos;
  url.port = has_port ? host.substr(colon + 1) : std::string_view(url.tls ? "443" : "80");
  if (has_port) host = host.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  url.host = host;
  const auto port = parse_int(url.port);
  if (url.host.empty() || !port || *port < 1 || *port > 65535) return bad_url();
  return url;
}

bool may_repeat(Method method) {
  return method != Method::post && method != Method::patch;
}

class SocketClient final : public HttpClient {
 public:
  SocketClient(Url url, const ClientLimits& limits) : url_(std::move(url)), limits_(limits) {}

  Result<ClientResponse> send(const ClientRequest& request) override;
  Result<ClientResponse> stream(const ClientRequest& request, const OnBytes& on_bytes) override;

 private:
  Result<ClientResponse> exchange(const ClientRequest& request, const OnBytes& on_bytes);
  Result<std::unique_ptr<ClientSocket>> dial() const;
  std::string head_of(const ClientRequest& request) const;

  const Url url_;
  const ClientLimits limits_;
  std::unique_ptr<ClientSocket> socket_;
  bool heard_ = false;  // a byte of the last answer came
};

Result<ClientResponse> SocketClient::send(const ClientRequest& request) {
  std::string body;
  bool over = false;
  auto response = stream(request, [&](std::string_view bytes) {
    over = body.size() + bytes.size() > limits_.body_bytes_max;
    if (!over) body += bytes;
    return !over;
  });
  if (over) return fail(Code::too_large, "answer_too_large", "The server's answer is too large.");
  if (response) response->body = std::move(body);
  return response;
}

Result<ClientResponse> SocketClient::stream(const ClientRequest& request, const OnBytes& on_bytes) {
  if (socket_ && socket_->is_stale()) socket_.reset();
  const bool reused = socket_ != nullptr;
  auto response = exchange(request, on_bytes);
  if (response || !reused || heard_ || !may_repeat(request.method)) return response;
  if (response.error().reason != "connection_lost") return response;
  return exchange(request, on_bytes);
}

Result<ClientResponse> SocketClient::exchange(const ClientRequest& request,
                                              const OnBytes& on_bytes) {
  auto socket = std::move(socket_);  // comes back only if all goes well
  if (socket)
    socket->set_deadline(limits_.total_ms_max);
  else
    socket = SOLEIL_TRY(dial());
  bool sent = SOLEIL_TRY(socket->send(head_of(request)));
  if (sent) sent = SOLEIL_TRY(socket->send(request.body));
  ResponseReader reader(*socket);
  auto response = reader.read(request.method, on_bytes);
  heard_ = reader.heard();
  if (response && sent && reader.keep_alive()) socket_ = std::move(socket);
  return response;
}

Result<std::unique_ptr<ClientSocket>> SocketClient::dial() const {
  const Dial how{url_.host, url_.port, limits_.timeout_ms, limits_.total_ms_max,
                 limits_.public_only};
  return url_.tls ? connect_tls(how) : connect_tcp(how);
}

std::string SocketClient::head_of(const ClientRequest& request) const {
  std::string out(method_name(request.method));
  out += " " + url_.prefix + request.target + " HTTP/1.1\r\n";
  if (!request.headers.find("Host")) {
    const bool v6 = url_.host.find(':') != std::string::npos;
    out += "Host: " + (v6 ? "[" + url_.host + "]" : url_.host);
    out += url_.has_own_port() ? ":" + url_.port + "\r\n" : "\r\n";
  }
  for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
  const bool has_body = !request.body.empty() || request.method == Method::post ||
                        request.method == Method::put || request.method == Method::patch;
  if (has_body) out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n";
}

}  // namespace

Result<std::unique_ptr<HttpClient>> HttpClient::open(const std::string& base_url,
                                                     const ClientLimits& limits) {
  auto url = SOLEIL_TRY(parse_url(base_url));
  return std::make_unique<SocketClient>(std::move(url), limits);
}

}  // namespace soleil
