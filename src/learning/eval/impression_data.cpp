#include "learning/eval/impression_data.h"

#include <algorithm>
#include <cmath>

#include "learning/eval/tsv.h"

namespace soleil::eval {
namespace {

constexpr double kValidationShare = 0.15;  // of the train rows, the last ones
constexpr size_t kTimedMin = 500;          // rows with a time that are enough to choose on

Result<Rows> read_labelled(const std::string& path, const std::string& label, Names& names) {
  Rows rows = SOLEIL_TRY(read_rows(path, names, label));
  const auto labels = rows.numbers(label);
  if (labels.empty())
    return fail(Code::invalid, "no_label",
                path + ": no column '" + label + "'. Name the one to be predicted by --label.");
  for (const double value : labels)
    if (!std::isnan(value) && value != 0 && value != 1)
      return fail(Code::invalid, "bad_label",
                  path + ": column '" + label + "' has values other than 0 and 1 (" +
                      std::to_string(value) + "). Make it a flag, or name another by --label.");
  return rows;
}

// Rows whose answer is not known can't be judged.
size_t drop_unlabelled(Rows& rows, const std::string& label) {
  const auto labels = rows.numbers(label);
  std::vector<size_t> known;
  for (size_t row = 0; row < labels.size(); ++row)
    if (!std::isnan(labels[row])) known.push_back(row);
  const size_t dropped = rows.size() - known.size();
  if (dropped) rows = rows.take(known);
  return dropped;
}

// GAUC needs one viewer, at least, with both answers.
bool can_be_judged(const Rows& rows, const std::string& label) {
  std::vector<uint8_t> met;
  const auto labels = rows.numbers(label);
  for (size_t row = 0; row < rows.size(); ++row) {
    met.resize(std::max<size_t>(met.size(), rows.viewer[row] + 1));
    if ((met[rows.viewer[row]] |= labels[row] > 0 ? 1 : 2) == 3) return true;
  }
  return false;
}

}  // namespace

Result<void> read_impressions(const EvalOptions& options, ImpressionData& data) {
  data.train = SOLEIL_TRY(read_labelled(options.train, options.label, data.names));
  Rows test = SOLEIL_TRY(read_labelled(options.test, options.label, data.names));
  data.unlabelled = drop_unlabelled(test, options.label);
  if (!can_be_judged(test, options.label))
    return fail(Code::invalid, "no_choice",
                options.test + ": no viewer has rows with and without '" + options.label +
                    "', so there is nothing to rank. Take a longer test part.");
  data.context = options.context;
  data.test = hide_answers(std::move(test), data.context, options.label);
  if (!options.videos.empty())
    data.videos = SOLEIL_TRY(read_attributes(options.videos, "video", data.names));
  if (!options.viewers.empty())
    data.viewers = SOLEIL_TRY(read_attributes(options.viewers, "viewer", data.names));
  data.keys.emplace(data.names, data.videos, data.viewers);
  data.fields.emplace(data.names, data.videos, data.train);
  data.order = order_of(data.train, options.seed);
  return {};
}

size_t validation_begin(const Rows& rows) {
  const auto times = rows.numbers("time_ms");
  const auto timed =
      static_cast<size_t>(std::ranges::count_if(times, [](double ms) { return !std::isnan(ms); }));
  const auto share = static_cast<size_t>(kValidationShare * static_cast<double>(rows.size()));
  return rows.size() - (timed / 2 >= kTimedMin ? std::min(share, timed / 2) : share);
}

}  // namespace soleil::eval
