#include "base/text.h"
#include "ingest/sniff.h"
#include "ingest/uploads.h"

namespace soleil {

UploadAppend::UploadAppend(Uploads& uploads, Upload upload, std::optional<TusChecksum> checksum,
                           uint64_t generation)
    : uploads_(uploads),
      upload_(std::move(upload)),
      start_(upload_.offset),
      checksum_(std::move(checksum)),
      generation_(generation) {}

UploadAppend::~UploadAppend() {
  if (!finished_) (void)finish(false);
}

Result<void> UploadAppend::write(std::string_view bytes) {
  std::lock_guard lock(uploads_.lock_of(upload_.id));
  if (!uploads_.is_newest(upload_.id, generation_))
    return fail(Code::conflict, "taken_over", "A newer connection goes on with this upload.");
  const int64_t end = upload_.offset + static_cast<int64_t>(head_.size() + bytes.size());
  if (end > upload_.length)
    return fail(Code::too_large, "too_many_bytes",
                "More bytes came than Upload-Length announced. Start a new upload.");
  if (checksum_) {
    if (checksum_->algorithm == "sha256") sha256_.update(bytes);
    if (checksum_->algorithm == "sha1") digest_sha1_input_ += bytes;
    if (checksum_->algorithm == "crc32c") crc32c_ = crc32c(bytes, crc32c_);
  }
  // Parts of a concatenation are looked at when they are joined.
  if (upload_.offset == 0 && upload_.kind == UploadKind::whole && head_.size() < kSniffBytes) {
    head_ += bytes;
    if (head_.size() < kSniffBytes && end < upload_.length) return {};
    if (!looks_like_video(head_)) {
      SOLEIL_TRY(uploads_.discard(upload_));  // nothing of it is kept, nor the video it announced
      return fail(Code::invalid, "not_a_video",
                  "This file is not a video that Soleil can read. Choose an MP4, MOV, WebM, MKV, "
                  "3GP or AVI file.");
    }
    SOLEIL_TRY(uploads_.staging_.append(upload_.id.text(), 0, head_));
    upload_.offset = static_cast<int64_t>(head_.size());
    head_.clear();
    return {};
  }
  SOLEIL_TRY(uploads_.staging_.append(upload_.id.text(), upload_.offset, bytes));
  upload_.offset += static_cast<int64_t>(bytes.size());
  return {};
}

Result<void> UploadAppend::verify() {
  const std::string digest = checksum_->algorithm == "sha256" ? sha256_.finish()
                             : checksum_->algorithm == "sha1"
                                 ? sha1(digest_sha1_input_)
                                 : [this] {
                                     std::string out;
                                     for (int s = 24; s >= 0; s -= 8)
                                       out += static_cast<char>(crc32c_ >> s);
                                     return out;
                                   }();
  if (digest == checksum_->digest) return uploads_.staging_.keep(upload_.id.text());
  SOLEIL_TRY(uploads_.staging_.cut(upload_.id.text(), start_));
  upload_.offset = start_;
  return fail(Code::conflict, "checksum_mismatch",
              "The bytes that came don't match their checksum. Send this part again.");
}

Result<Upload> UploadAppend::finish(bool complete) {
  finished_ = true;
  std::lock_guard lock(uploads_.lock_of(upload_.id));
  if (!uploads_.is_newest(upload_.id, generation_))
    return fail(Code::conflict, "taken_over", "A newer connection goes on with this upload.");
  if (!head_.empty()) {  // too few bytes to judge: they stay with the client
    if (checksum_) SOLEIL_TRY(uploads_.staging_.cut(upload_.id.text(), start_));
    return upload_;
  }
  if (checksum_ && complete) SOLEIL_TRY(verify());
  if (checksum_ && !complete) {
    SOLEIL_TRY(uploads_.staging_.cut(upload_.id.text(), start_));
    upload_.offset = start_;
    return upload_;
  }
  SOLEIL_TRY(uploads_.staging_.sync(upload_.id.text()));
  SOLEIL_TRY(uploads_.touch(upload_));
  if (upload_.offset == upload_.length) SOLEIL_TRY(uploads_.complete(upload_));
  return upload_;
}

}  // namespace soleil
