#include "people/control_book.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/letters.h"

namespace soleil {
namespace {

constexpr int64_t kRowsAtOnce = 10'000;
constexpr size_t kWordBytesMax = 2'000;  // a longer one is refused unread

const ControlsPtr& plain() {
  static const ControlsPtr controls = std::make_shared<const Controls>();
  return controls;
}

Result<int64_t> level_of(int64_t level) {
  if (level < -kLevelMax || level > kLevelMax)
    return fail(Code::invalid, "bad_level", "A level is a whole number from -2 to 2.");
  return level;
}

Result<std::string> tag_of(std::string_view tag) {
  auto clean = clean_tags({std::string(tag)}, CatalogLimits{});
  if (!clean || clean->empty())
    return fail(Code::invalid, "bad_tag", "A tag is up to 40 characters of text without comma.");
  return std::move(clean->front());
}

Result<std::string> language_of(std::string_view language) {
  const std::string clean = SOLEIL_TRY(clean_language(language));
  if (clean.empty()) return fail(Code::invalid, "bad_language", "Say which language.");
  return clean.substr(0, clean.find('-'));
}

Result<std::string> word_of(std::string_view word, int64_t length_max) {
  const auto too_long = [&] {
    return fail(Code::invalid, "word_too_long",
                "A muted word has at most " + std::to_string(length_max) + " characters.");
  };
  if (word.size() > kWordBytesMax) return too_long();
  OneLine line = one_line(word);
  bool says_something = false;
  for (size_t at = 0; line.is_text && at < line.text.size();)
    says_something |= is_word_point(next_point(line.text, at));
  if (!says_something)
    return fail(Code::invalid, "bad_word", "A muted word holds letters, digits or an emoji.");
  if (static_cast<int64_t>(utf8_length(line.text)) > length_max) return too_long();
  return lower(line.text);
}

Result<std::string> clean_mute(MuteKind kind, std::string_view what, const PeopleLimits& limits) {
  switch (kind) {
    case MuteKind::word:
      return word_of(what, limits.muted_word_length_max);
    case MuteKind::tag:
      return tag_of(what);
    case MuteKind::sound:
    case MuteKind::author:
      break;
  }
  if (!id_value(what)) return fail(Code::invalid, "bad_id", "This is not an id.");
  return std::string(what);
}

bool is_plain(const Controls& c) {
  return c.learning && c.profiling && !is_bent(c) && c.mutes.empty();
}

auto same(MuteKind kind, const std::string& what) {
  return [kind, &what](const Mute& mute) { return mute.kind == kind && mute.what == what; };
}

}  // namespace

Result<void> ControlBook::open() {
  for (int64_t after = INT64_MIN;;) {
    const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
      return tx.query(
          "SELECT viewer_id, controls FROM personal_control WHERE viewer_id > $1 "
          "ORDER BY viewer_id LIMIT $2",
          {after, kRowsAtOnce});
    }));
    if (rows.empty()) return {};
    std::unique_lock lock(mutex_);
    for (const Row& row : rows) kept_[ViewerId::from_sql(row.int_at(0))].stored = row.text_at(1);
    after = rows.back().int_at(0);
  }
}

Result<Controls> ControlBook::opened(ViewerId viewer, const std::string& stored) {
  if (stored.empty()) return Controls{};
  return decode_controls(SOLEIL_TRY(ring_.open(viewer, DataClass::controls, stored)));
}

Result<ControlsPtr> ControlBook::of(ViewerId viewer) {
  std::string stored;
  {
    std::shared_lock lock(mutex_);
    const auto at = kept_.find(viewer);
    if (at == kept_.end()) return plain();
    at->second.used_ms = clock_.now_ms();
    if (at->second.open) return at->second.open;
    stored = at->second.stored;
  }
  auto controls = std::make_shared<const Controls>(SOLEIL_TRY(opened(viewer, stored)));
  std::unique_lock lock(mutex_);
  const auto at = kept_.find(viewer);  // a change may have come in between
  if (at != kept_.end() && at->second.stored == stored) at->second.open = controls;
  return controls;
}

ControlsPtr ControlBook::keep(ViewerId viewer, std::string stored, Controls controls) {
  std::unique_lock lock(mutex_);
  if (stored.empty()) {
    kept_.erase(viewer);
    return plain();
  }
  Kept& kept = kept_[viewer];
  kept.stored = std::move(stored);
  kept.used_ms = clock_.now_ms();
  return kept.open = std::make_shared<const Controls>(std::move(controls));
}

Result<std::string> ControlBook::stored(ViewerId viewer) {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT controls FROM personal_control WHERE viewer_id = $1", {viewer.sql()});
  }));
  return rows.empty() ? "" : rows[0].text_at(0);
}

Result<void> ControlBook::store(ViewerId viewer, const std::string& stored) {
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (stored.empty()) {  // nothing asked for: nothing kept
      SOLEIL_TRY(tx.run("DELETE FROM personal_control WHERE viewer_id = $1", {viewer.sql()}));
      return {};
    }
    SOLEIL_TRY(
        tx.run("INSERT INTO personal_control (viewer_id, controls, updated_ms) VALUES ($1, $2, $3) "
               "ON CONFLICT (viewer_id) DO UPDATE SET controls = $2, updated_ms = $3",
               {viewer.sql(), stored, clock_.now_ms()}));
    return {};
  });
}

