#include "sim/world.h"

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "base/hash.h"
#include "base/json.h"
#include "platform/database/migrations.h"
#include "sim/process.h"

namespace soleil::sim {
namespace {

constexpr int kAccounts = 5, kViewers = 8;
constexpr std::string_view kTags[] = {"cat", "sea", "bread", "night", "drum"};

}  // namespace

World::World(uint64_t seed, std::string folder)
    : seed_(seed), folder_(std::move(folder)), random_(seed) {
  durable_ = std::make_unique<Durable>(folder_, clock_);
  reopen();
  for (int i = 0; i < kAccounts; ++i) {
    const Account account{.id = AccountId{process_->ids.next()},
                          .handle = "person" + std::to_string(i),
                          .display_name = "Person"};
    accounts_.push_back(durable_->add_account(account, clock_.now_ms()));
  }
  crash();  // the catalogue reads accounts at its start
  for (int i = 0; i < kViewers; ++i) viewers_.push_back(process_->ids.make<ViewerId>());
}

World::~World() {
  process_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void World::note(std::string_view what, uint64_t detail) {
  trace_ = hash64(what, trace_ ^ (detail * 0x9e3779b97f4a7c15));
}

void World::violated(const std::string& what) {
  violations_.push_back("seed " + std::to_string(seed_) + ": " + what);
}

template <class T>
bool World::fine(std::string_view what, const Result<T>& result) {
  note(what, result ? 1 : 0);
  if (!result) note(result.error().reason, 0);
  return result.has_value();
}

VideoPtr World::any_video() {
  auto all = process_->catalog->all();
  if (all.empty()) return nullptr;
  std::ranges::sort(all, {}, [](const VideoPtr& v) { return v->id; });
  return all[random_.below(all.size())];
}

// ---- crash and faults
// ------------------------------------------------------------------------------

void World::crash() {
  note("crash", 0);
  process_.reset();
  durable_->plan.clear();
  reopen();
}

void World::reopen() {
  auto process = Process::open(*durable_, clock_, random_);
  SOLEIL_CHECK(process.has_value());
  process_ = std::move(*process);
  fine("recover", process_->uploads->recover());
}

void World::plan_fault() {
  const auto mode = random_.below(2) ? FaultMode::not_done : FaultMode::done_but_failed;
  durable_->plan.fail_at(1 + static_cast<int64_t>(random_.below(6)), mode);
  note("fault", static_cast<uint64_t>(mode));
}

// ---- uploads
// ---------------------------------------------------------------------------------------

void World::begin_upload() {
  ClientUpload client{.account = accounts_[random_.below(accounts_.size())]};
  client.bytes.resize(16 + random_.below(4000));
  random_.fill(std::as_writable_bytes(std::span(client.bytes)));
  client.bytes.replace(4, 4, "ftyp");
  UploadDraft draft{.length = static_cast<int64_t>(client.bytes.size())};
  draft.video.title = "clip";
  draft.video.tags = {std::string(kTags[random_.below(std::size(kTags))])};
  const auto upload = process_->uploads->create(client.account, draft);
  if (!fine("create", upload)) return;
  client.id = upload->id;
  client.video = upload->video;
  uploads_.push_back(std::move(client));
}

void World::go_on_uploading() {
  if (uploads_.empty()) return;
  const size_t which = random_.below(uploads_.size());
  ClientUpload& client = uploads_[which];
  const auto upload = process_->uploads->find(client.account, client.id);
  if (!fine("offset", upload)) {
    if (upload.error().code != Code::not_found) return;
    if (!client.given_up) violated("an upload is lost");
    uploads_.erase(uploads_.begin() + static_cast<ptrdiff_t>(which));
    return;
  }
  if (!upload->complete && upload->offset < client.acknowledged)
    violated("acknowledged bytes are lost");
  client.acknowledged = std::max(client.acknowledged, upload->offset);
  const auto size = static_cast<int64_t>(client.bytes.size());
  if (upload->complete) {
    note("complete", which);
    uploads_.erase(uploads_.begin() + static_cast<ptrdiff_t>(which));
    return;
  }
  const int64_t length =
      std::min<int64_t>(size - upload->offset, 1 + static_cast<int64_t>(random_.below(3000)));
  std::optional<TusChecksum> checksum;
  const std::string chunk =
      client.bytes.substr(static_cast<size_t>(upload->offset), static_cast<size_t>(length));
  if (random_.below(2)) checksum = TusChecksum{"sha256", sha256(chunk)};
  auto append = process_->uploads->append(client.account, client.id, upload->offset, checksum);
  if (!fine("append", append) || !fine("write", (*append)->write(chunk))) return;
  if (random_.below(8) == 0) {  // the connection, or the server, dies in the middle
    append->reset();
    if (random_.below(2)) crash();
    return;
  }
  const auto done = (*append)->finish(true);
  append->reset();
  if (fine("finish", done)) client.acknowledged = std::max(client.acknowledged, done->offset);
}

void World::terminate_upload() {
  if (uploads_.empty()) return;
  const size_t which = random_.below(uploads_.size());
  const auto done = process_->uploads->terminate(uploads_[which].account, uploads_[which].id);
  const bool gone = fine("terminate", done) || done.error().code != Code::unavailable;
  uploads_[which].given_up = true;
  if (gone) uploads_.erase(uploads_.begin() + static_cast<ptrdiff_t>(which));
}

// ---- processing
// ------------------------------------------------------------------------------------

void World::work() {
  auto job = process_->jobs->take(kProcessVideoJob);
  if (!fine("take", job) || !*job) return;
  const auto id = VideoId::parse((*job)->key);
  const auto video = id ? process_->catalog->find(*id) : nullptr;
  if (!video || video->state == VideoState::removed || video->state == VideoState::refused) {
    fine("nothing to do", process_->jobs->done(**job));
    return;
  }
  if (video->state == VideoState::uploading) return violated("a job for an unfinished upload");
  // What will be decided depends on the bytes, not on the attempt.
  publish(**job, video, hash64(video->source_sha256, seed_) % 10 == 0);
}

void World::publish(const Job& job, VideoPtr video, bool refused) {
  auto& catalog = *process_->catalog;
  if (!fine("source", process_->blobs->stat(video->source_key)))
    return (void)process_->jobs->fail(job, "no source");
  if (refused) {
    if (fine("refuse", catalog.refuse(video->id, "undecodable", "It can't be decoded.")))
      fine("done", process_->jobs->done(job));
    return;
  }
  const int64_t version = video->media_version + 1;
  const std::string folder =
      "public/video/" + video->id.text() + "/" + std::to_string(version) + "/";
  for (int rung = 0; rung < 2; ++rung) {
    const std::string file = "r" + std::to_string(rung) + ".m4s";
    if (!fine("put", process_->blobs->put(folder + file, "segments"))) return;
    if (random_.below(12) == 0) return crash();
    const std::string media = json::serialize(json::object{{"rungs", rung + 1}});
    const auto set = catalog.set_media(video->id, media, version, 5000, 360, 640, rung ? 100 : 50);
    if (!fine("set_media", set)) return (void)process_->jobs->fail(job, set.error().what);
  }
  fine("done", process_->jobs->done(job));
}

void World::remove_or_restore() {
  const auto video = any_video();
  if (!video) return;
  if (video->state == VideoState::removed) {
    const auto restored = process_->catalog->restore(video->id);
    if (fine("restore", restored) && (*restored)->progress < 100 &&
        (*restored)->state != VideoState::uploading && (*restored)->state != VideoState::refused)
      fine("put again",
           process_->jobs->put(kProcessVideoJob, video->id.text(), "{}", video->author.text()));
  } else if (video->state != VideoState::uploading) {
    fine("remove", process_->catalog->remove(video->id));
  }
}

void World::hide() {
  const auto video = any_video();
  if (!video) return;
  VideoEdit edit;
  edit.visibility = random_.below(3) ? Visibility::everyone : Visibility::only_me;
  fine("hide", process_->catalog->edit(video->id, edit));
}

// ---- viewers
// ---------------------------------------------------------------------------------------

void World::ask_for_page() {
  const ViewerId viewer = viewers_[random_.below(viewers_.size())];
  // With a fault in its log the learner is behind for now, and a page may repeat.
  auto learned = process_->learner->step();
  while (learned && *learned) learned = process_->learner->step();
  const auto facts_before = *durable_->facts->end(kWatchTopic);
  const Page page = process_->feed->next({.viewer = viewer, .count = 3});
  // Only a page whose Served fact is in the log is known not to come again.
  const bool remembered = *durable_->facts->end(kWatchTopic) > facts_before;
  note("page", page.videos.size());
  for (const auto& candidate : page.videos) {
    note("served", candidate.id.value);
    const auto video = process_->catalog->find(candidate.id);
    if (!video || !is_listed(*video)) {
      violated("a page holds a video that is not listed");
      continue;
    }
    if (learned && watched_[viewer].contains(video->id))
      violated("a watched video is served again");
    if (learned && served_[viewer].contains(video->id) && has_new(viewer))
      violated("a video is served twice while new ones are left");
    if (remembered) served_[viewer].insert(video->id);
    check_video(*video);
  }
}

bool World::has_new(ViewerId viewer) {
  return std::ranges::any_of(process_->catalog->all(), [&](const VideoPtr& video) {
    return is_listed(*video) && !served_[viewer].contains(video->id) &&
           !watched_[viewer].contains(video->id);
  });
}

void World::check_video(const Video& video) {
  if (video.state != VideoState::published) return;
  const std::string folder =
      "public/video/" + video.id.text() + "/" + std::to_string(video.media_version) + "/";
  const auto media = parse_json_object(video.media);
  const auto rungs = media ? int_field(*media, "rungs") : Result<int64_t>(0);
  if (!rungs || *rungs < 1) return violated("published without media");
  for (int64_t rung = 0; rung < *rungs; ++rung)
    if (!durable_->blobs->stat(folder + "r" + std::to_string(rung) + ".m4s"))
      violated("published, but a file of it is missing");
}

void World::watch() {
  const auto video = any_video();
  if (!video || video->state != VideoState::published) return;
  PendingBatch batch{viewers_[random_.below(viewers_.size())], {}};
  for (uint64_t i = 0, n = 1 + random_.below(3); i < n; ++i) {
    const FactHead head{"fact-" + std::to_string(++fact_number_), batch.viewer, video->id,
                        clock_.now_ms(), clock_.now_ms()};
    Watched watched{.head = head,
                    .page_id = "p",
                    .watch_ms = 1000 + int64_t(random_.below(9000)),
                    .duration_ms = 5000};
    batch.facts.emplace_back(watched);
  }
  pending_.push_back(std::move(batch));
  send_pending();
}

void World::send_pending() {
  if (pending_.empty()) return;
  const size_t which = random_.below(pending_.size());
  const auto taken = process_->facts->accept(pending_[which].viewer, pending_[which].facts);
  if (!fine("facts", taken)) return;
  for (const auto& fact : pending_[which].facts) {
    const FactHead& head = head_of(fact);
    watched_[head.viewer].insert(head.video);
    if (is_view(std::get<Watched>(fact))) viewed_[head.video].insert(head.id);
  }
  // A client that lost the answer sends the same batch again.
  if (random_.below(4)) pending_.erase(pending_.begin() + static_cast<ptrdiff_t>(which));
}

// ---- the run
// ---------------------------------------------------------------------------------------

void World::step() {
  switch (random_.below(20)) {
    case 0:
    case 1:
      begin_upload();
      break;
    case 2:
    case 3:
    case 4:
    case 5:
      go_on_uploading();
      break;
    case 6:
      if (random_.below(4) == 0) terminate_upload();
      break;
    case 7:
    case 8:
    case 9:
      work();
      break;
    case 10:
      remove_or_restore();
      break;
    case 11:
      hide();
      break;
    case 12:
    case 13:
      ask_for_page();
      break;
    case 14:
    case 15:
      watch();
      break;
    case 16:
      send_pending();
      break;
    case 17:
      plan_fault();
      break;
    case 18:
      if (random_.below(3) == 0) crash();
      break;
    default:
      clock_.advance_ms(static_cast<int64_t>(random_.below(90'000)));
      (void)process_->learner->step();
      fine("views", process_->learner->write_views());
      fine("sweep", process_->uploads->sweep());
  }
  clock_.advance_ms(static_cast<int64_t>(random_.below(500)));
}

void World::run(int steps) {
  for (int i = 0; i < steps; ++i) step();
  settle();
  check_everything();
}

void World::settle() {
  crash();
  while (!pending_.empty()) send_pending();
  for (int i = 0; i < 5000 && !uploads_.empty(); ++i) go_on_uploading();
  if (!uploads_.empty()) violated("an upload does not end");
  int idle = 0;
  for (int i = 0; i < 5000 && idle < 20; ++i) {
    clock_.advance_ms(120'000);
    idle = process_->jobs->waiting(kProcessVideoJob) || process_->jobs->running(kProcessVideoJob)
               ? 0
               : idle + 1;
    work();
  }
  while (process_->learner->step().value_or(false)) {
  }
  fine("views", process_->learner->write_views());
}

void World::check_everything() {
  if (process_->jobs->waiting(kProcessVideoJob) || process_->jobs->running(kProcessVideoJob))
    violated("a job does not end");
  for (const auto& video : process_->catalog->all()) {
    check_video(*video);
    if (video->state == VideoState::processing) {
      const auto dead = process_->jobs->dead(1000);
      const bool is_dead = dead && std::ranges::any_of(*dead, [&](const Job& job) {
                             return job.key == video->id.text();
                           });
      if (!is_dead) violated("a video is processing for ever");
    }
    const auto views = static_cast<int64_t>(viewed_[video->id].size());
    if (video->view_count != views)
      violated("views: " + std::to_string(video->view_count) + " counted, " +
               std::to_string(views) + " acknowledged");
    note("final", static_cast<uint64_t>(video->state) * 1000 + uint64_t(video->view_count));
  }
}

}  // namespace soleil::sim
