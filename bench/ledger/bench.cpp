// bench/ledger: a log on this disk. soleil_ledger_bench FOLDER [SECONDS]
//   how many entries of 256 bytes become durable a second, when more are offered;
//   how long an entry waits at 2,000 a second with batches of one second (p99);
//   what an entry takes on the disk; proofs a second; how long a million entries take to audit.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "ledger/batch_loop.h"
#include "ledger/entry.h"

using namespace soleil;
namespace fs = std::filesystem;

namespace {

constexpr int kSteadyPerS = 2'000;
constexpr uint64_t kAuditEntries = 1'000'000;
using Clocked = std::chrono::steady_clock;

double seconds_since(Clocked::time_point then) {
  return std::chrono::duration<double>(Clocked::now() - then).count();
}

std::string nth_entry(uint64_t number) {
  SeededRandom random(number);
  return entry_text(decoy_entry(1'795'690'000'000, random));
}

struct OpenedLog {
  SystemClock clock;
  Log quiet{clock, Level::error};
  std::unique_ptr<LogStore> store;
  std::unique_ptr<Sequencer> log;
  explicit OpenedLog(const std::string& folder) {
    SystemRandom random;
    store = open_file_log_store(folder).value();
    log = Sequencer::open(*store, SigningKey::make("bench/log", KeyKind::log, random).value())
              .value();
  }
};

// Offers without end; entries that were answered within the time, a second.
double saturate(Sequencer& log, Log& quiet, double seconds, const std::vector<std::string>& some) {
  std::vector<std::future<Result<Appended>>> answers;
  const auto begin = Clocked::now();
  uint64_t durable = 0;
  double until_s = 0;
  {
    BatchLoop loop(log, quiet);
    size_t first = 0;
    for (uint64_t number = 0; seconds_since(begin) < seconds; ++number) {
      answers.push_back(log.add(some[number % some.size()]));
      if (answers.size() - first < 40'000) continue;
      for (; answers.size() - first > 20'000; ++first) durable += answers[first].get().has_value();
    }
    for (; first < answers.size(); ++first) durable += answers[first].get().has_value();
    until_s = seconds_since(begin);
  }
  return static_cast<double>(durable) / until_s;
}

double steady_p99_ms(Sequencer& log, Log& quiet, double seconds,
                     const std::vector<std::string>& some) {
  std::vector<std::pair<Clocked::time_point, std::future<Result<Appended>>>> waiting;
  waiting.reserve(static_cast<size_t>(seconds * kSteadyPerS) + kSteadyPerS);
  std::vector<double> waits_ms;
  std::atomic<size_t> offered{0};
  std::atomic<bool> is_over{false};
  BatchLoop loop(log, quiet);
  std::thread reader([&] {
    for (size_t i = 0; !is_over || i < offered;) {
      if (i >= offered) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      for (; i < offered; ++i) {
        (void)waiting[i].second.get();
        waits_ms.push_back(1'000 * seconds_since(waiting[i].first));
      }
    }
  });
  const auto begin = Clocked::now();
  while (seconds_since(begin) < seconds) {
    const auto due = static_cast<size_t>(seconds_since(begin) * kSteadyPerS);
    for (size_t i = offered; i < due; ++i) {
      waiting.push_back({Clocked::now(), log.add(some[i % some.size()])});
      ++offered;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  is_over = true;
  reader.join();
  std::sort(waits_ms.begin(), waits_ms.end());
  return waits_ms[waits_ms.size() * 99 / 100];
}

double bytes_per_entry(const std::string& folder, uint64_t entries) {
  double bytes = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder + "/public"))
    if (file.is_regular_file()) bytes += static_cast<double>(file.file_size());
  return bytes / static_cast<double>(entries);
}

ReadFile read_folder(const std::string& folder) {
  return [folder](const std::string& path) -> Result<std::string> {
    std::ifstream in(folder + "/" + path, std::ios::binary);
    if (!in) return fail(Code::not_found, "no_file", path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
}

TreeHead write_tiles(const std::string& folder, uint64_t entries) {
  RightEdge edge;
  const auto save = [&](const std::vector<NamedBytes>& files) {
    for (const NamedBytes& file : files) {
      fs::create_directories(fs::path(folder + "/" + file.path).parent_path());
      std::ofstream(folder + "/" + file.path, std::ios::binary) << file.bytes;
    }
  };
  std::vector<NamedBytes> full;
  for (uint64_t i = 0; i < entries; ++i, full.clear()) {
    edge.append(nth_entry(i), full);
    save(full);
  }
  save(edge.partials());
  return edge.head();
}

double proofs_per_s(const std::string& folder, const TreeHead& tree) {
  const auto begin = Clocked::now();
  SeededRandom random(9);
  LogReader log(read_folder(folder), tree.size);
  int count = 0;
  for (; seconds_since(begin) < 2; ++count)
    (void)prove_inclusion(random.below(tree.size), tree.size, log.subtrees()).value();
  return count / seconds_since(begin);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: soleil_ledger_bench FOLDER [SECONDS]\n"), 2;
  const std::string folder = argv[1];
  const double seconds = argc > 2 ? std::stod(argv[2]) : 10;
  std::vector<std::string> some;
  for (uint64_t i = 0; i < 10'000; ++i) some.push_back(nth_entry(i));
  double per_s, p99_ms, bytes;
  {
    OpenedLog opened(folder + "/log");
    per_s = saturate(*opened.log, opened.quiet, seconds, some);
    bytes = bytes_per_entry(folder + "/log", opened.log->head().size);
    p99_ms = steady_p99_ms(*opened.log, opened.quiet, seconds, some);
  }
  const TreeHead tree = write_tiles(folder + "/million", kAuditEntries);
  const double proofs = proofs_per_s(folder + "/million", tree);
  const auto begin = Clocked::now();
  if (!audit_log(read_folder(folder + "/million"), tree)) return 1;
  std::printf(
      "ledger entries_per_s=%.0f integrate_p99_ms=%.0f bytes_per_entry=%.1f "
      "verify_1m_s=%.2f proofs_per_s=%.0f\n",
      per_s, p99_ms, bytes, seconds_since(begin), proofs);
  return 0;
}
