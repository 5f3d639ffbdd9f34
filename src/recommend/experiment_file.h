// An experiment as a file, DATA/experiments/NAME.toml:
//
//   start = 2026-12-01T00:00:00Z      # with an offset; end is not part of it
//   end = 2026-12-15T00:00:00Z
//   primary = "long_view_rate"        # the metric that decides (experiments/arm_metrics.h)
//   salt = "summer"                   # default: the name; the same salt, the same viewers
//   shadow_share = 0.2                # of pages on which the other arms' choices are estimated
//   [[arms]]                          # the first is what the others are compared with
//   name = "as_it_is"
//   recipe = "for_you"
//   share = 0.5                       # of viewers; 0: nobody, estimated only
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/experiment.h"

namespace soleil {

inline constexpr size_t kArmsMax = 8;

// invalid "bad_experiment", with the line. Whether its recipes exist is not looked at here.
Result<Experiment> parse_experiment(std::string_view name, std::string_view toml);
tl::unexpected<Error> bad_experiment(std::string_view name, uint32_t line, const std::string& what);

}  // namespace soleil
