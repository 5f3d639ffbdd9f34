// /api/v1/me/home, /me/reports, /me/export: where what is kept of me is at home, what became of my
// reports, and a copy of everything to take along. A copy reads the whole fact log: few at a time,
// on a thread of its own, and few a person (429).
#pragma once

#include <string>
#include <vector>

#include "api/parts.h"
#include "people/takeout.h"
#include "residency/standings.h"
#include "residency/touches.h"

namespace soleil {

class MineApi {  // outlives the server
 public:
  MineApi(const ApiParts& api, const Takeout& takeout, Touches& touches, Standings& standings,
          std::string server_name, std::string public_url)
      : api_(api),
        takeout_(takeout),
        touches_(touches),
        standings_(standings),
        server_name_(std::move(server_name)),
        public_url_(std::move(public_url)),
        exports_(api.clock, kExportsBurst, kExportEveryMs) {}
  std::vector<Route> routes();
  Pool& pool() { return pool_; }  // for what reads the whole fact log
  void stop() { pool_.stop(); }

 private:
  static constexpr int64_t kExportsBurst = 3, kExportEveryMs = 1'200'000;
  static constexpr int64_t kBackupOldMs = 3'600'000;  // then people are told of none
  static constexpr size_t kWaitingMax = 4;
  using Own = Result<Response> (MineApi::*)(const Request&);
  Route route(Method method, std::string pattern, Own handler, Pool& pool);
  Result<Response> home(const Request& request);
  Result<Response> reports(const Request& request);
  Result<Response> take_out(const Request& request);
  Result<Account> sure(const Request& request);
  void add_backup(json::object& out, const Region* where);
  Result<json::object> copy_of(const Request& request, const Account& me);

  const ApiParts& api_;
  const Takeout& takeout_;
  Touches& touches_;
  Standings& standings_;
  const std::string server_name_, public_url_;
  Attempts exports_;
  Pool pool_{"export", 1, kWaitingMax};
};

}  // namespace soleil
