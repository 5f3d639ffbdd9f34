// SocketKeys: Keys by asking a key service at its socket. Connections are made when needed, shown
// who asks, kept, and made anew when the service was started again.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.h"
#include "platform/local_socket.h"
#include "residency/key_transfer.h"
#include "residency/keys.h"

namespace soleil {

struct ProgramProof {  // that the log `release` has the program that asks
  std::string entry, proof;
};

class SocketKeys final : public Keys, public KeyTransfer {
 public:
  using WhoAsks = std::function<Result<ProgramProof>()>;  // may be called more than once
  SocketKeys(std::string path, WhoAsks who) : path_(std::move(path)), who_(std::move(who)) {}

  Result<void> probe();  // is the service there, and does it know this program?
  Result<std::string> make(ViewerId person) override;
  Result<std::string> seal(ViewerId person, const std::string& wrapped, DataClass data,
                           std::string_view text) override;
  Result<std::string> open(ViewerId person, const std::string& wrapped, DataClass data,
                           std::string_view sealed, const std::string& grant) override;
  Result<PersonKey> tag_key(ViewerId person, const std::string& wrapped) override;
  Result<SecretKey> facts_key() override;
  Result<std::string> release(const ReleaseRequest& request) override;
  Result<std::string> destroy(ViewerId person, const std::string& wrapped) override;
  Result<std::string> statement() override;
  Result<ServiceKeys> service_keys() override;
  Result<std::string> hand_over(ViewerId person, const std::string& wrapped,
                                const HandOver& shown) override;
  Result<std::string> take_over(ViewerId person, const std::string& sealed) override;

 private:
  Result<std::string> ask(const json::object& message);
  Result<std::string> ask_key(const json::object& message);  // 32 bytes
  Result<LocalConnection> connected();
  std::optional<LocalConnection> take_kept();
  const std::string path_;
  const WhoAsks who_;
  std::mutex mutex_;
  std::vector<LocalConnection> kept_;
};

}  // namespace soleil
