// Catalog: what exists and who may see it. The database holds the rows; every video is also held in
// memory (numbers, tags, title) and in a scratch file (the rest), because media requests and the
// feed ask it thousands of times a second.
// A change is written to the database first, then to memory, then told to listeners (in the order
// of changes, on the caller's thread; a listener must be quick). Thread-safe; changes block.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/captions.h"
#include "catalog/video_card.h"
#include "model/account.h"
#include "model/id.h"
#include "model/video.h"
#include "platform/database/database.h"

namespace soleil {

struct CatalogLimits {
  size_t title_length_max = 150;  // code points
  size_t tags_max = 12;
  size_t tag_length_max = 40;  // code points
  int64_t restore_ms_max = int64_t{30} * 86'400'000;
  int64_t captions_max = 20;  // languages
  CaptionLimits captions;
};

struct VideoDraft {  // what the uploader says of it
  std::string title;
  std::vector<std::string> tags;
  std::string language;
  Visibility visibility = Visibility::everyone;
  Permissions allow;
  std::string sound_title, sound_key;  // sound_key shares one sound between videos of an import
};

struct VideoEdit {
  std::optional<std::string> title;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::string> language;
  std::optional<Visibility> visibility;
  std::optional<bool> allow_duet, allow_stitch, allow_sound;
  std::optional<int64_t> cover_ms;  // -1: we choose. Beyond the end, or less: "bad_cover"
};

struct TagCount {
  std::string tag;
  int64_t videos = 0;
};

struct ViewCount {
  VideoId video;
  int64_t views = 0;
};

struct VideoChange {
  std::shared_ptr<const Video> video;
  std::string
      what;  // as CatalogFact::what, and "begun", "uploaded", "progress", "counted", "erased"
};

// Check and normalise what comes from outside: blanks of any kind become single spaces, bidi
// overrides are dropped, other control characters and invalid UTF-8 refused. Tags lose their '#',
// become lower case and unique; a blank within is '_'. Reasons: title_too_long, title_not_text,
// too_many_tags, tag_too_long, tag_not_text, bad_language.
Result<std::string> clean_title(std::string_view title, const CatalogLimits& limits);
Result<std::vector<std::string>> clean_tags(const std::vector<std::string>& tags,
                                            const CatalogLimits& limits);
Result<std::string> clean_language(std::string_view language);

using VideoPtr = std::shared_ptr<const Video>;
struct PublicVideo;  // public_video.h

class Catalog {
 public:
  // scratch: a folder on a disk for what need not be in memory; "": the system's.
  static Result<std::unique_ptr<Catalog>> open(Database& database, const Clock& clock, IdMaker& ids,
                                               const CatalogLimits& limits,
                                               const std::string& scratch = "");
  virtual ~Catalog() = default;

  // Reading: never waits for the database. nullptr: unknown. A whole Video takes microseconds.
  virtual VideoPtr find(VideoId id) const = 0;  // any state
  virtual std::shared_ptr<const Sound> find_sound(SoundId id) const = 0;
  virtual std::shared_ptr<const Account> find_account(AccountId id) const = 0;
  virtual std::shared_ptr<const Account> find_handle(std::string_view handle) const = 0;
  // Newest first, ids below `before` (no id: from the newest). by_author: all states; by_sound and
  // by_tag: only what may be listed.
  virtual std::vector<VideoPtr> by_author(AccountId author, VideoId before, size_t limit) const = 0;
  virtual std::vector<VideoPtr> by_sound(SoundId sound, VideoId before, size_t limit) const = 0;
  virtual std::vector<VideoPtr> by_tag(std::string_view tag, VideoId before,
                                       size_t limit) const = 0;
  virtual std::vector<TagCount> top_tags(size_t limit) const = 0;
  // Every video, whatever its state, by slot. What is added meanwhile may be visited or not.
  virtual void each(const std::function<void(const VideoPtr&)>& visit) const = 0;
  std::vector<VideoPtr> all() const;  // as each(), where there are few
  virtual std::vector<std::shared_ptr<const Account>> all_accounts() const = 0;
  virtual int64_t sound_video_count(SoundId sound) const = 0;  // that may be listed
  virtual int64_t tag_video_count(std::string_view tag) const = 0;

