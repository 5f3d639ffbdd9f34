#include "residency/region_pass.h"

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kPassMs = 60'000;
constexpr std::string_view kPurpose = "pass";

std::string text_of(const PassedRequest& request, int64_t now_ms) {
  return std::string(request.method) + " " + std::string(request.target) + "\n" +
         std::to_string(now_ms) + "\n" + base64_encode(sha256(request.body));
}

}  // namespace

std::string region_pass(const RegionKeys& keys, std::string_view region,
                        const PassedRequest& request, int64_t now_ms) {
  return "Region " + std::string(region) + " " + std::to_string(now_ms) + " " +
         base64_encode(keys.sign(kPurpose, text_of(request, now_ms)));
}

Result<const Region*> check_region_pass(const Deployment& deployment, std::string_view pass,
                                        const PassedRequest& request, int64_t now_ms) {
  const auto refused = [] {
    return fail(Code::denied, "not_a_region", "Only another region's server may ask this.");
  };
  const auto words = split(pass, ' ');
  if (words.size() != 4 || words[0] != "Region") return refused();
  const Region* const region = deployment.by_id(words[1]);
  const auto at_ms = parse_int(words[2]);
  const auto signature = base64_decode(words[3]);
  if (!region || !at_ms || !signature) return refused();
  if (now_ms - *at_ms > kPassMs || now_ms - *at_ms < -kPassMs) return refused();
  if (!RegionKeys::verify(kPurpose, text_of(request, *at_ms), *signature, region->sign_key))
    return refused();
  return region;
}

}  // namespace soleil
