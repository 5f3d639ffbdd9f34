// The queue adapters by name, for open_*() and for tests that need a particular one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "platform/fault.h"
#include "platform/queue/fact_log.h"
#include "platform/queue/job_queue.h"

namespace soleil {

Result<void> check_topic_name(std::string_view name);  // a-z 0-9 - _, 1 to 64; invalid "bad_name"
// An append's records against the limits: too_large.
Result<void> check_records(const std::vector<std::string>& records, const FactLogLimits& limits);

Result<std::unique_ptr<FactLog>> open_file_fact_log(const std::string& folder,
                                                    const FactLogLimits& limits);
std::unique_ptr<FactLog> make_memory_fact_log(const FactLogLimits& limits);
// Each call counts one on the plan. Both must outlive it.
std::unique_ptr<FactLog> make_faulty_fact_log(FactLog& log, FaultPlan& plan);

// A job queue on the topic "jobs" of a log that nobody else writes to. The clock must outlive it.
Result<std::unique_ptr<JobQueue>> open_logged_job_queue(std::shared_ptr<FactLog> log,
                                                        const Clock& clock,
                                                        const JobLimits& limits);
std::unique_ptr<JobQueue> make_faulty_job_queue(JobQueue& queue, FaultPlan& plan);

}  // namespace soleil
