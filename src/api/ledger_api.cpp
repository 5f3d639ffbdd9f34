#include "api/ledger_api.h"

#include <algorithm>

#include "api/answer.h"
#include "ledger/tiles.h"
#include "net/range.h"
#include "platform/small_files.h"

namespace soleil {
namespace {

tl::unexpected<Error> not_here() {
  return fail(Code::not_found, "no_such_file", "The log has no such file.");
}

Response public_text(std::string text) {
  Response response = Response::text(200, std::move(text), "text/plain; charset=utf-8");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

// A tile never changes: what has its name is either these bytes or, for a partial one that the full
// tile has replaced, nothing.
Result<Response> tile_answer(const Request& request, const std::string& path, const Tile& tile) {
  auto opened = open_plain_file(path);
  if (!opened) return not_here();
  const auto fd = std::make_shared<OwnedFd>(std::move(*opened));
  FileBody body{fd->get(), 0, SOLEIL_TRY(file_size(fd->get())), fd};
  Response response = file_response(request, std::move(body), "\"" + tile_path(tile) + "\"",
                                    "application/octet-stream");
  response.headers.set("Cache-Control", tile.is_full() ? "public, max-age=31536000, immutable"
                                                       : "public, max-age=60");
  return response;
}

Result<Response> log_file(const LedgerFolder& folder, const Request& request) {
  const std::string &log = request.parameters[0], &file = request.parameters[1];
  if (std::ranges::find(kLedgerLogs, log) == kLedgerLogs.end()) return not_here();
  const std::string path = folder.public_folder(log) + "/" + file;
  if (const auto tile = parse_tile_path(file)) return tile_answer(request, path, *tile);
  if (file != "checkpoint" && file != "log.vkey") return not_here();
  auto text = read_file(path);
  if (!text) return not_here();
  return public_text(std::move(*text));
}

Result<Response> trust_policy(const LedgerFolder& folder, const Request&) {
  auto text = read_file(folder.policy_file());
  if (!text) return not_here();
  return public_text(std::move(*text));
}

using LedgerHandler = Result<Response> (*)(const LedgerFolder&, const Request&);

Route route(const LedgerFolder& folder, std::string pattern, LedgerHandler handler) {
  return {.method = Method::get,
          .pattern = std::move(pattern),
          .handler = [folder, handler](const Request& request) {
            Response response = answer(handler(folder, request));
            response.headers.set("Access-Control-Allow-Origin", "*");
            return response;
          }};
}

}  // namespace

std::vector<Route> ledger_routes(const LedgerFolder& folder) {
  return {route(folder, "/ledger/trust-policy", trust_policy),
          route(folder, "/ledger/{log}/{file*}", log_file)};
}

}  // namespace soleil
