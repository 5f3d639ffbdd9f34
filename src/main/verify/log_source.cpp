#include "main/verify/log_source.h"

#include <memory>

#include "net/client.h"
#include "platform/small_files.h"

namespace soleil {

Result<ReadFile> open_log_source(const std::string& where) {
  constexpr int64_t kTimeoutMs = 20'000;
  constexpr size_t kFileBytesMax = 32 << 20;  // a bundle of 256 entries of 64 kB is 16 MB
  if (!where.starts_with("http://") && !where.starts_with("https://"))
    return ReadFile([where](const std::string& path) { return read_file(where + "/" + path); });
  std::shared_ptr<HttpClient> client =
      SOLEIL_TRY(HttpClient::open(where, kTimeoutMs, kFileBytesMax));
  return ReadFile([client](const std::string& path) -> Result<std::string> {
    ClientResponse response = SOLEIL_TRY(client->send({Method::get, "/" + path, {}, ""}));
    if (response.status == 200) return std::move(response.body);
    if (response.status == 404)
      return fail(Code::not_found, "no_file", "The server has no " + path + ".");
    return fail(Code::unavailable, "http_error",
                "The server answered " + std::to_string(response.status) + " for " + path + ".");
  });
}

}  // namespace soleil
