// The contract of job_queue.h, run on a queue in memory and on one in files.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "platform/queue/adapters.h"
#include "support/temp_folder.h"

using namespace soleil;

TEST_SUITE_BEGIN("job_queue");

namespace {

constexpr JobLimits kLimits{.lease_ms = 1'000,
                            .backoff_ms = 100,
                            .backoff_ms_max = 300,
                            .attempts_max = 3,
                            .waiting_max = 5'000};

struct MemoryJobs {
  ManualClock clock;
  std::shared_ptr<FactLog> log = make_memory_fact_log({});
  std::unique_ptr<JobQueue> open() {
    return std::move(*open_logged_job_queue(log, clock, kLimits));
  }
};

struct FileJobs {
  ManualClock clock;
  TempFolder folder;
  std::unique_ptr<JobQueue> open() {
    auto queue = open_job_queue("log://" + folder.path() + "/jobs", clock, kLimits);
    REQUIRE_MESSAGE(queue.has_value(), (queue ? "" : queue.error().what));
    return std::move(*queue);
  }
};

#define ADAPTERS MemoryJobs, FileJobs

Job must_take(JobQueue& queue, std::string_view kind = "video") {
  auto job = queue.take(kind);
  REQUIRE(job);
  REQUIRE(job->has_value());
  return **job;
}

bool is_empty(JobQueue& queue, std::string_view kind = "video") {
  auto job = queue.take(kind);
  REQUIRE(job);
  return !job->has_value();
}

void kill_job(JobQueue& queue, ManualClock& clock) {  // takes and fails it to its death
  for (int attempt = 1; attempt <= kLimits.attempts_max; ++attempt) {
    REQUIRE(queue.fail(must_take(queue), "broken pipe"));
    clock.advance_ms(kLimits.backoff_ms_max);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("whoever puts many jobs keeps nobody waiting", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  for (int i = 0; i < 4; ++i) REQUIRE(queue->put("video", "ada" + std::to_string(i), "x", "ada"));
  CHECK(must_take(*queue).key == "ada0");
  a.clock.advance_ms(5);
  REQUIRE(queue->put("video", "ben0", "x", "ben"));
  REQUIRE(queue->put("video", "ben1", "x", "ben"));
  CHECK(must_take(*queue).key == "ben0");
  CHECK(must_take(*queue).key == "ada1");
  queue.reset();
  queue = a.open();  // the turns are told by the log
  CHECK(must_take(*queue).key == "ben0");
  CHECK(must_take(*queue).whose == "ada");
  CHECK(must_take(*queue).key == "ben1");
}

TEST_CASE_TEMPLATE("a job is taken once, oldest first, by kind", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v2", "{\"n\":2}", ""));
  a.clock.advance_ms(1);
  REQUIRE(queue->put("video", "v1", "{\"n\":1}", ""));
  REQUIRE(queue->put("mail", "v2", "other kind", ""));
  CHECK(queue->waiting("video") == 2);
  CHECK(queue->holds("video", "v1"));
  CHECK_FALSE(queue->holds("mail", "v1"));
  const Job job = must_take(*queue);
  CHECK(job.kind == "video");
  CHECK(job.key == "v2");
  CHECK(job.payload == "{\"n\":2}");
  CHECK(job.attempt == 1);
  CHECK(queue->running("video") == 1);
  CHECK(must_take(*queue).key == "v1");
  CHECK(is_empty(*queue));
  CHECK(must_take(*queue, "mail").payload == "other kind");
  REQUIRE(queue->done(job));
  CHECK(queue->running("video") == 1);
  CHECK(queue->done(job).error().reason == "stale_lease");
}

TEST_CASE_TEMPLATE("putting again is a no-op while the job waits, runs or is dead", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v", "first", ""));
  REQUIRE(queue->put("video", "v", "second", ""));
  CHECK(queue->waiting("video") == 1);
  const Job job = must_take(*queue);
  CHECK(job.payload == "first");
  REQUIRE(queue->put("video", "v", "third", ""));
  CHECK(is_empty(*queue));
  REQUIRE(queue->done(job));
  REQUIRE(queue->put("video", "v", "fourth", ""));  // a new job
  kill_job(*queue, a.clock);
  REQUIRE(queue->put("video", "v", "fifth", ""));
  CHECK(is_empty(*queue));
}

TEST_CASE_TEMPLATE("a failed job waits longer each time, then is dead", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v", "x", ""));
  for (int64_t wait_ms : {100, 200}) {
    REQUIRE(queue->fail(must_take(*queue), "no memory \xff"));
    CHECK(is_empty(*queue));
    a.clock.advance_ms(wait_ms - 1);
    CHECK(is_empty(*queue));
    a.clock.advance_ms(1);
  }
  const Job last = must_take(*queue);
  CHECK(last.attempt == 3);
  CHECK(last.last_error == "no memory ?");
  REQUIRE(queue->fail(last, "again"));
  a.clock.advance_ms(1'000'000);
  CHECK(is_empty(*queue));
  auto dead = queue->dead(10);
  REQUIRE(dead->size() == 1);
  CHECK(dead->at(0).last_error == "again");
  CHECK(dead->at(0).attempt == 3);
}

TEST_CASE_TEMPLATE("an administrator retries or drops a dead job", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v", "x", ""));
  CHECK(queue->retry_dead("video", "v").error().code == Code::not_found);
  kill_job(*queue, a.clock);
  REQUIRE(queue->retry_dead("video", "v"));
  CHECK(queue->dead(10)->empty());
  const Job job = must_take(*queue);
  CHECK(job.attempt == 1);
  REQUIRE(queue->fail(job, "still"));
  a.clock.advance_ms(1'000);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(queue->fail(must_take(*queue), "still"));
    a.clock.advance_ms(1'000);
  }
  CHECK(queue->drop_dead("video", "w").error().code == Code::not_found);
  REQUIRE(queue->drop_dead("video", "v"));
  CHECK(queue->dead(10)->empty());
  REQUIRE(queue->put("video", "v", "new", ""));
  CHECK(must_take(*queue).payload == "new");
}

TEST_CASE_TEMPLATE("a lease that runs out frees the job and makes the token stale", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v", "x", ""));
  const Job first = must_take(*queue);
  a.clock.advance_ms(999);
  REQUIRE(queue->extend(first));
  a.clock.advance_ms(999);
  CHECK(is_empty(*queue));
  a.clock.advance_ms(1);
  CHECK(queue->done(first).error().code == Code::conflict);
  CHECK(queue->extend(first).error().code == Code::conflict);
  CHECK(is_empty(*queue));  // failed just now: backs off
  a.clock.advance_ms(100);
  const Job second = must_take(*queue);
  CHECK(second.attempt == 2);
  CHECK(second.lease != first.lease);
  CHECK(queue->fail(first, "late").error().code == Code::conflict);
  REQUIRE(queue->done(second));
}

TEST_CASE_TEMPLATE("everything is there after reopening; leases end with the process", A,
                   ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "dies", "d", ""));
  kill_job(*queue, a.clock);
  REQUIRE(queue->put("video", "fails", "f", ""));
  REQUIRE(queue->fail(must_take(*queue), "once"));
  REQUIRE(queue->put("video", "runs", "r", ""));
  const Job running = must_take(*queue);
  REQUIRE(queue->put("video", "finished", "x", ""));
  REQUIRE(queue->done(must_take(*queue)));
  REQUIRE(queue->put("video", "waits", "w", ""));
  queue.reset();
  queue = a.open();
  CHECK(queue->waiting("video") == 3);
  CHECK(queue->running("video") == 0);
  CHECK(queue->dead(10)->at(0).key == "dies");
  CHECK(queue->done(running).error().code == Code::conflict);
  const Job again = must_take(*queue);
  CHECK(again.key == "runs");
  CHECK(again.attempt == 1);  // an interruption is not the job's failure
  CHECK(must_take(*queue).key == "waits");
  a.clock.advance_ms(100);
  const Job failed = must_take(*queue);
  CHECK(failed.key == "fails");
  CHECK(failed.attempt == 2);
  CHECK(failed.last_error == "once");
}

TEST_CASE_TEMPLATE("a job that always ends the process is dead in the end", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "v", "x", ""));
  int takes = 0;
  for (; takes < 100; ++takes) {
    auto job = queue->take("video");
    REQUIRE(job);
    if (!*job) break;
    queue.reset();
    queue = a.open();
  }
  CHECK(takes == 21);
  CHECK(queue->dead(10)->size() == 1);
}

