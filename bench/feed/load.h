// Load on a feed, and figures of it.
#pragma once

#include <cstdint>

#include "bench/feed/world.h"
#include "recommend/feed.h"

namespace soleil::bench {

struct Flow {
  double pages_per_s = 0, cpu_ms_a_page = 0, p50_ms = 0, p99_ms = 0, candidates = 0;
  uint64_t pages = 0;
  bool repeats = false;
};

// As many pages as can be made by `threads` clients that never pause.
Flow closed_loop(Feed& feed, const Population& population, int threads, double seconds);
// Pages asked for at fixed times, `rate` a second; late ones count from when they were due.
Flow open_loop(Feed& feed, const Population& population, int threads, double seconds, double rate);

double resident_bytes();              // of this process, freed memory given back first
double sgemm_gflops(double seconds);  // OpenBLAS, one thread, 512 x 512
double core_seconds();                // that this thread had of a core: the machine may be shared
void stay_on_one_core();              // this process, from now on

}  // namespace soleil::bench
