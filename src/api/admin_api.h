// /api/v1/admin: what the operator sees and presses. Administrators only.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/parts.h"
#include "platform/blob/blob.h"
#include "platform/queue/job_queue.h"
#include "residency/standings.h"

namespace soleil {

struct AdminLimits {
  int64_t disk_low_bytes = int64_t{4} << 30;  // below: a problem in the overview
  int64_t backup_late_ms = 30'000;  // so far behind is one; the page Regions says it at 5 s
  int64_t region_silent_ms = 15'000;
  size_t dead_jobs_shown = 100;
};

class AdminApi {  // outlives the server
 public:
  // standings: asked once the server runs.
  AdminApi(const ApiParts& parts, JobQueue& jobs, const BlobStore& blobs,
           std::function<Result<void>()> probe_sandbox, std::function<std::string()> recipe_refused,
           std::function<Standings&()> standings, AdminLimits limits)
      : parts_(parts),
        jobs_(jobs),
        blobs_(blobs),
        probe_sandbox_(std::move(probe_sandbox)),
        recipe_refused_(std::move(recipe_refused)),
        standings_(std::move(standings)),
        limits_(limits) {}
  std::vector<Route> routes();

 private:
  using Own = Result<Response> (AdminApi::*)(const Request&);
  Route route(Method method, std::string pattern, Own handler);
  Result<Response> overview(const Request& request);
  Result<Response> dead_jobs(const Request& request);
  Result<Response> retry_job(const Request& request);
  Result<Response> drop_job(const Request& request);
  Result<Response> import_author(const Request& request);
  Result<Response> roles(const Request& request);
  Result<Response> set_role(const Request& request);
  Result<Response> give_duty(const Request& request);
  Result<Response> take_duty(const Request& request);
  Result<Account> somebody_else(const Request& request, const Account& me) const;
  Result<json::array> problems();
  void add_backup(json::array& out);
  void add_silent(json::array& out);
  Result<json::object> figures();
  // In English, and as what a client needs to say it in its reader's language.
  struct Problem {
    std::string kind;  // "jobs", "reports", "disk", "sandbox", "recipes", "backup", "regions"
    std::string what, todo;
    int64_t count = 0;     // jobs, reports, free bytes, seconds behind, regions
    int64_t since_ms = 0;  // 0: since it was first seen
  };
  void add_problem(json::array& out, bool is_there, Problem problem);

  const ApiParts& parts_;
  JobQueue& jobs_;
  const BlobStore& blobs_;
  const std::function<Result<void>()> probe_sandbox_;
  const std::function<std::string()> recipe_refused_;  // why one does not run; "": all do
  const std::function<Standings&()> standings_;
  const AdminLimits limits_;
  std::mutex mutex_;
  std::map<std::string, int64_t> since_ms_;  // when a problem was first seen
};

}  // namespace soleil
