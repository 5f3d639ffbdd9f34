#include "ledger/sequencer.h"

#include "base/check.h"
#include "base/text.h"
#include "ledger/stage.h"

namespace soleil {
namespace {

constexpr const char* kPublished = "public/checkpoint";

bool is_absent(const Error& error) {
  return error.code == Code::not_found;
}

}  // namespace

Sequencer::Sequencer(LogStore& store, SigningKey key, Cosigners* cosigners,
                     const SequencerLimits& limits)
    : store_(store), key_(std::move(key)), cosigners_(cosigners), limits_(limits) {
  SOLEIL_CHECK(key_.verifier().kind == KeyKind::log);
}

Sequencer::~Sequencer() {
  const auto cancel = [](Waiting& waiting) {
    waiting.promise.set_value(fail(Code::cancelled, "stopping", "The log is being closed."));
  };
  for (Waiting& waiting : batch_) cancel(waiting);
  for (Waiting& waiting : pending_) cancel(waiting);
}

Result<std::unique_ptr<Sequencer>> Sequencer::open(LogStore& store, SigningKey key,
                                                   Cosigners* cosigners,
                                                   const SequencerLimits& limits) {
  std::unique_ptr<Sequencer> out(new Sequencer(store, std::move(key), cosigners, limits));
  SOLEIL_TRY(out->begin());
  SOLEIL_TRY(out->recover());
  SOLEIL_TRY(out->check_published());
  out->note_state();
  return out;
}

ReadFile Sequencer::reader() const {
  return [this](const std::string& path) { return store_.read("public/" + path); };
}

Result<void> Sequencer::begin() {
  if (!SOLEIL_TRY(store_.head()).empty()) return {};
  const Checkpoint empty{key_.verifier().name, {0, empty_root()}, {}};
  // Another writer that begins at the same time writes the same.
  const auto begun = store_.swap_head("", checkpoint_text(empty));
  if (!begun && begun.error().code != Code::conflict) return begun;
  return {};
}

// Makes the tiles of the head complete, whoever has written it, and takes it as ours.
Result<void> Sequencer::recover() {
  const std::string head = SOLEIL_TRY(store_.head());
  const Checkpoint checkpoint = SOLEIL_TRY(parse_checkpoint(head));
  if (checkpoint.origin != key_.verifier().name)
    return fail(Code::conflict, "other_log", "This folder holds the log " + checkpoint.origin);
  const std::string path = stage_path(checkpoint.tree);
  const auto stage = store_.read(path);
  if (stage) SOLEIL_TRY(install(SOLEIL_TRY(parse_stage(*stage)), path));
  if (!stage && !is_absent(stage.error())) return tl::unexpected(stage.error());
  edge_ = SOLEIL_TRY(edge_of(reader(), checkpoint.tree));
  head_ = head;
  return {};
}

// A head behind what the world has seen comes from an old backup: to go on would be a fork.
Result<void> Sequencer::check_published() {
  const auto bytes = store_.read(kPublished);
  if (!bytes && is_absent(bytes.error())) return {};
  const Note note = SOLEIL_TRY(parse_note(SOLEIL_TRY(Result<std::string>(bytes))));
  const TreeHead tree = SOLEIL_TRY(parse_checkpoint(note.text)).tree;
  if (tree.size > edge_.size())
    return fail(Code::corrupt, "behind_published",
                "The log is shorter than the checkpoint it has published. Restore its folder.");
  LogReader log(reader(), edge_.size());
  if (SOLEIL_TRY(root_at(tree.size, log.subtrees())) != tree.root)
    return fail(Code::corrupt, "root_differs", "The tiles are not what was published.");
  published_tree_ = tree;
  return {};
}

std::future<Result<Appended>> Sequencer::add(std::string entry) {
  Waiting waiting{std::move(entry), {}};
  auto future = waiting.promise.get_future();
  const std::lock_guard lock(pending_mutex_);
  if (waiting.entry.size() > kEntryBytesMax)
    waiting.promise.set_value(
        fail(Code::too_large, "entry_too_large", "An entry has at most 65,535 bytes."));
  else if (pending_.size() >= limits_.pending_entries_max)
    waiting.promise.set_value(
        fail(Code::overloaded, "log_full", "Too many entries wait. Try again in a second."));
  else
    pending_.push_back(std::move(waiting));
  return future;
}

void Sequencer::take_batch() {
  const std::lock_guard lock(pending_mutex_);
  while (!pending_.empty() && batch_.size() < limits_.batch_entries_max) {
    batch_.push_back(std::move(pending_.front()));
    pending_.pop_front();
  }
}

Result<void> Sequencer::integrate() {
  const std::lock_guard lock(writing_);
  SOLEIL_TRY(settle());
  take_batch();
  if (!batch_.empty()) SOLEIL_TRY(append_batch());
  return publish();
}

Result<void> Sequencer::append_batch() {
  RightEdge next = edge_;
  std::vector<NamedBytes> files;
  for (const Waiting& waiting : batch_) next.append(waiting.entry, files);
  for (NamedBytes& partial : next.partials()) files.push_back(std::move(partial));
  const TreeHead tree = next.head();
  const std::string path = stage_path(tree);
  SOLEIL_TRY(store_.write({{path, stage_text(files)}}));
  const std::string head = checkpoint_text({key_.verifier().name, tree, {}});
  attempt_ = tree;
  is_published_ = false;
  SOLEIL_TRY(store_.swap_head(head_, head));
  SOLEIL_TRY(install(files, path));
  head_ = head;
  edge_ = std::move(next);
  answer_batch(tree);
  return {};
}

// After a failure past the stage: did our tree win? The log itself knows: either it begins with
// our tree, or our entries are not in it and are tried again.
Result<void> Sequencer::settle() {
  if (!attempt_) return {};
  SOLEIL_TRY(recover());
  is_published_ = false;
  LogReader log(reader(), edge_.size());
  if (edge_.size() >= attempt_->size &&
      SOLEIL_TRY(root_at(attempt_->size, log.subtrees())) == attempt_->root)
    answer_batch(*attempt_);
  attempt_.reset();
  return {};
}

Result<void> Sequencer::install(const std::vector<NamedBytes>& files,
                                const std::string& stage_path) {
  std::vector<NamedBytes> placed;
  for (const NamedBytes& file : files) placed.push_back({"public/" + file.path, file.bytes});
  SOLEIL_TRY(store_.write(placed));
  // From here on it is tidying: what stays costs space only.
  for (const NamedBytes& file : placed)
    if (file.path.find(".p/") == file.path.npos) (void)store_.remove(file.path + ".p");
  (void)store_.remove(stage_path);
  return {};
}

void Sequencer::answer_batch(const TreeHead& tree) {
  note_state();  // who is answered may ask for the head
  uint64_t index = tree.size - batch_.size();
  for (Waiting& waiting : batch_) waiting.promise.set_value(Appended{index++, tree.size});
  batch_.clear();
  attempt_.reset();
}

Result<void> Sequencer::publish() {
  if (is_published_) return {};
  const Checkpoint checkpoint = SOLEIL_TRY(parse_checkpoint(head_));
  std::string note = signed_checkpoint(checkpoint, key_);
  if (cosigners_) {
    LogReader log(reader(), checkpoint.tree.size);
    note = SOLEIL_TRY(cosigners_->cosign(note, log.subtrees()));
  }
  SOLEIL_TRY(store_.write({{kPublished, note}}));
  published_tree_ = checkpoint.tree;
  is_published_ = true;
  note_state();
  return {};
}

void Sequencer::note_state() {
  const std::lock_guard lock(pending_mutex_);
  head_seen_ = edge_.head();
  published_seen_ = published_tree_;
}

bool Sequencer::has_full_batch() const {
  const std::lock_guard lock(pending_mutex_);
  return pending_.size() >= limits_.batch_entries_max;
}

TreeHead Sequencer::head() const {
  const std::lock_guard lock(pending_mutex_);
  return head_seen_;
}

TreeHead Sequencer::published() const {
  const std::lock_guard lock(pending_mutex_);
  return published_seen_;
}

}  // namespace soleil
