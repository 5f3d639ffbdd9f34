#include "media/tools.h"

#include <signal.h>

#include <algorithm>

namespace soleil {
namespace {

tl::unexpected<Error> costs_too_much() {
  return fail(Code::too_large, "costs_too_much",
              "This video takes too much work to decode. Export it smaller and send it again.");
}

}  // namespace

tl::unexpected<Error> undecodable() {
  return fail(Code::invalid, "undecodable",
              "This video can't be decoded: it is damaged or of a kind we don't know. "
              "Export it again as MP4 and send it.");
}

Result<void> judge(const ChildResult& child) {
  switch (child.end) {
    case ChildEnd::cancelled:
      return fail(Code::cancelled, "cancelled", "Processing was stopped.");
    case ChildEnd::wall_limit:
    case ChildEnd::cpu_limit:
    case ChildEnd::output_limit:
      return costs_too_much();
    case ChildEnd::signalled:
      if (child.status == SIGXFSZ) return costs_too_much();
      if (child.status == SIGKILL)  // not by us: most likely the machine ran out of memory
        return fail(Code::unavailable, "killed", "The encoder was killed by the system.");
      return undecodable();
    case ChildEnd::exited:
      break;
  }
  if (child.status == 0) return {};
  if (child.standard_error.find("No space left") != std::string::npos)
    return fail(Code::unavailable, "disk_full", "The disk is full.");
  if (child.standard_error.find("File too large") != std::string::npos) return costs_too_much();
  return undecodable();
}

Result<ChildResult> MediaTools::run(std::vector<std::string> argv, int64_t wall_ms_max,
                                    std::function<void(std::string_view)> on_stdout) const {
  ChildSpec spec;
  spec.argv = std::move(argv);
  spec.inputs = {source_path_};
  spec.work_folder = work_.path();
  spec.limits.wall_ms_max = wall_ms_max;
  spec.limits.cpu_ms_max = wall_ms_max * limits_.threads;
  spec.limits.memory_bytes_max = limits_.memory_bytes_max;
  spec.limits.file_bytes_max = limits_.output_bytes_max;
  spec.on_stdout = std::move(on_stdout);
  spec.cancel = cancel_;
  auto child = runner_.run(spec);
  if (child && child->status != 0) {
    const std::string& said = child->standard_error;
    log_.debug("tool_failed",
               {{"status", int64_t{child->status}},
                {"said", said.substr(said.size() - std::min(said.size(), size_t{800}))}});
  }
  return child;
}

Result<ChildResult> MediaTools::run_well(std::vector<std::string> argv, int64_t wall_ms_max,
                                         std::function<void(std::string_view)> on_stdout) const {
  ChildResult child = SOLEIL_TRY(run(std::move(argv), wall_ms_max, std::move(on_stdout)));
  SOLEIL_TRY(judge(child));
  return child;
}

}  // namespace soleil
