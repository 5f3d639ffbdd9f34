#include "residency/backup/shipper.h"

#include <fcntl.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "base/hash.h"
#include "base/text.h"
#include "platform/files.h"

namespace soleil {
namespace {

std::string numbered(int64_t n, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", digits, static_cast<long long>(n));
  return text;
}

}  // namespace

Result<void> BackupShipper::step() {
  auto done = take_step();
  if (!done) anew_ = true;
  return done;
}

Result<void> BackupShipper::take_step() {
  const int64_t at_ms = clock_.now_ms();
  if (anew_ ||
      bytes_ > std::max(limits_.generation_bytes_min, base_bytes_ * limits_.generation_times))
    SOLEIL_TRY(begin_generation());
  batch_.clear();
  objects_.clear();
  SOLEIL_TRY(add_database());
  SOLEIL_TRY(add_files());
  SOLEIL_TRY(flush());
  return finish(at_ms);
}

Result<void> BackupShipper::begin_generation() {
  pages_.reset();
  page_members_.clear();
  database_hash_ = files_hash_ = SetHash();
  whole_ = BackupWhole();
  files_.clear();
  blobs_.clear();
  missing_.clear();
  before_.clear();
  step_ = bytes_ = base_bytes_ = 0;
  if (source_.blobs) source_.blobs->take();  // all are looked at
  generation_ = numbered(clock_.now_ms(), 14) + "." + numbered(int64_t(random_.below(10'000)), 4);
  if (!blobs_known_) {
    const auto there = SOLEIL_TRY(vault_.list("blobs/"));
    blobs_there_ = {there.begin(), there.end()};
    blobs_known_ = true;
  }
  if (!source_.database.empty()) pages_ = SOLEIL_TRY(SqlitePages::open(source_.database));
  anew_ = false;
  return {};
}

Result<void> BackupShipper::add(const BackupRecord& record) {
  append_backup_record(batch_, record);
  return batch_.size() < limits_.object_bytes_max ? Result<void>() : flush();
}

Result<void> BackupShipper::flush() {
  if (batch_.empty()) return {};
  const std::string name = "state/" + generation_ + "/" + numbered(step_ + 1, 10) + "." +
                           numbered(int64_t(objects_.size()), 5);
  const std::string sealed = seal_.seal(name, batch_);
  SOLEIL_TRY(put(name, sealed));
  objects_.push_back({name, hex_encode(sha256(sealed))});
  bytes_ += static_cast<int64_t>(sealed.size());
  batch_.clear();
  return {};
}

// What the vault read back from its disk must be what was sent.
Result<void> BackupShipper::put(const std::string& name, const std::string& bytes) {
  const std::string wanted = hex_encode(sha256(bytes));
  int64_t pause_ms = limits_.pause_ms;
  for (int left = limits_.tries_max;; --left) {
    const auto got = vault_.put(name, bytes);
    if (got && *got == wanted) return {};
    if (left <= 1) {
      if (!got) return tl::unexpected<Error>(got.error());
      return fail(Code::corrupt, "vault_damaged", "The vault gave back other bytes than it got.");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    pause_ms *= 2;
  }
}

void BackupShipper::count_page(uint32_t number, std::string_view bytes) {
  const auto member = page_member(number, bytes);
  if (number > page_members_.size()) page_members_.resize(number);
  SetHash::Member& known = page_members_[number - 1];
  database_hash_.take(known);  // zero when it is new: nothing is taken
  database_hash_.add(known = member);
}

Result<void> BackupShipper::add_database() {
  if (!pages_) return {};
  bool changed = false;
  DatabaseShape shape =
      SOLEIL_TRY(pages_->next([&](uint32_t number, std::string_view bytes) -> Result<void> {
        changed = true;
        count_page(number, bytes);
        return add({BackupDeed::page, "", number, std::string(bytes)});
      }));
  for (; page_members_.size() > shape.pages; page_members_.pop_back())
    database_hash_.take(page_members_.back());
  if (changed || whole_.pages != shape.pages)
    SOLEIL_TRY(add({BackupDeed::pages, "", shape.pages, std::to_string(shape.page_bytes)}));
  whole_.pages = shape.pages;
  whole_.page_bytes = shape.page_bytes;
  if (changed || !shape.rows.empty()) whole_.rows = std::move(shape.rows);
  return {};
}

void BackupShipper::count_file(const std::string& path, const SeenFile* before,
                               const SeenFile* now) {
  if (before) {
    files_hash_.take(file_member(path, before->size));
    --whole_.files, whole_.file_bytes -= before->size;
  }
  if (now) {
    files_hash_.add(file_member(path, now->size));
    ++whole_.files, whole_.file_bytes += now->size;
  }
}

FileTree& BackupShipper::tree_of(std::string_view path) {
  return path.starts_with(kBackupBlobs) ? blobs_ : files_;
}

// All files; blobs, once a generation has all of them, only where the store told of a change.
Result<BackupShipper::Look> BackupShipper::look_again() {
  Look out;
  const auto look_at_all = [&](const FileTree& now, const FileTree& known) {
    for (const auto& [path, seen] : now) out[path] = seen;
    for (const auto& [path, seen] : known) out.try_emplace(path);
  };
  const auto told = source_.blobs ? source_.blobs->take() : std::set<std::string>();
  look_at_all(SOLEIL_TRY(look_at_files(source_.folder)), files_);
  if (!source_.blobs || step_ == 0) look_at_all(SOLEIL_TRY(look_at_blobs(source_.folder)), blobs_);
  const auto look_at = [&](const std::string& path) {
    out.try_emplace(path, look_at_file(source_.folder, path));
  };
  for (const std::string& key : told) look_at(std::string(kBackupBlobs) + key);
  for (const std::string& path : missing_) look_at(path);
  return out;
}

Result<void> BackupShipper::add_files() {
  std::set<std::string> missing;
  const Look looked = SOLEIL_TRY(look_again());
  for (const auto& [path, now] : looked) {
    const FileTree& tree = tree_of(path);
    const auto known = tree.find(path);
    const SeenFile* const before = known == tree.end() ? nullptr : &known->second;
    if (!now && before && !missing_.contains(path)) missing.insert(path);  // with the next step
    if (!now && before && missing_.contains(path)) SOLEIL_TRY(add_removed(path));
    if (!now || (before && *before == *now)) continue;
    SOLEIL_TRY(&tree == &blobs_ ? add_blob(path, before, *now) : add_file(path, before, *now));
  }
  missing_ = std::move(missing);
  return {};
}

// A file that only grew is read from where it was read to. What is there now may be longer than
// when we looked: the rest comes with the next step.
Result<void> BackupShipper::add_file(const std::string& path, const SeenFile* before,
                                     const SeenFile& now) {
  auto opened = open_file(source_.folder + "/" + path, O_RDONLY | O_NOFOLLOW);
  if (!opened && opened.error().code == Code::not_found) return {};  // gone since we looked
  if (!opened) return tl::unexpected<Error>(opened.error());
  const bool grew = before && before->inode == now.inode && now.size > before->size;
  int64_t at = grew ? before->size : 0;
  SOLEIL_TRY(add({BackupDeed::cut, path, at, ""}));
  const auto piece = static_cast<int64_t>(limits_.object_bytes_max);
  while (at < now.size) {
    const auto bytes = SOLEIL_TRY(read_at(opened->get(), at, std::min(piece, now.size - at)));
    if (bytes.empty()) return fail(Code::unavailable, "file_shrank", path + " became shorter.");
    SOLEIL_TRY(add({BackupDeed::write, path, at, bytes}));
    at += static_cast<int64_t>(bytes.size());
  }
  count_file(path, before, &now);
  files_[path] = now;
  return {};
}

std::string BackupShipper::blob_object(const std::string& path, const SeenFile& file) const {
  return "blobs/" + seal_.name_of(path + "\n" + std::to_string(file.size) + "\n" +
                                  std::to_string(file.modified_ns));
}

Result<void> BackupShipper::add_blob(const std::string& path, const SeenFile* before,
                                     const SeenFile& now) {
  auto opened = open_file(source_.folder + "/" + path, O_RDONLY | O_NOFOLLOW);
  if (!opened && opened.error().code == Code::not_found) return {};
  if (!opened) return tl::unexpected<Error>(opened.error());
  const std::string object = blob_object(path, now);
  const auto piece = static_cast<int64_t>(limits_.object_bytes_max);
  for (int64_t at = 0; at < now.size || at == 0; at += piece) {
    const std::string name = object + "." + numbered(at / piece, 6);
    if (!blobs_there_.contains(name)) {
      const auto bytes = SOLEIL_TRY(read_at(opened->get(), at, std::min(piece, now.size - at)));
      SOLEIL_TRY(put(name, seal_.seal(name, bytes)));
      blobs_there_.insert(name);
    }
    blobs_gone_.erase(name);
  }
  SOLEIL_TRY(add({BackupDeed::blob, path, now.size, object}));
  count_file(path, before, &now);
  blobs_[path] = now;
  return {};
}

Result<void> BackupShipper::add_removed(const std::string& path) {
  FileTree& tree = tree_of(path);
  SOLEIL_TRY(add({BackupDeed::remove, path, 0, ""}));
  count_file(path, &tree.at(path), nullptr);
  tree.erase(path);
  return {};
}

// Nothing changed: the head alone says that we looked.
Result<void> BackupShipper::finish(int64_t at_ms) {
  whole_.database_hash = database_hash_.hex();
  whole_.files_hash = files_hash_.hex();
  BackupManifest manifest{source_.region, generation_, before_, step_, at_ms, objects_, whole_};
  const bool first = step_ == 0;
  if (!objects_.empty()) {
    manifest.step = ++step_;
    const std::string text = encode_manifest(manifest, keys_);
    SOLEIL_TRY(put(manifest_name(generation_, step_), text));
    before_ = hex_encode(sha256(text));
    SOLEIL_TRY(read_back());
  }
  manifest.objects.clear();
  manifest.before = before_;
  SOLEIL_TRY(put(std::string(kBackupHead), encode_manifest(manifest, keys_)));
  as_of_ms_ = at_ms;
  if (!first) return {};
  base_bytes_ = bytes_;
  bytes_ = 0;
  SOLEIL_TRY(drop_old());
  return drop_blobs();
}

// One object of the step is opened as a restore would.
Result<void> BackupShipper::read_back() {
  const BackupObject& object = objects_[random_.below(objects_.size())];
  const std::string sealed = SOLEIL_TRY(vault_.get(object.name));
  SOLEIL_TRY(read_batch(SOLEIL_TRY(seal_.open(object.name, sealed))));
  read_back_ms_ = clock_.now_ms();
  return {};
}

// Generations before the last few, and those that were never completed.
Result<void> BackupShipper::drop_old() {
  const auto names = SOLEIL_TRY(vault_.list("state/"));
  std::map<std::string, bool> complete;  // by generation
  for (const std::string& name : names) {
    const auto parts = split(name, '/');
    if (parts.size() == 3) complete[std::string(parts[1])] |= name.ends_with(".manifest");
  }
  complete.erase(generation_);
  size_t kept = 0;
  std::set<std::string> dropped;
  for (auto at = complete.rbegin(); at != complete.rend(); ++at)
    if (!at->second || ++kept > limits_.generations_kept) dropped.insert(at->first);
  for (const std::string& name : names)
    if (dropped.contains(std::string(split(name, '/')[1]))) SOLEIL_TRY(vault_.remove(name));
  return {};
}

Result<void> BackupShipper::drop_blobs() {
  std::set<std::string> needed;
  for (const auto& [path, seen] : blobs_) needed.insert(blob_object(path, seen));
  const int64_t now = clock_.now_ms();
  const auto there = blobs_there_;
  for (const std::string& name : there) {
    if (needed.contains(name.substr(0, name.rfind('.')))) continue;
    const int64_t since = blobs_gone_.try_emplace(name, now).first->second;
    if (now - since < limits_.blobs_kept_ms) continue;
    SOLEIL_TRY(vault_.remove(name));
    blobs_there_.erase(name);
    blobs_gone_.erase(name);
  }
  return {};
}

}  // namespace soleil
