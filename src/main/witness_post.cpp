#include "main/witness_post.h"

#include "net/client.h"

namespace soleil {

PostToWitness post_to_witnesses(int64_t timeout_ms) {
  constexpr size_t kAnswerBytesMax = 64 << 10;
  return
      [timeout_ms](const PolicyWitness& witness, const std::string& body) -> Result<WitnessAnswer> {
        auto client = SOLEIL_TRY(HttpClient::open(witness.url, timeout_ms, kAnswerBytesMax));
        ClientRequest request{Method::post, "/add-checkpoint", {}, body};
        request.headers.set("Content-Type", "text/plain; charset=utf-8");
        ClientResponse response = SOLEIL_TRY(client->send(request));
        return WitnessAnswer{response.status, std::string(response.headers.get("Content-Type")),
                             std::move(response.body)};
      };
}

}  // namespace soleil