TEST_CASE("the log is compacted, and a reopened queue is the same") {
  MemoryJobs a;
  auto queue = a.open();
  REQUIRE(queue->put("video", "old", "x", ""));
  REQUIRE(queue->put("video", "older", std::string(100'000, 'p'), ""));
  const Job held = must_take(*queue);
  for (int i = 0; i < 1'500; ++i) {
    REQUIRE(queue->put("mail", std::to_string(i), std::string(2'000, 'm'), ""));
    REQUIRE(queue->done(must_take(*queue, "mail")));
  }
  queue.reset();
  queue = a.open();
  CHECK(queue->waiting("video") == 2);
  CHECK(queue->waiting("mail") == 0);
  std::set<std::string> keys{must_take(*queue).key, must_take(*queue).key};
  CHECK(keys == std::set<std::string>{"old", "older"});
}

TEST_CASE("files: finished jobs leave the disk") {
  FileJobs a;
  auto queue = a.open();
  for (int i = 0; i < 100; ++i) {
    REQUIRE(queue->put("mail", std::to_string(i), std::string(200'000, 'm'), ""));
    REQUIRE(queue->done(must_take(*queue, "mail")));
  }
  uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(a.folder.path()))
    if (entry.is_regular_file()) bytes += entry.file_size();
  CHECK(bytes < 14 << 20);  // of 20 MB
}

TEST_CASE_TEMPLATE("limits", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  CHECK(queue->put("", "k", "x", "").error().code == Code::invalid);
  CHECK(queue->put("video", "", "x", "").error().code == Code::invalid);
  CHECK(queue->put("video", "k", "\xff", "").error().code == Code::invalid);
  CHECK(queue->put("video", "k", std::string(1 << 20, 'x'), "").error().code == Code::too_large);
  CHECK(queue->waiting("video") == 0);
}

TEST_CASE("more waiting jobs than the limit: overloaded") {
  ManualClock clock;
  auto queue =
      std::move(*open_logged_job_queue(make_memory_fact_log({}), clock, {.waiting_max = 2}));
  REQUIRE(queue->put("video", "1", "x", ""));
  REQUIRE(queue->put("video", "2", "x", ""));
  CHECK(queue->put("video", "3", "x", "").error().code == Code::overloaded);
  CHECK(queue->put("video", "2", "x", "").has_value());
  REQUIRE(must_take(*queue).key == "1");
  CHECK(queue->put("video", "3", "x", "").has_value());
}

TEST_CASE_TEMPLATE("wait wakes for a put, and gives up in time", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  CHECK_FALSE(queue->wait("video", 10));
  std::thread putter([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    (void)queue->put("video", "v", "x", "");
  });
  CHECK(queue->wait("video", 10'000));
  putter.join();
  CHECK_FALSE(queue->wait("mail", 10));
}

TEST_CASE_TEMPLATE("many workers: each job is done once", A, ADAPTERS) {
  A a;
  auto queue = a.open();
  constexpr int kJobs = 60;
  for (int i = 0; i < kJobs; ++i) REQUIRE(queue->put("video", std::to_string(i), "x", ""));
  std::atomic<int> done = 0, wrong = 0;
  std::vector<std::thread> workers;
  for (int t = 0; t < 4; ++t)
    workers.emplace_back([&] {
      for (;;) {
        auto job = queue->take("video");
        if (!job) ++wrong;
        if (!job || !*job) return;
        if (!queue->done(**job)) ++wrong;
        ++done;
      }
    });
  for (std::thread& worker : workers) worker.join();
  CHECK(done == kJobs);
  CHECK(wrong == 0);
}

TEST_CASE("faults of the log at every call: no job is lost, none runs twice at once") {
  for (FaultMode mode : {FaultMode::not_done, FaultMode::done_but_failed})
    for (int nth = 1; nth <= 8; ++nth) {
      ManualClock clock;
      FaultPlan plan;
      std::shared_ptr<FactLog> log = make_memory_fact_log({});
      std::shared_ptr<FactLog> faulty = make_faulty_fact_log(*log, plan);
      auto queue = std::move(*open_logged_job_queue(faulty, clock, kLimits));
      plan.fail_at(nth, mode);
      std::multiset<std::string> ran;
      for (const char* key : {"a", "b"})
        while (!queue->put("video", key, "x", "")) {
        }
      for (int step = 0; step < 20 && ran.size() < 2; ++step) {
        auto job = queue->take("video");
        if (job && *job && queue->done(**job)) ran.insert((*job)->key);
        clock.advance_ms(1'000);
      }
      CHECK(ran == std::multiset<std::string>{"a", "b"});
      // The log tells the same story, but for a change that was made and reported failed.
      auto again = std::move(*open_logged_job_queue(log, clock, kLimits));
      CHECK(again->waiting("video") <= (mode == FaultMode::done_but_failed ? 1u : 0u));
    }
}
