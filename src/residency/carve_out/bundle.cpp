#include "residency/carve_out/bundle.h"

#include <fcntl.h>

#include <cstdio>
#include <filesystem>

#include "base/text.h"
#include "platform/small_files.h"
#include "residency/carve_out/moving_reader.h"

namespace soleil {
namespace {

std::string part_name(int64_t part) {
  char name[24];
  std::snprintf(name, sizeof name, "part-%06lld", static_cast<long long>(part));
  return name;
}

}  // namespace

Result<BundleWriter> BundleWriter::open(const std::string& folder, const std::string& key) {
  SOLEIL_TRY(make_folders(folder));
  OwnedFd journal = SOLEIL_TRY(open_file(folder + kBundleJournal, O_RDWR | O_CREAT, 0600));
  BundleWriter out(folder, BackupSeal(key), std::move(journal));
  SOLEIL_TRY(out.read_journal());
  return out;
}

// Lines "part table records"; what a crash has left of a line is written over.
Result<void> BundleWriter::read_journal() {
  const std::string text =
      SOLEIL_TRY(read_at(journal_.get(), 0, SOLEIL_TRY(file_size(journal_.get()))));
  for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    const auto words = split(std::string_view(text).substr(at, end - at), ' ');
    const auto number = [&](size_t i) {
      return i < words.size() ? parse_int(words[i]).value_or(-1) : -1;
    };
    if (number(0) != place_.parts + 1 || number(1) < 0 || number(2) < 0)
      return bad_bundle("its journal is damaged; remove the folder and begin again");
    place_ = {number(0), static_cast<size_t>(number(1)), number(2)};
    journal_bytes_ = static_cast<int64_t>(end + 1);
  }
  next_ = place_;
  return {};
}

Result<void> BundleWriter::add(const MovedRecord& record) {
  if (record.table != next_.table) next_ = {next_.parts, record.table, 0};
  ++next_.records;
  part_ += encode_record(record);
  return part_.size() < kPartBytes ? Result<void>() : write_part();
}

Result<void> BundleWriter::write_part() {
  const int64_t number = place_.parts + 1;
  const std::string name = part_name(number), path = folder_ + "/" + name;
  std::error_code error;
  std::filesystem::remove(path, error);  // of an attempt that was killed
  SOLEIL_TRY(write_new_file(path, seal_.seal(name, part_), 0600));
  SOLEIL_TRY(sync_folder(folder_));
  const std::string line = std::to_string(number) + " " + std::to_string(next_.table) + " " +
                           std::to_string(next_.records) + "\n";
  SOLEIL_TRY(write_all_at(journal_.get(), line, journal_bytes_));
  SOLEIL_TRY(sync_file(journal_.get()));
  journal_bytes_ += static_cast<int64_t>(line.size());
  place_ = {number, next_.table, next_.records};
  next_.parts = number;
  part_.clear();
  return {};
}

Result<int64_t> BundleWriter::finish() {
  if (!part_.empty()) SOLEIL_TRY(write_part());
  return place_.parts;
}

Result<void> BundleReader::visit(int64_t part, const Visit& visit) const {
  const std::string name = part_name(part);
  const auto sealed = read_file(folder_ + "/" + name);
  if (!sealed) return bad_bundle(name + " is missing");
  const auto opened = seal_.open(name, *sealed);
  if (!opened) return bad_bundle(name + " was changed, or belongs to another bundle");
  for (std::string_view left = *opened; !left.empty();)
    SOLEIL_TRY(visit(SOLEIL_TRY(take_record(left))));
  return {};
}

Result<void> PieceCheck::add(const MovedRecord& record) {
  if (record.table != moved_tables().size()) return {};
  const MovedBlob blob = SOLEIL_TRY(decode_blob(record.row));
  if (record.place == 0) {
    if (hash_) return bad_bundle("the file " + key_ + " is cut off");
    hash_.emplace();
    key_ = blob.key;
    next_ = 0;
  }
  if (!hash_ || key_ != blob.key || record.place != next_)
    return bad_bundle("a piece of the file " + blob.key + " is missing");
  hash_->update(record.extra);
  next_ += static_cast<int64_t>(record.extra.size());
  if (next_ < blob.size) return {};
  const bool is_right = next_ == blob.size && hash_->finish() == blob.sha256;
  hash_.reset();
  return is_right ? Result<void>() : bad_bundle("the file " + blob.key + " is another one");
}

Result<std::vector<Leaf>> sum_bundle(const BundleReader& bundle, int64_t parts,
                                     const std::vector<int64_t>& persons) {
  LeafSums sums;
  PieceCheck pieces;
  for (int64_t part = 1; part <= parts; ++part)
    SOLEIL_TRY(bundle.visit(part, [&](const MovedRecord& record) -> Result<void> {
      sums.add(record);
      return pieces.add(record);
    }));
  return sums.leaves(persons);
}

}  // namespace soleil
