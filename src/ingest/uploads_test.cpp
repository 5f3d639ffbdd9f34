#include "ingest/uploads.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/text.h"
#include "platform/blob/adapters.h"
#include "platform/database/migrations.h"
#include "platform/queue/adapters.h"
#include "support/test_keys.h"

using namespace soleil;

namespace {

struct Fixture {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("soleil-ingest-" + SystemRandom().token(9));
  ManualClock clock{1'700'000'000'000};
  SeededRandom random{7};
  Log log{clock, Level::error};
  IdMaker ids{clock, random, 1};
  IngestLimits limits{.upload_bytes_max = 1000,
                      .quota_bytes_max = 2500,
                      .open_uploads_max = 3,
                      .disk_floor_bytes = 0};
  std::unique_ptr<Database> database = *open_database("sqlite::memory:", {});
  std::unique_ptr<BlobStore> blobs = make_memory_blobs(clock);
  std::shared_ptr<FactLog> job_log = make_memory_fact_log({});
  std::unique_ptr<JobQueue> jobs = *open_logged_job_queue(job_log, clock, {});
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<TestKeys> keys = std::make_unique<TestKeys>(*database, clock, random);
  std::unique_ptr<Uploads> uploads;
  AccountId ada, bob;

  Fixture() {
    REQUIRE(migrate(*database));
    ada = add("ada");
    bob = add("bob");
    catalog = *Catalog::open(*database, clock, ids, {});
    restart();
  }
  ~Fixture() { std::filesystem::remove_all(folder); }

  AccountId add(const std::string& handle) {
    const auto id = ids.make<AccountId>();
    REQUIRE(database->write_as([&](Transaction& tx) {
      return tx.run(
          "INSERT INTO account (id, home, handle, display_name, created_ms) "
          "VALUES ($1, 1, $2, $2, 0)",
          {id.sql(), handle});
    }));
    return id;
  }
  void restart() {
    uploads =
        std::make_unique<Uploads>(*database, *catalog, keys->ring, *blobs, *jobs,
                                  *StagingArea::open(folder.string()), clock, ids, log, limits);
    REQUIRE(uploads->recover());
  }
  Result<Upload> create(int64_t length, AccountId who = {}) {
    return uploads->create(who ? who : ada, {.length = length, .filename = "clip.mp4"});
  }
  Result<Upload> send(const Upload& upload, int64_t offset, std::string_view bytes,
                      std::optional<TusChecksum> checksum = {}, bool complete = true) {
    auto append = uploads->append(upload.account, upload.id, offset, std::move(checksum));
    if (!append) return tl::unexpected(append.error());
    if (auto written = (*append)->write(bytes); !written) return tl::unexpected(written.error());
    return (*append)->finish(complete);
  }
};

std::string clip(size_t size) {
  std::string bytes(size, 'x');
  bytes.replace(4, 4, "ftyp");
  return bytes;
}

}  // namespace

TEST_SUITE_BEGIN("ingest");

TEST_CASE_FIXTURE(Fixture,
                  "an upload in parts becomes a source blob, a processing video and a job") {
  const auto upload = create(100);
  REQUIRE(upload);
  const std::string bytes = clip(100);
  CHECK(catalog->find(upload->video)->state == VideoState::uploading);
  CHECK(send(*upload, 0, bytes.substr(0, 40))->offset == 40);
  CHECK(uploads->unfinished(ada)->size() == 1);
  restart();
  CHECK(uploads->find(ada, upload->id)->offset == 40);
  CHECK(send(*upload, 40, bytes.substr(40))->complete);
  const auto video = catalog->find(upload->video);
  CHECK(video->state == VideoState::processing);
  CHECK(*blobs->get(video->source_key, 1000) == bytes);
  CHECK(jobs->waiting(kProcessVideoJob) == 1);
  CHECK(uploads->unfinished(ada)->empty());
}

TEST_CASE_FIXTURE(Fixture, "wrong offset, wrong person, too many bytes, nothing") {
  const auto upload = create(100);
  CHECK(send(*upload, 10, "x").error().reason == "offset_mismatch");
  Upload foreign = *upload;
  foreign.account = bob;
  CHECK(send(foreign, 0, "x").error().code == Code::not_found);
  CHECK(uploads->find(bob, upload->id).error().code == Code::not_found);
  CHECK(uploads->terminate(bob, upload->id).error().code == Code::not_found);
  CHECK(send(*upload, 0, clip(101)).error().reason == "too_many_bytes");
  CHECK(uploads->find(ada, upload->id)->offset == 0);
  CHECK(create(0).error().reason == "empty_file");
  CHECK(create(1001).error().reason == "file_too_large");
}

TEST_CASE_FIXTURE(Fixture, "a text file is refused and nothing of it is kept") {
  const auto upload = create(100);
  CHECK(send(*upload, 0, std::string(100, 'a')).error().reason == "not_a_video");
  CHECK(uploads->find(ada, upload->id).error().code == Code::not_found);
  CHECK(catalog->find(upload->video) == nullptr);
  CHECK(std::filesystem::is_empty(folder));
}

TEST_CASE_FIXTURE(Fixture, "a wrong checksum keeps nothing of its part; a crash in it neither") {
  const auto upload = create(100);
  const std::string bytes = clip(100), part = bytes.substr(0, 50);
  REQUIRE(send(*upload, 0, part, TusChecksum{"sha256", sha256(part)}));
  CHECK(send(*upload, 50, "wrong bytes", TusChecksum{"sha1", sha1("others")}).error().reason ==
        "checksum_mismatch");
  CHECK(uploads->find(ada, upload->id)->offset == 50);
  // A crash: written, marked, neither verified nor cut.
  const StagingArea area = *StagingArea::open(folder.string());
  REQUIRE(area.mark(upload->id.text(), 50));
  REQUIRE(area.append(upload->id.text(), 50, "unverified"));
  restart();
  CHECK(uploads->find(ada, upload->id)->offset == 50);
  CHECK(send(*upload, 50, bytes.substr(50))->complete);
}

