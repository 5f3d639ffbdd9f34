// KeyVault: the key service's own side of Keys. It holds the region's key and decides what is
// opened: programs open what they need to serve the person, humans only against a proof that the
// public log has the access (docs/residency.md). Thread-safe.
#pragma once

#include <array>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "residency/access_body.h"
#include "residency/key_folder.h"
#include "residency/key_transfer.h"
#include "residency/keys.h"
#include "residency/region_keys.h"

namespace soleil {

// Of the region's key: see Keys::facts_key().
SecretKey facts_key_of(const SecretKey& region);

class KeyVault final : public Keys, public KeyTransfer {
 public:
  KeyVault(KeyFolder folder, const Clock& clock, Random& random)
      : folder_(std::move(folder)), clock_(clock), random_(random), run_ms_(clock.now_ms()) {}

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

  // The program with this hash may ask: `entry` says so, and the proof shows that the log
  // `release` has it. denied "not_released".
  Result<void> check_program(const std::string& sha256, const std::string& entry,
                             const std::string& proof);
  const VerifierKey& verifier() const { return folder_.service.verifier(); }

 private:
  struct Grant {
    ViewerId person;
    std::vector<DataClass> scope;
    int64_t expires_ms = 0;
  };
  Result<SecretKey> person_key(ViewerId person, const std::string& wrapped) const;
  Result<void> check_grant(ViewerId person, DataClass data, const std::string& grant) const;
  Result<AccessBody> check_request(const ReleaseRequest& request) const;
  RegionKeys transfer_keys() const;
  std::string signed_note(const std::string& text) const;

  mutable std::mutex mutex_;
  KeyFolder folder_;
  const Clock& clock_;
  Random& random_;
  std::unordered_map<std::string, Grant> grants_;
  struct Counts {
    int64_t by_program = 0, by_grant = 0;
  };
  std::array<Counts, kDataClasses.size()> counts_{};
  std::string program_;   // which one asks, by hash
  const int64_t run_ms_;  // when this process began: numbers of statements begin anew with it
  int64_t since_ms_ = run_ms_, number_ = 0;
};

}  // namespace soleil
