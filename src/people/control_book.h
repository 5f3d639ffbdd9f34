// ControlBook: every viewer's controls: rows in personal_control, sealed by the viewer's key, all
// of them in memory as they are stored, so that a page of the feed asks no database. A viewer's are
// opened when they come, and closed again when they have been away for kOpenMs. Guests have them
// too. A change is checked as a whole, written, then seen by all; what is refused changes nothing.
// Thread-safe; changes block, of() for one exchange with the key service after a pause.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/controls.h"
#include "people/limits.h"
#include "platform/database/database.h"
#include "residency/key_ring.h"

namespace soleil {

struct ControlsEdit {
  std::optional<bool> learning, profiling;
  std::optional<int64_t> new_creators, length;
  std::vector<Bend> tags, languages;  // level 0 takes it out
};

class ControlBook {
 public:
  static constexpr int64_t kOpenMs = 600'000;
  ControlBook(Database& database, KeyRing& ring, const Clock& clock, const PeopleLimits& limits)
      : database_(database), ring_(ring), clock_(clock), limits_(limits) {}

  Result<void> open();  // reads all rows; once, before anything else

  // Never null. An error when they can't be opened: a mute that can't be read is not passed over.
  Result<ControlsPtr> of(ViewerId viewer);

  // invalid: bad_level, bad_tag, bad_language; conflict: too_many_bends.
  Result<ControlsPtr> change(ViewerId viewer, const ControlsEdit& edit);
  // A mute that is there already stays as it is. Sounds and authors by id text; the caller knows
  // that they exist. invalid: bad_word, word_too_long, bad_tag; conflict: too_many_mutes.
  Result<ControlsPtr> mute(ViewerId viewer, MuteKind kind, std::string_view what);
  Result<ControlsPtr> unmute(ViewerId viewer, MuteKind kind, std::string_view what);
  Result<ControlsPtr> straighten(ViewerId viewer);                // no bends: a part of "reset"
  Result<void> bring(ViewerId viewer, const Controls& controls);  // of somebody who moved here
  Result<void> forget(ViewerId viewer);  // as for somebody who asked for nothing

  // Forgets those of guests whose cookie must be over, and closes what is not used. Every ten
  // minutes or so.
  Result<void> sweep();

 private:
  using Edit = std::function<Result<void>(Controls&)>;
  struct Kept {
    std::string stored;
    ControlsPtr open;  // null: not opened
    std::atomic<int64_t> used_ms{0};
  };
  Result<Controls> opened(ViewerId viewer, const std::string& stored);
  Result<std::string> stored(ViewerId viewer);
  Result<void> store(ViewerId viewer, const std::string& stored);
  ControlsPtr keep(ViewerId viewer, std::string stored, Controls controls);
  void close_unused();
  Result<ControlsPtr> apply(ViewerId viewer, const Edit& edit);
  Result<void> bend(std::vector<Bend>& bends, const Bend& wanted) const;

  Database& database_;
  KeyRing& ring_;
  const Clock& clock_;
  const PeopleLimits limits_;
  std::mutex change_mutex_;  // memory takes changes in the order of the rows
  mutable std::shared_mutex mutex_;
  std::unordered_map<ViewerId, Kept> kept_;  // those that differ from the plain ones
};

}  // namespace soleil
