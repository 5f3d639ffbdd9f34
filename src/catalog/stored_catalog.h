// StoredCatalog: the Catalog on a Database, with a Shelf in memory. One change at a time: so what
// listeners are told is in the order of the rows, and a snapshot is never older than its row.
#pragma once

#include <mutex>

#include "catalog/audience.h"
#include "catalog/catalog.h"
#include "catalog/shelf.h"

namespace soleil {

class StoredCatalog final : public Catalog {
 public:
  StoredCatalog(Database& database, const Clock& clock, IdMaker& ids, const CatalogLimits& limits,
                std::unique_ptr<ColdFile> cold);
  Result<void> load();  // once, before anything else

  VideoPtr find(VideoId id) const override { return shelf_.find(id); }
  SoundPtr find_sound(SoundId id) const override { return shelf_.find_sound(id); }
  AccountPtr find_account(AccountId id) const override { return shelf_.find_account(id); }
  AccountPtr find_handle(std::string_view h) const override { return shelf_.find_handle(h); }
  std::vector<VideoPtr> by_author(AccountId a, VideoId before, size_t limit) const override {
    return shelf_.by_author(a, before, limit);
  }
  std::vector<VideoPtr> by_sound(SoundId s, VideoId before, size_t limit) const override {
    return shelf_.by_sound(s, before, limit);
  }
  std::vector<VideoPtr> by_tag(std::string_view t, VideoId before, size_t limit) const override {
    return shelf_.by_tag(t, before, limit);
  }
  std::vector<TagCount> top_tags(size_t limit) const override { return shelf_.top_tags(limit); }
  void each(const std::function<void(const VideoPtr&)>& visit) const override {
    shelf_.each(visit);
  }
  std::vector<AccountPtr> all_accounts() const override { return shelf_.all_accounts(); }
  int64_t sound_video_count(SoundId s) const override { return shelf_.sound_video_count(s); }
  int64_t tag_video_count(std::string_view t) const override { return shelf_.tag_video_count(t); }
  VideoSlot slot(VideoId id) const override { return shelf_.slot(id); }
  VideoSlot slots_end() const override { return shelf_.slots_end(); }
  void slots(std::span<const VideoId> ids, std::vector<VideoSlot>& out) const override {
    shelf_.slots(ids, out);
  }
  void cards(std::span<const VideoSlot> slots, std::vector<VideoCard>& out) const override {
    shelf_.cards(slots, out);
  }
  void pick(std::span<const VideoSlot> offered, size_t count_max, const WantedVideo& wanted,
            std::vector<VideoSlot>& out) const override {
    shelf_.pick(offered, count_max, wanted, out);
  }
  void newest_by(AccountId author, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const override {
    shelf_.newest_by(author, count_max, wanted, out, oldest);
  }
  void newest_by(SoundId sound, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const override {
    shelf_.newest_by(sound, count_max, wanted, out, oldest);
  }
  void newest_by(std::string_view tag, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const override {
    shelf_.newest_by(tag, count_max, wanted, out, oldest);
  }
  std::string title(VideoSlot slot) const override { return shelf_.title(slot); }

  Result<VideoPtr> begin_upload(AccountId author, const VideoDraft& draft) override;
  Result<void> uploaded(VideoId id, const std::string& source_key,
                        const std::string& source_sha256) override;
  Result<void> set_progress(VideoId id, int percent) override;
  Result<void> set_media(VideoId id, const std::string& media, int64_t version, int64_t duration_ms,
                         int64_t width, int64_t height, int percent) override;
  Result<void> refuse(VideoId id, std::string_view reason, std::string_view message) override;
  Result<VideoPtr> edit(VideoId id, const VideoEdit& edit) override;
  Result<VideoPtr> put_caption(VideoId id, const CaptionTrack& track) override;
  Result<VideoPtr> drop_caption(VideoId id, std::string_view language) override;
  Result<void> set_poster(VideoId id, int64_t version, int64_t cover_ms) override;
  Result<void> remove(VideoId id) override;
  Result<VideoPtr> restore(VideoId id) override;
  Result<void> erase(VideoId id) override;
  Result<void> put_foreign(const PublicVideo& theirs) override;
  Result<void> add_views(const std::vector<ViewCount>& views, int64_t next) override;
  Result<int64_t> views_position() const override;
  void put_account(const Account& account) override;
  void like_count_changed(VideoId id, int64_t count) override;
  std::shared_ptr<void> listen(Listener listener) override;
  std::shared_ptr<void> listen_accounts(AccountListener listener) override;

 private:
  // Changes the copy and says what happened ("" = nothing, so nothing is written). May run again
  // on a fresh copy.
  using Change = std::function<Result<std::string_view>(Transaction&, Video&)>;

  // A change names the states that it may start from; from others: conflict "video_is_<state>".
  static Result<void> need_state(const Video& video, std::initializer_list<VideoState> allowed);

  // Copies the snapshot, lets `apply` change the copy, writes it, shelves it and tells it.
  Result<VideoPtr> change(VideoId id, const Change& apply);
  VideoPtr shelve(Video video, std::string_view what);
  Result<Sound> sound_for(AccountId author, const VideoDraft& clean) const;
  Result<void> keep_sound_duration(Transaction& tx, const Video& video, SoundPtr& out) const;

  Database& database_;
  const Clock& clock_;
  IdMaker& ids_;
  const CatalogLimits limits_;
  Shelf shelf_;
  std::mutex change_mutex_;  // held from the row's change until the listeners were told
  Audience<const VideoChange&> audience_;
  Audience<const Account&> account_audience_;
};

}  // namespace soleil