TEST_CASE_FIXTURE(Fixture, "a lost connection keeps what came; the newest connection takes over") {
  const auto upload = create(100);
  const std::string bytes = clip(100);
  CHECK(send(*upload, 0, bytes.substr(0, 30), {}, false)->offset == 30);
  auto hung = *uploads->append(ada, upload->id, 30, {});
  auto newer = *uploads->append(ada, upload->id, 30, {});
  CHECK(hung->write("zzz").error().reason == "taken_over");
  REQUIRE(newer->write(bytes.substr(30)));
  CHECK(newer->finish(true)->complete);
  hung.reset();
  CHECK(*blobs->get(catalog->find(upload->video)->source_key, 1000) == bytes);
}

TEST_CASE_FIXTURE(Fixture, "quota and number of unfinished uploads") {
  for (int i = 0; i < 2; ++i) REQUIRE(create(1000));
  CHECK(create(1000).error().reason == "quota_full");
  REQUIRE(create(10));
  CHECK(create(10).error().reason == "too_many_uploads");
  CHECK(create(1000, bob));
}

TEST_CASE_FIXTURE(Fixture, "the disk floor refuses before the disk fills") {
  limits.disk_floor_bytes = INT64_MAX / 2;
  restart();
  const auto refused = create(100);
  CHECK(refused.error().code == Code::unavailable);
  CHECK(refused.error().reason == "disk_full");
  CHECK(catalog->all().empty());
}

TEST_CASE_FIXTURE(Fixture, "the same bytes again: no second copy") {
  const std::string bytes = clip(60);
  const auto first = create(60), second = create(60);
  REQUIRE(send(*first, 0, bytes)->complete);
  REQUIRE(send(*second, 0, bytes)->complete);
  CHECK(blobs->list("personal/source/")->size() == 1);
  CHECK(catalog->find(second->video)->source_key == catalog->find(first->video)->source_key);
}

TEST_CASE_FIXTURE(Fixture, "parts sent apart are joined") {
  const std::string bytes = clip(90);
  const auto part = [&](size_t from, size_t length) {
    const auto upload =
        uploads->create(ada, {.kind = UploadKind::partial, .length = static_cast<int64_t>(length)});
    REQUIRE(send(*upload, 0, bytes.substr(from, length)));
    return upload->id;
  };
  const UploadId a = part(0, 50), b = part(50, 40);
  const auto joined = uploads->create(ada, {.kind = UploadKind::final, .parts = {a, b}});
  REQUIRE(joined);
  CHECK(joined->complete);
  CHECK(*blobs->get(catalog->find(joined->video)->source_key, 1000) == bytes);
  CHECK(uploads->find(ada, a).error().code == Code::not_found);
  CHECK(std::filesystem::is_empty(folder));
}

TEST_CASE_FIXTURE(Fixture, "unfinished uploads expire with their video; strays are swept") {
  const auto upload = create(100);
  REQUIRE(send(*upload, 0, clip(40)));
  std::filesystem::copy_file(folder / upload->id.text(), folder / UploadId{5}.text());
  clock.advance_ms(limits.expire_ms + 1);
  CHECK(uploads->find(ada, upload->id).error().reason == "upload_expired");
  CHECK(*uploads->sweep() == 2);
  CHECK(catalog->find(upload->video) == nullptr);
  CHECK(std::filesystem::is_empty(folder));
}

TEST_CASE_FIXTURE(Fixture, "a crash after any step of completion is finished at the next start") {
  const std::string bytes = clip(80);
  const auto upload = create(80);
  const StagingArea area = *StagingArea::open(folder.string());
  REQUIRE(area.append(upload->id.text(), 0, bytes));  // all bytes, nobody told
  restart();
  CHECK(catalog->find(upload->video)->state == VideoState::processing);
  CHECK(jobs->waiting(kProcessVideoJob) == 1);
  const auto second = create(80);  // crashed between adopting the blob and the catalogue
  REQUIRE(database->write_as([&](Transaction& tx) {
    return tx.run("UPDATE personal_upload SET source_sha256 = $2 WHERE id = $1",
                  {second->id.sql(), hex_encode(sha256(bytes))});
  }));
  REQUIRE(area.remove(second->id.text()));
  restart();
  CHECK(catalog->find(second->video)->state == VideoState::processing);
}

TEST_CASE_FIXTURE(Fixture, "an upload that a crash cut short while it was made leaves nothing") {
  const auto half = create(80);  // row and video, and no file yet
  const StagingArea area = *StagingArea::open(folder.string());
  REQUIRE(area.remove(half->id.text()));
  const auto video_only = catalog->begin_upload(ada, {});
  REQUIRE(video_only);
  const auto sound = create(80);
  const std::string orphan = ids.make<UploadId>().text();  // a file, and no row yet, or no more
  std::filesystem::copy_file(folder / sound->id.text(), folder / orphan);
  restart();
  CHECK_FALSE(std::filesystem::exists(folder / orphan));
  CHECK(uploads->find(ada, half->id).error().code == Code::not_found);
  CHECK(uploads->find(ada, sound->id)->offset == 0);
  CHECK(catalog->all().size() == 1);
}

TEST_SUITE_END();
