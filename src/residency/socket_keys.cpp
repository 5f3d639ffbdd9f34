#include "residency/socket_keys.h"

#include "residency/key_wire.h"

namespace soleil {
namespace {

constexpr size_t kKeptMax = 16;

json::object about(const char* verb, ViewerId person, const std::string& wrapped) {
  return {{"verb", verb}, {"person", person.text()}, {"wrapped", wire_bytes(wrapped)}};
}

tl::unexpected<Error> no_key_service(const Error& why) {
  return fail(Code::unavailable, "no_key_service", "The key service does not answer. " + why.what);
}

Result<std::string> exchanged(LocalConnection& connection, const json::object& message) {
  SOLEIL_TRY(connection.send(json::serialize(message)));
  return connection.receive();
}

}  // namespace

std::optional<LocalConnection> SocketKeys::take_kept() {
  std::lock_guard lock(mutex_);
  if (kept_.empty()) return std::nullopt;
  std::optional<LocalConnection> out(std::move(kept_.back()));
  kept_.pop_back();
  return out;
}

Result<LocalConnection> SocketKeys::connected() {
  auto connection = LocalConnection::open(path_);
  if (!connection) return no_key_service(connection.error());
  const ProgramProof who = SOLEIL_TRY(who_());
  const auto said = exchanged(
      *connection,
      {{"verb", "hello"}, {"entry", wire_bytes(who.entry)}, {"proof", wire_bytes(who.proof)}});
  if (!said) return no_key_service(said.error());
  SOLEIL_TRY(read_answer(*said));
  return std::move(*connection);
}

// A kept connection may be of a service that has gone since: then once more with a new one. What
// the service did before it went is forgotten with it, but for proofs it has used.
Result<std::string> SocketKeys::ask(const json::object& message) {
  for (bool is_last = false;;) {
    auto connection = take_kept();
    is_last = !connection;
    if (!connection) connection = SOLEIL_TRY(connected());
    auto said = exchanged(*connection, message);
    if (!said && is_last) return no_key_service(said.error());
    if (!said) continue;
    {
      std::lock_guard lock(mutex_);
      if (kept_.size() < kKeptMax) kept_.push_back(std::move(*connection));
    }
    return read_answer(*said);
  }
}

Result<void> SocketKeys::probe() {
  if (auto kept = take_kept()) {
    std::lock_guard lock(mutex_);
    kept_.push_back(std::move(*kept));
    return {};
  }
  auto made = SOLEIL_TRY(connected());
  std::lock_guard lock(mutex_);
  kept_.push_back(std::move(made));
  return {};
}

Result<std::string> SocketKeys::make(ViewerId person) {
  return ask({{"verb", "make"}, {"person", person.text()}});
}

Result<std::string> SocketKeys::seal(ViewerId person, const std::string& wrapped, DataClass data,
                                     std::string_view text) {
  json::object message = about("seal", person, wrapped);
  message["class"] = std::string(class_name(data));
  message["text"] = wire_bytes(text);
  return ask(message);
}

Result<std::string> SocketKeys::open(ViewerId person, const std::string& wrapped, DataClass data,
                                     std::string_view sealed, const std::string& grant) {
  json::object message = about("open", person, wrapped);
  message["class"] = std::string(class_name(data));
  message["text"] = wire_bytes(sealed);
  message["grant"] = grant;
  return ask(message);
}

Result<std::string> SocketKeys::ask_key(const json::object& message) {
  std::string bytes = SOLEIL_TRY(ask(message));
  if (bytes.size() == SecretKey().view().size()) return bytes;
  return fail(Code::corrupt, "bad_answer", "The key service answered something else.");
}

Result<PersonKey> SocketKeys::tag_key(ViewerId person, const std::string& wrapped) {
  const std::string bytes = SOLEIL_TRY(ask_key(about("tag_key", person, wrapped)));
  PersonKey out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

Result<SecretKey> SocketKeys::facts_key() {
  std::string bytes = SOLEIL_TRY(ask_key({{"verb", "facts_key"}}));
  const SecretKey key(bytes);
  wipe(bytes);
  return key;
}

Result<std::string> SocketKeys::release(const ReleaseRequest& request) {
  json::object message = about("release", request.person, request.wrapped);
  message["entry"] = wire_bytes(request.entry);
  message["proof"] = wire_bytes(request.proof);
  message["body"] = wire_bytes(request.disclosure.body);
  message["salt"] = base64_of(request.disclosure.salt);
  message["counter"] = static_cast<int64_t>(request.disclosure.counter);
  return ask(message);
}

Result<std::string> SocketKeys::destroy(ViewerId person, const std::string& wrapped) {
  return ask(about("destroy", person, wrapped));
}

Result<std::string> SocketKeys::statement() {
  return ask({{"verb", "statement"}});
}

Result<ServiceKeys> SocketKeys::service_keys() {
  return decode_service_keys(SOLEIL_TRY(ask({{"verb", "service_keys"}})));
}

Result<std::string> SocketKeys::hand_over(ViewerId person, const std::string& wrapped,
                                          const HandOver& shown) {
  json::object message = about("hand_over", person, wrapped);
  message["entry"] = wire_bytes(shown.entry);
  message["proof"] = wire_bytes(shown.proof);
  message["place"] = static_cast<int64_t>(shown.place);
  message["path"] = wire_bytes(hashes_text(shown.path));
  return ask(message);
}

Result<std::string> SocketKeys::take_over(ViewerId person, const std::string& sealed) {
  return ask({{"verb", "take_over"}, {"person", person.text()}, {"sealed", wire_bytes(sealed)}});
}

}  // namespace soleil
