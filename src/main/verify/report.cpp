#include "main/verify/report.h"

#include "base/text.h"

namespace soleil {
namespace {

struct Claimed {  // what a published report says of itself
  CivilDate as_of;
  uint64_t size = 0;
  bool is_json = false;
};

tl::unexpected<Error> bad_report() {
  return fail(Code::invalid, "bad_report",
              "This is not a report as Soleil publishes it, in CSV or JSON.");
}

Result<Claimed> claimed_by_json(const std::string& text) {
  const auto object = parse_json_object(text);
  const auto* log = object ? object->if_contains("log") : nullptr;
  if (!log || !log->is_object()) return bad_report();
  const auto size = int_field(log->get_object(), "size");
  const auto as_of = string_field(*object, "as_of");
  const auto day = as_of ? parse_date(*as_of) : tl::unexpected<Error>(as_of.error());
  if (!size || *size < 0 || !day) return bad_report();
  return Claimed{*day, static_cast<uint64_t>(*size), true};
}

// All rows say the same: half, country, …, as_of, log, log_size, log_root.
Result<Claimed> claimed_by_csv(const std::string& text) {
  constexpr size_t kAsOfColumn = 18;
  const auto lines = split(text, '\n');
  const auto cells = lines.size() > 1 ? split(lines[1], ',') : std::vector<std::string_view>();
  if (cells.size() < kAsOfColumn + 4) return bad_report();
  const auto day = parse_date(cells[kAsOfColumn]);
  const auto size = parse_tree_size(cells[cells.size() - 2]);
  if (!day || !size) return bad_report();
  return Claimed{*day, *size, false};
}

Result<Claimed> claimed_by(const std::string& text) {
  return text.starts_with('{') ? claimed_by_json(text) : claimed_by_csv(text);
}

TreeHead tree_of(const std::vector<std::string>& entries) {
  std::vector<TreeHash> leaves;
  for (const std::string& entry : entries) leaves.push_back(leaf_hash(entry));
  return {leaves.size(), root_of(leaves)};
}

Result<void> check_same(const std::string& derived, const std::string& published) {
  if (derived == published) return {};
  const auto ours = split(derived, '\n'), theirs = split(published, '\n');
  size_t line = 0;
  while (line < ours.size() && line < theirs.size() && ours[line] == theirs[line]) ++line;
  return fail(Code::invalid, "report_differs",
              "The published report is not what the log gives. The first line that differs is " +
                  std::to_string(line + 1) + "; from the log it is: " +
                  std::string(line < ours.size() ? trim(ours[line]).substr(0, 300) : "absent"));
}

}  // namespace

Result<VerifiedReport> verify_report(const Policy& policy, const ReadFile& read,
                                     const std::string& half,
                                     const std::optional<std::string>& published,
                                     const CivilDate& today) {
  SOLEIL_TRY(parse_half(half));
  auto trusted = SOLEIL_TRY(verify_all(policy, read));
  const Checkpoint& checkpoint = trusted.checkpoint;
  LogReader log(read, checkpoint.tree.size);
  auto entries = SOLEIL_TRY(entries_since(log, 0, checkpoint.tree.size));
  auto now = transparency_report(entries, half, {checkpoint.origin, checkpoint.tree, today});
  const int64_t overdue = now.overdue;
  if (!published) return VerifiedReport{std::move(trusted), std::move(now), overdue};

  const Claimed claimed = SOLEIL_TRY(claimed_by(*published));
  if (claimed.size > entries.size())
    return fail(Code::unavailable, "shows_older",
                "The report was made of " + std::to_string(claimed.size) +
                    " entries; the log shows " + std::to_string(entries.size()) + ".");
  entries.resize(claimed.size);
  auto then =
      transparency_report(entries, half, {checkpoint.origin, tree_of(entries), claimed.as_of});
  SOLEIL_TRY(check_same(claimed.is_json ? report_json(then) : report_csv(then), *published));
  return VerifiedReport{std::move(trusted), std::move(then), overdue};
}

}  // namespace soleil