  // Reading for ranking: many at once, without strings; appends to `out`.
  virtual VideoSlot slot(VideoId id) const = 0;  // kNoSlot: unknown
  virtual VideoSlot slots_end() const = 0;       // all given so far are below it
  virtual void slots(std::span<const VideoId> ids, std::vector<VideoSlot>& out) const = 0;
  virtual void cards(std::span<const VideoSlot> slots, std::vector<VideoCard>& out) const = 0;
  // Those of the offered that are listed and wanted, in their order, until `out` holds count_max.
  virtual void pick(std::span<const VideoSlot> offered, size_t count_max, const WantedVideo& wanted,
                    std::vector<VideoSlot>& out) const = 0;
  // Listed and wanted, newest first, none with an id below `oldest`, at most count_max (and not
  // looking for ever).
  virtual void newest_by(AccountId author, size_t count_max, const WantedVideo& wanted,
                         std::vector<VideoSlot>& out, VideoId oldest = {}) const = 0;
  virtual void newest_by(SoundId sound, size_t count_max, const WantedVideo& wanted,
                         std::vector<VideoSlot>& out, VideoId oldest = {}) const = 0;
  virtual void newest_by(std::string_view tag, size_t count_max, const WantedVideo& wanted,
                         std::vector<VideoSlot>& out, VideoId oldest = {}) const = 0;
  virtual std::string title(VideoSlot slot) const = 0;

  // The life of a video: uploading -> processing -> published, or refused; from any of them removed
  // and back. A change that the state does not allow is a conflict: "video_is_<state>". Drafts and
  // edits are cleaned (above).
  virtual Result<VideoPtr> begin_upload(AccountId author, const VideoDraft& draft) = 0;
  // uploading -> processing. Several videos may share one source blob.
  virtual Result<void> uploaded(VideoId id, const std::string& source_key,
                                const std::string& source_sha256) = 0;
  virtual Result<void> set_progress(VideoId id, int percent) = 0;  // memory and listeners only
  // The first call publishes (published_ms), later ones improve. media: MediaInfo as JSON.
  virtual Result<void> set_media(VideoId id, const std::string& media, int64_t version,
                                 int64_t duration_ms, int64_t width, int64_t height,
                                 int percent) = 0;
  virtual Result<void> refuse(VideoId id, std::string_view reason, std::string_view message) = 0;
  virtual Result<VideoPtr> edit(VideoId id, const VideoEdit& edit) = 0;
  // Takes the place of the track in the same language. Reasons: too_many_captions.
  virtual Result<VideoPtr> put_caption(VideoId id, const CaptionTrack& track) = 0;
  virtual Result<VideoPtr> drop_caption(VideoId id, std::string_view language) = 0;  // not_found
  // The poster is this file of the version's folder now. A conflict, "cover_is_old", when another
  // cover or version came meanwhile.
  virtual Result<void> set_poster(VideoId id, int64_t version, int64_t cover_ms) = 0;
  virtual Result<void> remove(VideoId id) = 0;  // raises media_epoch; again: no change
  // To the state before the removal. What was not processed to the end (progress < 100) has to be
  // put to the job queue again: its job gave up with "video_is_removed".
  virtual Result<VideoPtr> restore(VideoId id) = 0;
  virtual Result<void> erase(VideoId id) = 0;  // the row is gone
  // Another region's public video, as it is there now; counts are our own viewers'.
  virtual Result<void> put_foreign(const PublicVideo& theirs) = 0;
  // Views and the position in kWatchTopic up to which they were counted move in one transaction
  // (table fact_position, consumer "views"): a crash neither loses nor repeats a view. Videos that
  // are gone are passed over.
  virtual Result<void> add_views(const std::vector<ViewCount>& views, int64_t next) = 0;
  virtual Result<int64_t> views_position() const = 0;  // first fact not counted yet; 0 when new

  // people/ writes accounts and likes in its own transactions; these tell memory and listeners.
  virtual void put_account(const Account& account) = 0;
  virtual void like_count_changed(VideoId id, int64_t count) = 0;

  // Dropping the token ends the subscription; a call under way still finishes. A listener must not
  // change the catalogue.
  using Listener = std::function<void(const VideoChange&)>;
  virtual std::shared_ptr<void> listen(Listener listener) = 0;
  using AccountListener = std::function<void(const Account&)>;
  virtual std::shared_ptr<void> listen_accounts(AccountListener listener) = 0;
};

}  // namespace soleil
