#include "catalog/fsck.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "model/media.h"
#include "platform/blob/adapters.h"
#include "platform/queue/adapters.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("fsck");

namespace {

constexpr int64_t kNow = 1'700'000'000'000;
constexpr const char* kJob = "process_video";

struct World {
  ManualClock clock{kNow};
  TestDatabase database;
  std::unique_ptr<BlobStore> blobs = make_memory_blobs(clock);
  TempFolder folder;
  StagingArea staging = std::move(*StagingArea::open(folder / "staging"));
  std::unique_ptr<FactLog> facts = make_memory_fact_log({});
  std::unique_ptr<JobQueue> jobs =
      std::move(*open_logged_job_queue(make_memory_fact_log({}), clock, {}));
  SeededRandom random{1};
  IdMaker ids{clock, random, 0};
  AccountId author = ids.make<AccountId>();

  World() {
    run("INSERT INTO account (id, home, handle, display_name, created_ms) "
        "VALUES ($1, 0, 'a', 'A', 1)",
        {author.sql()});
  }

  void run(std::string_view sql, std::vector<SqlValue> values = {}) {
    auto done = database->write_as([&](Transaction& tx) { return tx.run(sql, values); });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }

  VideoId video(const std::string& state, const std::string& media = "", int64_t progress = 0) {
    const VideoId id = ids.make<VideoId>();
    run("INSERT INTO video (id, home, author_id, title, visibility, state, media, media_version, "
        "progress, source_key, created_ms, updated_ms) "
        "VALUES ($1, 0, $2, 't', 'public', $3, $4, 2, $5, $6, 1, 1)",
        {id.sql(), author.sql(), state, media, progress, source_of(id)});
    put(source_of(id));
    return id;
  }

  VideoId published() {
    MediaInfo media;
    media.complete = true;
    media.master = "master.m3u8";
    media.poster = "poster.jpg";
    media.renditions.push_back({.name = "360", .playlist = "360.m3u8"});
    const VideoId id = video("published", encode_media(media), 100);
    const std::string folder = media_folder(id, 2);
    put(folder + "master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n360.m3u8\n");
    put(folder + "360.m3u8", "#EXTM3U\n#EXT-X-MAP:URI=\"360.mp4\",BYTERANGE=\"1@0\"\n360.mp4\n");
    put(folder + "360.mp4");
    put(folder + "poster.jpg");
    return id;
  }

  UploadId upload(VideoId video, const std::string& sha256 = "") {
    const UploadId id = ids.make<UploadId>();
    run("INSERT INTO personal_upload (id, account_id, video_id, kind, state, length, "
        "source_sha256, created_ms, expires_ms) VALUES ($1, $2, $3, 'whole', 'open', 9, $4, 1, 1)",
        {id.sql(), author.sql(), video.sql(), sha256});
    return id;
  }

  std::string source_of(VideoId id) const {
    return "personal/source/" + author.text() + "/" + id.text();
  }
  void put(const std::string& key, const std::string& bytes = "x") {
    REQUIRE(blobs->put(key, bytes));
  }

  std::vector<FsckFinding> check(int64_t young_ms = 0) {
    clock.advance_ms(1);  // so that nothing is from this very millisecond
    Fsck fsck({*database, *blobs, staging, facts.get(), jobs.get()}, clock.now_ms(), young_ms);
    auto findings = fsck.check();
    REQUIRE_MESSAGE(findings.has_value(), (findings ? "" : findings.error().what));
    return std::move(*findings);
  }

  std::vector<std::string> told(int64_t young_ms = 0) {
    std::vector<std::string> out;
    for (const FsckFinding& f : check(young_ms)) out.push_back(f.what + " " + f.subject);
    std::sort(out.begin(), out.end());
    return out;
  }

