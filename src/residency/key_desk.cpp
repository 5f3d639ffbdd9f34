#include "residency/key_desk.h"

#include "platform/program_hash.h"
#include "residency/key_wire.h"

namespace soleil {
namespace {

Result<DataClass> class_field(const json::object& message) {
  const auto data = parse_class(SOLEIL_TRY(string_field(message, "class")));
  if (!data) return fail(Code::invalid, "bad_message", "There is no such class of data.");
  return *data;
}

}  // namespace

KeyDesk::~KeyDesk() {
  listener_.shut();
  thread_.join();
  {
    std::lock_guard lock(mutex_);
    for (Visit& visit : visits_) visit.connection.shut();
  }
  for (Visit& visit : visits_) visit.thread.join();
}

void KeyDesk::run() {
  for (;;) {
    auto came = listener_.accept();
    if (!came && came.error().reason == "closed") return;
    sweep();
    if (!came || visits_.size() >= kConnectionsMax) continue;
    std::lock_guard lock(mutex_);
    Visit& visit = visits_.emplace_back(Visit{std::move(*came), {}, false});
    visit.thread = std::thread([this, &visit] { serve(visit); });
  }
}

void KeyDesk::sweep() {
  std::lock_guard lock(mutex_);
  for (auto at = visits_.begin(); at != visits_.end();) {
    if (!at->is_over) {
      ++at;
      continue;
    }
    at->thread.join();
    at = visits_.erase(at);
  }
}

void KeyDesk::serve(Visit& visit) {
  bool is_known = false;
  for (;;) {
    auto message = visit.connection.receive();
    if (!message) break;
    const auto result = answer(visit, *message, is_known);
    wipe(*message);
    if (!visit.connection.send(wire_answer(result))) break;
  }
  std::lock_guard lock(mutex_);
  visit.is_over = true;
}

Result<std::string> KeyDesk::answer(Visit& visit, const std::string& message, bool& is_known) {
  const auto object = SOLEIL_TRY(parse_json_object(message));
  const std::string verb = SOLEIL_TRY(string_field(object, "verb"));
  if (verb == "hello") {
    auto admitted = admit(visit, object);
    is_known = admitted.has_value();
    return admitted;
  }
  if (!is_known) return fail(Code::denied, "not_released", "Say hello with a proof first.");
  if (verb == "statement") return vault_.statement();
  if (verb == "make") return vault_.make(SOLEIL_TRY(person_field(object)));
  if (verb == "release") return release(object);
  if (verb == "facts_key") return std::string(SOLEIL_TRY(vault_.facts_key()).view());
  if (verb == "service_keys") return encode_service_keys(SOLEIL_TRY(vault_.service_keys()));
  if (verb == "hand_over") return hand_over(object);
  if (verb == "take_over")
    return vault_.take_over(SOLEIL_TRY(person_field(object)),
                            SOLEIL_TRY(bytes_field(object, "sealed")));
  return keyed(verb, object);
}

Result<std::string> KeyDesk::admit(Visit& visit, const json::object& message) {
  const std::string entry = SOLEIL_TRY(bytes_field(message, "entry"));
  const std::string proof = SOLEIL_TRY(bytes_field(message, "proof"));
  const int process = SOLEIL_TRY(visit.connection.peer_process());
  SOLEIL_TRY(
      vault_.check_program(SOLEIL_TRY(program_sha256(std::to_string(process))), entry, proof));
  return vault_.verifier().text();
}

Result<std::string> KeyDesk::keyed(std::string_view verb, const json::object& message) {
  const ViewerId person = SOLEIL_TRY(person_field(message));
  const std::string wrapped = SOLEIL_TRY(bytes_field(message, "wrapped"));
  if (verb == "destroy") return vault_.destroy(person, wrapped);
  if (verb == "tag_key") {
    const PersonKey key = SOLEIL_TRY(vault_.tag_key(person, wrapped));
    return std::string(bytes_of(key));
  }
  const DataClass data = SOLEIL_TRY(class_field(message));
  const std::string text = SOLEIL_TRY(bytes_field(message, "text"));
  if (verb == "seal") return vault_.seal(person, wrapped, data, text);
  if (verb == "open")
    return vault_.open(person, wrapped, data, text, SOLEIL_TRY(string_field(message, "grant")));
  return fail(Code::invalid, "bad_message", "The key service has no such verb.");
}

Result<std::string> KeyDesk::release(const json::object& message) {
  ReleaseRequest request;
  request.person = SOLEIL_TRY(person_field(message));
  request.wrapped = SOLEIL_TRY(bytes_field(message, "wrapped"));
  request.entry = SOLEIL_TRY(bytes_field(message, "entry"));
  request.proof = SOLEIL_TRY(bytes_field(message, "proof"));
  request.disclosure.body = SOLEIL_TRY(bytes_field(message, "body"));
  request.disclosure.salt = SOLEIL_TRY(hash_from_base64(SOLEIL_TRY(string_field(message, "salt"))));
  const int64_t counter = SOLEIL_TRY(int_field(message, "counter"));
  request.disclosure.counter = static_cast<uint64_t>(counter);
  return vault_.release(request);
}

Result<std::string> KeyDesk::hand_over(const json::object& message) {
  HandOver shown;
  shown.entry = SOLEIL_TRY(bytes_field(message, "entry"));
  shown.proof = SOLEIL_TRY(bytes_field(message, "proof"));
  shown.place = static_cast<uint64_t>(SOLEIL_TRY(int_field(message, "place")));
  shown.path = SOLEIL_TRY(hashes_from(SOLEIL_TRY(bytes_field(message, "path"))));
  const ViewerId person = SOLEIL_TRY(person_field(message));
  return vault_.hand_over(person, SOLEIL_TRY(bytes_field(message, "wrapped")), shown);
}

}  // namespace soleil
