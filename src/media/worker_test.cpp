#include "media/worker.h"

#include <doctest/doctest.h>

#include <thread>

#include "base/json.h"
#include "media/sweep.h"
#include "platform/blob/blob.h"
#include "platform/queue/adapters.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("media");

namespace {

struct World {
  TestDatabase database;
  ManualClock clock;
  SeededRandom random{7};
  IdMaker ids{clock, random, 1};
  Log log{clock, Level::error};
  std::unique_ptr<Catalog> catalog = must(Catalog::open(*database, clock, ids, CatalogLimits{}));
  std::unique_ptr<JobQueue> jobs = must(open_job_queue("memory:", clock, JobLimits{}));
  std::atomic<int> calls = 0;  // the worker's thread counts, the test reads

  template <class T>
  static T must(Result<T> result) {
    REQUIRE(result.has_value());
    return std::move(*result);
  }

  VideoId upload() {
    Account account;
    account.id = ids.make<AccountId>();
    account.handle = account.display_name = "ada";
    REQUIRE(database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(
          tx.run("INSERT INTO account (id, home, handle, display_name, created_ms) "
                 "VALUES ($1, 1, 'ada', 'ada', 0)",
                 {account.id.sql()}));
      return {};
    }));
    catalog->put_account(account);
    const VideoId id = must(catalog->begin_upload(account.id, {}))->id;
    REQUIRE(catalog->uploaded(id, "personal/source/1", "hash"));
    REQUIRE(jobs->put("process_video", id.text(), "{}", ""));
    return id;
  }

  MediaWorker worker(MediaWorker::Process process) {
    return MediaWorker(
        *jobs, *catalog,
        [this, process](const MediaJob& job, MediaEvents& events, const std::atomic<bool>* cancel) {
          ++calls;
          return process(job, events, cancel);
        },
        log, {.extend_ms = 20, .idle_wait_ms = 10});
  }
};

MediaInfo media(const char* master) {
  MediaInfo info;
  info.duration_ms = 4'000;
  info.width = 360;
  info.height = 640;
  info.master = master;
  return info;
}

}  // namespace

TEST_CASE_FIXTURE(World, "a video is published at its first segments, then improved, then done") {
  const VideoId id = upload();
  std::vector<std::string> seen;
  auto w = worker([&](const MediaJob& job, MediaEvents& events, auto) -> Result<Verdict> {
    CHECK(job.source_key == "personal/source/1");
    events.on_progress(10);
    CHECK(catalog->find(id)->state == VideoState::processing);
    events.on_playable(media("partial/master.m3u8"));
    CHECK(catalog->find(id)->state == VideoState::published);
    CHECK(catalog->find(id)->progress == 10);
    events.on_rendition(media("master.m3u8"));
    return Verdict(media("master.m3u8"));
  });
  CHECK(w.work_one());
  CHECK(catalog->find(id)->progress == 100);
  CHECK(catalog->find(id)->width == 360);
  CHECK(decode_media(catalog->find(id)->media)->master == "master.m3u8");
  CHECK_FALSE(w.work_one());
  CHECK(jobs->running("process_video") == 0);
}

TEST_CASE_FIXTURE(World, "a refused file is refused once, never tried again") {
  const VideoId id = upload();
  auto w = worker([&](auto&, auto&, auto) -> Result<Verdict> {
    return Verdict(Refusal{"undecodable", "It is damaged."});
  });
  while (w.work_one()) clock.advance_ms(3'600'000);
  clock.advance_ms(3'600'000);
  CHECK_FALSE(w.work_one());
  CHECK(calls == 1);
  CHECK(catalog->find(id)->state == VideoState::refused);
  CHECK(catalog->find(id)->refused_reason == "undecodable");
  CHECK(jobs->dead(10)->empty());
}

TEST_CASE_FIXTURE(World, "a video that breaks after it began to play ends refused") {
  const VideoId id = upload();
  auto w = worker([&](auto&, MediaEvents& events, auto) -> Result<Verdict> {
    events.on_playable(media("partial/master.m3u8"));
    return Verdict(Refusal{"undecodable", "It is damaged."});
  });
  CHECK(w.work_one());
  CHECK(catalog->find(id)->state == VideoState::refused);
}