  // Repairs all, and says what is left.
  std::vector<std::string> repaired() {
    clock.advance_ms(1);
    Fsck fsck({*database, *blobs, staging, facts.get(), jobs.get()}, clock.now_ms(), 0);
    const auto findings = fsck.check();
    REQUIRE(findings);
    for (const FsckFinding& f : *findings)
      if (f.repair) REQUIRE(f.repair());
    return told();
  }
};

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("a sound house has no findings") {
  World w;
  CHECK(w.told() == Told{});
  w.published();
  const VideoId processing = w.video("processing");
  REQUIRE(w.jobs->put(kJob, processing.text(), "{}", ""));
  const UploadId upload = w.upload(w.video("uploading"));
  REQUIRE(w.staging.create(upload.text()));
  CHECK(w.told() == Told{});
}

TEST_CASE("blobs without a row are found once for each video, and removed") {
  World w;
  const VideoId gone = w.ids.make<VideoId>();
  w.put(media_folder(gone, 1) + "master.m3u8");
  w.put(media_folder(gone, 1) + "360.mp4");
  w.put("public/video/not-an-id/1/x");
  w.put("personal/source/" + w.author.text() + "/abc");
  CHECK(w.told() == Told{"blob_without_row personal/source/" + w.author.text() + "/abc",
                         "blob_without_row public/video/" + gone.text() + "/",
                         "blob_without_row public/video/not-an-id/1/x"});
  CHECK(w.repaired() == Told{});
  CHECK(w.blobs->list("")->empty());
}

TEST_CASE("captions: what the row names is there, and nothing else") {
  World w;
  const VideoId id = w.published();
  const std::string folder = "public/video/" + id.text() + "/captions/";
  w.run("UPDATE video SET captions = 'fr 5 100,en 6 100' WHERE id = $1", {id.sql()});
  w.put(folder + "fr-5.vtt");
  w.put(folder + "fr-4.vtt");
  CHECK(w.told() ==
        Told{"blob_without_row " + folder + "fr-4.vtt", "media_missing " + folder + "en-6.vtt"});
  CHECK(w.repaired() == Told{"media_missing " + folder + "en-6.vtt"});
}

TEST_CASE("under a running server what is young is passed over") {
  World w;
  w.put("personal/source/" + w.author.text() + "/abc");
  CHECK(w.told(3'600'000) == Told{});
  w.clock.advance_ms(3'600'000);
  CHECK(w.told(3'600'000).size() == 1);
}

TEST_CASE("missing renditions, playlists and sources") {
  World w;
  const std::string folder = media_folder(w.published(), 2);
  const std::string other = media_folder(w.published(), 2);
  const VideoId processing = w.video("processing");
  REQUIRE(w.jobs->put(kJob, processing.text(), "{}", ""));
  REQUIRE(w.blobs->remove(folder + "360.mp4"));
  REQUIRE(w.blobs->remove(folder + "poster.jpg"));
  REQUIRE(w.blobs->remove(other + "360.m3u8"));
  REQUIRE(w.blobs->remove(w.source_of(processing)));
  Told expected{"media_missing " + folder + "360.mp4", "media_missing " + folder + "poster.jpg",
                "media_missing " + other + "360.m3u8", "source_missing " + processing.text()};
  std::sort(expected.begin(), expected.end());
  CHECK(w.told() == expected);
  CHECK(w.repaired() == expected);  // nothing can make them again
}

TEST_CASE("an old version that the sweep missed") {
  World w;
  const VideoId id = w.published();
  w.put(media_folder(id, 1) + "360.mp4");
  CHECK(w.told() == Told{});  // somebody may be watching it
  w.clock.advance_ms(3'700'000);
  CHECK(w.told() == Told{"old_version " + media_folder(id, 1)});
  CHECK(w.repaired() == Told{});
  CHECK(w.blobs->stat(media_folder(id, 2) + "360.mp4").has_value());
}

TEST_CASE("uploads and their files, both ways") {
  World w;
  const VideoId video = w.video("uploading");
  const UploadId lost = w.upload(video);
  w.upload(w.video("uploading"), "cafe");
  w.put("personal/source/" + w.author.text() + "/cafe");
  const std::string orphan = w.ids.make<UploadId>().text();
  REQUIRE(w.staging.create(orphan));
  CHECK(w.told() == Told{"file_without_upload " + orphan, "upload_without_file " + lost.text()});
  CHECK(w.repaired() == Told{"video_without_upload " + video.text()});
  CHECK(w.repaired() == Told{"blob_without_row " + w.source_of(video)});
  CHECK(w.repaired() == Told{});
}

TEST_CASE("an unfinished video without a job gets one") {
  World w;
  const VideoId id = w.video("processing");
  CHECK(w.told() == Told{"video_without_job " + id.text()});
  CHECK(w.repaired() == Told{});
  CHECK(w.jobs->waiting(kJob) == 1);
}

TEST_CASE("counters that lost count are counted again") {
  World w;
  const VideoId id = w.published();
  w.run("UPDATE video SET like_count = 3 WHERE id = $1", {id.sql()});
  w.run("UPDATE account SET follower_count = 1, following_count = 2");
  Told expected{"follower_count_wrong " + w.author.text(),
                "following_count_wrong " + w.author.text(), "like_count_wrong " + id.text()};
  CHECK(w.told() == expected);
  CHECK(w.repaired() == Told{});
}
