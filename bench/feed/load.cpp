#include "bench/feed/load.h"

#include <cblas.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <fstream>
#include <set>
#include <thread>

extern "C" void openblas_set_num_threads(int);

namespace soleil::bench {
namespace {

using Time = std::chrono::steady_clock;

double since_s(Time::time_point start) {
  return std::chrono::duration<double>(Time::now() - start).count();
}

double cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double quantile(std::vector<double>& sorted, double q) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(q * static_cast<double>(sorted.size())))];
}

// Due times: due(i) seconds after the start for the i-th page, or none left.
template <class Due>
Flow flow(Feed& feed, const Population& population, int threads, double seconds, Due due) {
  std::vector<std::vector<double>> times(static_cast<size_t>(threads));
  std::atomic<uint64_t> next{0}, looked_at{0};
  std::atomic<bool> repeats{false};
  const double cpu_before = cpu_s();
  const auto start = Time::now();
  std::vector<std::thread> clients;
  for (auto& mine : times)
    clients.emplace_back([&] {
      while (since_s(start) < seconds) {
        const uint64_t n = next++;
        const double due_s = due(n);
        if (due_s > seconds) return;
        if (const double early_s = due_s - since_s(start); due_s > 0 && early_s > 0)
          std::this_thread::sleep_for(std::chrono::duration<double>(early_s));
        const double from_s = due_s > 0 ? due_s : since_s(start);
        const ViewerId viewer = population.viewer(hash64("asks", n) % population.sizes().viewers);
        const Page page = feed.next({.viewer = viewer, .count = kPage, .languages = {"en"}});
        mine.push_back((since_s(start) - from_s) * 1'000);
        looked_at += page.videos.size() + page.removed.size();
        std::set<VideoId> ids;
        for (const Candidate& c : page.videos) ids.insert(c.id);
        if (ids.size() != kPage) repeats = true;
      }
    });
  for (std::thread& client : clients) client.join();
  Flow out;
  const double took_s = since_s(start), cpu = cpu_s() - cpu_before;
  std::vector<double> all;
  for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  out.pages = all.size();
  out.pages_per_s = static_cast<double>(all.size()) / took_s;
  out.cpu_ms_a_page = cpu * 1'000 / static_cast<double>(std::max<size_t>(1, all.size()));
  out.p50_ms = quantile(all, 0.5);
  out.p99_ms = quantile(all, 0.99);
  out.repeats = repeats;
  return out;
}

}  // namespace

Flow closed_loop(Feed& feed, const Population& population, int threads, double seconds) {
  return flow(feed, population, threads, seconds, [](uint64_t) { return 0.0; });
}

Flow open_loop(Feed& feed, const Population& population, int threads, double seconds, double rate) {
  return flow(feed, population, threads, seconds,
              [&](uint64_t n) { return static_cast<double>(n + 1) / rate; });
}

double resident_bytes() {
  malloc_trim(0);
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double core_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double sgemm_gflops(double seconds) {
  openblas_set_num_threads(1);
  constexpr int kSide = 512;
  std::vector<float> a(kSide * kSide, 0.5F), b(a), c(a);
  double flop = 0;
  const double start = core_seconds();
  for (; core_seconds() - start < seconds; flop += 2.0 * kSide * kSide * kSide)
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, kSide, kSide, kSide, 1, a.data(), kSide,
                b.data(), kSide, 0, c.data(), kSide);
  return flop / (core_seconds() - start) / 1e9;
}

void stay_on_one_core() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(1, &set);
  sched_setaffinity(0, sizeof set, &set);
}

}  // namespace soleil::bench