Result<void> ControlBook::bring(ViewerId viewer, const Controls& controls) {
  SOLEIL_TRY(apply(viewer, [&](Controls& kept) -> Result<void> {
    kept = controls;
    return {};
  }));
  return {};
}

Result<ControlsPtr> ControlBook::apply(ViewerId viewer, const Edit& edit) {
  std::lock_guard one_at_a_time(change_mutex_);
  Controls controls = SOLEIL_TRY(opened(viewer, SOLEIL_TRY(stored(viewer))));
  SOLEIL_TRY(edit(controls));
  std::string sealed;
  if (!is_plain(controls))
    sealed = SOLEIL_TRY(ring_.seal(viewer, DataClass::controls, encode_controls(controls)));
  const auto written = store(viewer, sealed);
  if (written) return keep(viewer, std::move(sealed), std::move(controls));
  // It may have been written and only reported as failed: memory says what the row says.
  if (auto row = stored(viewer))
    if (auto said = opened(viewer, *row)) keep(viewer, std::move(*row), std::move(*said));
  return tl::unexpected<Error>(written.error());
}

Result<void> ControlBook::bend(std::vector<Bend>& bends, const Bend& wanted) const {
  const auto at = std::find_if(bends.begin(), bends.end(),
                               [&](const Bend& bend) { return bend.what == wanted.what; });
  if (wanted.level == 0) {
    if (at != bends.end()) bends.erase(at);
  } else if (at != bends.end()) {
    at->level = wanted.level;
  } else if (static_cast<int64_t>(bends.size()) >= limits_.bends_max) {
    return fail(Code::conflict, "too_many_bends",
                "There are as many sliders as can be. Put one back to the middle first.");
  } else {
    bends.push_back(wanted);
  }
  return {};
}

Result<ControlsPtr> ControlBook::change(ViewerId viewer, const ControlsEdit& edit) {
  ControlsEdit clean = edit;
  if (edit.new_creators) SOLEIL_TRY(level_of(*edit.new_creators));
  if (edit.length) SOLEIL_TRY(level_of(*edit.length));
  for (Bend& tag : clean.tags)
    tag = {SOLEIL_TRY(tag_of(tag.what)), SOLEIL_TRY(level_of(tag.level))};
  for (Bend& language : clean.languages)
    language = {SOLEIL_TRY(language_of(language.what)), SOLEIL_TRY(level_of(language.level))};
  return apply(viewer, [&](Controls& controls) -> Result<void> {
    controls.learning = clean.learning.value_or(controls.learning);
    controls.profiling = clean.profiling.value_or(controls.profiling);
    controls.new_creators = clean.new_creators.value_or(controls.new_creators);
    controls.length = clean.length.value_or(controls.length);
    for (const Bend& tag : clean.tags) SOLEIL_TRY(bend(controls.tags, tag));
    for (const Bend& language : clean.languages) SOLEIL_TRY(bend(controls.languages, language));
    return {};
  });
}

Result<ControlsPtr> ControlBook::mute(ViewerId viewer, MuteKind kind, std::string_view what) {
  const std::string clean = SOLEIL_TRY(clean_mute(kind, what, limits_));
  return apply(viewer, [&](Controls& controls) -> Result<void> {
    auto& mutes = controls.mutes;
    if (std::any_of(mutes.begin(), mutes.end(), same(kind, clean))) return {};
    if (static_cast<int64_t>(mutes.size()) >= limits_.mutes_max)
      return fail(Code::conflict, "too_many_mutes",
                  "As much is muted as can be. Take something off the list first.");
    mutes.insert(mutes.begin(), {kind, clean, clock_.now_ms()});
    return {};
  });
}

Result<ControlsPtr> ControlBook::unmute(ViewerId viewer, MuteKind kind, std::string_view what) {
  const std::string clean = SOLEIL_TRY(clean_mute(kind, what, limits_));
  return apply(viewer, [&](Controls& controls) -> Result<void> {
    std::erase_if(controls.mutes, same(kind, clean));
    return {};
  });
}

Result<ControlsPtr> ControlBook::straighten(ViewerId viewer) {
  const ControlsPtr now = SOLEIL_TRY(of(viewer));
  if (!is_bent(*now)) return now;
  return apply(viewer, [](Controls& controls) -> Result<void> {
    controls.new_creators = controls.length = 0;
    controls.tags.clear();
    controls.languages.clear();
    return {};
  });
}

Result<void> ControlBook::forget(ViewerId viewer) {
  std::lock_guard one_at_a_time(change_mutex_);
  SOLEIL_TRY(store(viewer, ""));
  keep(viewer, "", {});
  return {};
}

void ControlBook::close_unused() {
  const int64_t before_ms = clock_.now_ms() - kOpenMs;
  std::unique_lock lock(mutex_);
  for (auto& [viewer, kept] : kept_)
    if (kept.used_ms < before_ms) kept.open.reset();
}

Result<void> ControlBook::sweep() {
  close_unused();
  const int64_t before_ms = clock_.now_ms() - limits_.guest_ms;
  std::lock_guard one_at_a_time(change_mutex_);
  const Rows gone = SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.query(
        "DELETE FROM personal_control WHERE updated_ms < $1 AND viewer_id NOT IN "
        "(SELECT id FROM account) RETURNING viewer_id",
        {before_ms});
  }));
  std::unique_lock lock(mutex_);
  for (const Row& row : gone) kept_.erase(ViewerId::from_sql(row.int_at(0)));
  return {};
}

}  // namespace soleil