TEST_CASE_FIXTURE(World, "our own failure is tried again, each time as a new version, then kept") {
  const VideoId id = upload();
  std::vector<int64_t> versions;
  auto w = worker([&](const MediaJob& job, MediaEvents& events, auto) -> Result<Verdict> {
    versions.push_back(job.version);
    events.on_playable(media("partial/master.m3u8"));
    return fail(Code::unavailable, "disk_full", "The disk is full.");
  });
  for (int i = 0; i < 20; ++i, clock.advance_ms(600'000)) w.work_one();
  CHECK(calls == JobLimits{}.attempts_max);
  for (size_t i = 1; i < versions.size(); ++i) CHECK(versions[i] > versions[i - 1]);
  const auto dead = jobs->dead(10);
  REQUIRE(dead->size() == 1);
  CHECK((*dead)[0].last_error == "disk_full: The disk is full.");
  CHECK(catalog->find(id)->state == VideoState::published);  // its first segments still play
}

TEST_CASE_FIXTURE(World, "a removed video stops the work and ends the job") {
  const VideoId id = upload();
  auto w = worker([&](auto&, auto&, const std::atomic<bool>* cancel) -> Result<Verdict> {
    REQUIRE(catalog->remove(id));
    for (int i = 0; i < 500 && !*cancel; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(*cancel);
    return fail(Code::cancelled, "cancelled", "Processing was stopped.");
  });
  w.start();
  for (int i = 0; i < 500 && (calls == 0 || jobs->running("process_video") > 0); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  w.stop();
  CHECK(jobs->waiting("process_video") + jobs->running("process_video") == 0);
  CHECK(jobs->dead(10)->empty());
}

TEST_CASE_FIXTURE(World, "sweeping keeps what plays, and what is young") {
  const auto blobs = must(open_blob_store("memory:"));
  const VideoId id = upload(), other = ids.make<VideoId>();
  for (const std::string& key :
       {media_folder(id, 1) + "master.m3u8", media_folder(id, 2) + "master.m3u8",
        media_folder(id, 2) + "partial/0.m4s", media_folder(other, 1) + "360.mp4"})
    REQUIRE(blobs->put(key, "x"));
  REQUIRE(catalog->set_media(id, "{}", 2, 1, 1, 1, 50));
  ManualClock now(SystemClock().now_ms());
  CHECK(sweep_media(*blobs, *catalog, now, 60'000) == 0);  // young
  now.advance_ms(120'000);
  CHECK(sweep_media(*blobs, *catalog, now, 60'000) == 2);  // the old version, the unknown video
  CHECK(blobs->stat(media_folder(id, 2) + "partial/0.m4s"));
  REQUIRE(catalog->set_media(id, "{}", 2, 1, 1, 1, 100));
  CHECK(sweep_media(*blobs, *catalog, now, 60'000) == 1);  // nobody needs the partial one now
  CHECK(blobs->stat(media_folder(id, 2) + "master.m3u8"));
}

TEST_CASE_FIXTURE(World, "sweeping keeps the captions and the cover that the row names") {
  const auto blobs = must(open_blob_store("memory:"));
  const VideoId id = upload();
  REQUIRE(catalog->set_media(id, "{}", 2, 9'000, 1, 1, 100));
  const CaptionTrack old{"pt-BR", 5, 100}, now{"pt-BR", 6, 100};
  REQUIRE(catalog->put_caption(id, now));
  VideoEdit edit;
  edit.cover_ms = 700;
  REQUIRE(catalog->edit(id, edit));
  for (const std::string& key :
       {video_folder(id) + caption_file(old), video_folder(id) + caption_file(now),
        media_folder(id, 2) + poster_file(700), media_folder(id, 2) + poster_file(500),
        media_folder(id, 2) + poster_file(-1)})
    REQUIRE(blobs->put(key, "x"));
  ManualClock later(SystemClock().now_ms() + 120'000);
  CHECK(sweep_media(*blobs, *catalog, later, 60'000) == 2);
  CHECK(blobs->stat(video_folder(id) + caption_file(now)));
  CHECK(blobs->stat(media_folder(id, 2) + "cover-700.jpg"));
  CHECK(blobs->stat(media_folder(id, 2) + "poster.jpg"));
}

TEST_SUITE_END();
