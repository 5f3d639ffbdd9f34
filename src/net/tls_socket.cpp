// ClientSocket over TLS, by OpenSSL. The bytes go through memory, so that time limits and lost
// connections are TcpSocket's matter alone.
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>

#include "base/check.h"
#include "net/tcp_socket.h"

namespace soleil {
namespace {

using SslContext = std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)>;
using Ssl = std::unique_ptr<SSL, decltype(&::SSL_free)>;

// The system's roots take 30 ms to read: once a process. OpenSSL counts and locks it.
SSL_CTX* context() {
  static const SslContext made = [] {
    SslContext out(::SSL_CTX_new(::TLS_client_method()), &::SSL_CTX_free);
    SOLEIL_CHECK(out != nullptr);
    ::SSL_CTX_set_min_proto_version(out.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_verify(out.get(), SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_default_verify_paths(out.get());
    return out;
  }();
  return made.get();
}

bool is_ip_address(const std::string& host) {
  std::array<uint8_t, 16> bytes;
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

class TlsSocket final : public ClientSocket {
 public:
  TlsSocket(std::unique_ptr<TcpSocket> tcp, Ssl ssl)
      : tcp_(std::move(tcp)),
        ssl_(std::move(ssl)),
        in_(::BIO_new(::BIO_s_mem())),
        out_(::BIO_new(::BIO_s_mem())) {
    SOLEIL_CHECK(in_ && out_);
    ::SSL_set_bio(ssl_.get(), in_, out_);  // which owns both from here
  }

  Result<void> shake_hands(const std::string& host) {
    for (;;) {
      const int done = ::SSL_do_handshake(ssl_.get());
      const int why = ::SSL_get_error(ssl_.get(), done);
      SOLEIL_TRY(flush());
      if (done == 1) return {};
      if (why != SSL_ERROR_WANT_READ) return refused(host);
      if (!SOLEIL_TRY(feed())) return lost();
    }
  }

  Result<bool> send(std::string_view bytes) override {
    if (bytes.empty()) return true;
    ::ERR_clear_error();
    if (::SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) return lost();
    SOLEIL_TRY(flush());
    return true;
  }

  Result<size_t> receive(char* data, size_t size) override {
    for (;;) {
      ::ERR_clear_error();
      const int n = ::SSL_read(ssl_.get(), data, static_cast<int>(size));
      if (n > 0) return static_cast<size_t>(n);
      const int why = ::SSL_get_error(ssl_.get(), n);
      SOLEIL_TRY(flush());
      if (why == SSL_ERROR_ZERO_RETURN) return size_t{0};
      if (why != SSL_ERROR_WANT_READ) return lost();
      // Cut off without goodbye: what came so far may be less than was sent.
      if (!SOLEIL_TRY(feed())) return lost();
    }
  }

  bool is_stale() const override { return tcp_->is_stale(); }
  void set_deadline(int64_t in_ms) override { tcp_->set_deadline(in_ms); }

 private:
  static tl::unexpected<Error> lost() {
    ::ERR_clear_error();
    return fail(Code::unavailable, "connection_lost", "The server ended the connection.");
  }

  tl::unexpected<Error> refused(const std::string& host) const {
    const long verdict = ::SSL_get_verify_result(ssl_.get());
    ::ERR_clear_error();
    if (verdict == X509_V_OK)
      return fail(Code::unavailable, "no_tls", host + " does not speak TLS as it must.");
    return fail(Code::denied, "bad_certificate",
                "The certificate of " + host +
                    " is not to be trusted: " + ::X509_verify_cert_error_string(verdict) + ".");
  }

  Result<void> flush() {
    std::array<char, 16'384> buffer;
    for (int n; (n = ::BIO_read(out_, buffer.data(), buffer.size())) > 0;)
      SOLEIL_TRY(tcp_->send_all(std::string_view(buffer.data(), static_cast<size_t>(n))));
    return {};
  }

  Result<bool> feed() {
    std::array<char, 16'384> buffer;
    const size_t n = SOLEIL_TRY(tcp_->receive(buffer.data(), buffer.size()));
    if (n > 0) ::BIO_write(in_, buffer.data(), static_cast<int>(n));
    return n > 0;
  }

  std::unique_ptr<TcpSocket> tcp_;
  Ssl ssl_;
  BIO *in_, *out_;
};

}  // namespace

Result<std::unique_ptr<ClientSocket>> connect_tls(const Dial& dial) {
  auto tcp = SOLEIL_TRY(TcpSocket::connect(dial));
  Ssl ssl(::SSL_new(context()), &::SSL_free);
  SOLEIL_CHECK(ssl != nullptr);
  ::SSL_set_connect_state(ssl.get());
  if (is_ip_address(dial.host)) {
    ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(ssl.get()), dial.host.c_str());
  } else {
    ::SSL_set1_host(ssl.get(), dial.host.c_str());
    ::SSL_set_tlsext_host_name(ssl.get(), dial.host.c_str());
  }
  auto out = std::make_unique<TlsSocket>(std::move(tcp), std::move(ssl));
  SOLEIL_TRY(out->shake_hands(dial.host));
  return out;
}

}  // namespace soleil
