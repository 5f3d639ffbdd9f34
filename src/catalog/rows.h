// The catalogue's rows in SQL: one function a statement, no rules.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/account.h"
#include "model/video.h"
#include "platform/database/database.h"

namespace soleil {

// In order of id, those after `after`, at most `limit`.
Result<std::vector<Video>> load_videos(Transaction& tx, VideoId after, size_t limit);
Result<std::vector<Sound>> load_sounds(Transaction& tx, SoundId after, size_t limit);
Result<std::vector<Account>> load_accounts(Transaction& tx, AccountId after, size_t limit);

Result<void> insert_video(Transaction& tx, const Video& video);
// Everything but the counts: those are changed where they are counted.
Result<void> update_video(Transaction& tx, const Video& video);
Result<void> delete_video(Transaction& tx, VideoId id);
Result<void> insert_sound(Transaction& tx, const Sound& sound);
Result<void> update_sound_duration(Transaction& tx, const Sound& sound);

Result<int64_t> load_views_position(Transaction& tx);
Result<void> keep_views_position(Transaction& tx, int64_t next);

inline constexpr std::string_view kAccountColumns =
    "id, handle, display_name, bio, language, role, created_ms, follower_count, following_count";
Result<Account> account_from(const Row& row);  // a row of kAccountColumns

}  // namespace soleil
