// Process seam: run a child in a sandbox. Adapter: bubblewrap (no network, read-only root made of
// /usr alone, own user and PID namespace, seccomp deny-list, rlimits), fake (scripted, for tests).
// Suite: process_suite.cpp. If the sandbox can't be set up, run() refuses with Code::unavailable,
// reason "no_sandbox", and says why: it never falls back to an unconfined child. Thread-safe;
// blocks until the child has ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace soleil {

struct ChildLimits {
  int64_t wall_ms_max = 600'000;
  int64_t cpu_ms_max = 1'200'000;
  int64_t memory_bytes_max = int64_t{4} << 30;
  int64_t file_bytes_max = int64_t{4} << 30;  // any one file it writes
  int64_t output_bytes_max = 16 << 20;        // stdout that is kept; more of it ends the child
  int64_t tasks_max = 128;  // processes and threads; Linux does not hold root to it (may_fork does)
  int64_t open_files_max = 256;
  int64_t scratch_bytes_max = 64 << 20;  // its private /tmp, in memory
};

struct ChildSpec {
  std::vector<std::string> argv;    // argv[0]: a program of /usr/bin
  std::vector<std::string> inputs;  // files seen read-only at /in/0, /in/1, …
  std::string work_folder;          // seen read-write at /work (its current directory); "" = none
  ChildLimits limits;
  bool may_fork = false;  // may start processes; threads are always allowed
  std::function<void(std::string_view)> on_stdout;  // each chunk; if empty, ChildResult keeps them
  const std::atomic<bool>* cancel = nullptr;        // set by another thread: the child is killed
};

// signalled: by the kernel (a crash, the file size limit) or by itself; status is the signal's
// number.
enum class ChildEnd { exited, signalled, wall_limit, cpu_limit, output_limit, cancelled };

struct ChildResult {
  ChildEnd end = ChildEnd::exited;
  int status = 0;  // exit status or signal
  std::string standard_output;
  std::string standard_error;  // its last 16 KiB
  int64_t wall_ms = 0;
  int64_t cpu_ms = 0;
};

class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;
  virtual Result<ChildResult> run(const ChildSpec& spec) = 0;
  virtual Result<void> probe() = 0;  // can it confine a child here?
};

std::unique_ptr<ProcessRunner> make_sandbox();

}  // namespace soleil
