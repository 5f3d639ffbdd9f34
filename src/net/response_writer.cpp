#include "net/response_writer.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <charconv>

#include "base/check.h"

namespace soleil {
namespace {

// A fast reader of one large file must not hold up the thread's other connections.
constexpr int64_t kTurnBytesMax = 2 << 20;

void append_number(std::string& out, int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<size_t>(end - digits));
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

int64_t body_length(const Response& response) {
  if (const auto* file = std::get_if<FileBody>(&response.body)) return file->length;
  if (const auto* text = std::get_if<TextBody>(&response.body))
    return static_cast<int64_t>(text->bytes.size());
  return -1;
}

bool status_has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

void append_head(std::string& out, const Response& response, const Framing& framing,
                 std::string_view date) {
  out.append("HTTP/1.1 ");
  append_number(out, response.status);
  out.append(" ").append(status_text(response.status)).append("\r\n");
  append_field(out, "Date", date);
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  const int64_t length = body_length(response);
  if (length >= 0 && status_has_body(response.status)) {
    out.append("Content-Length: ");
    append_number(out, length);
    out.append("\r\n");
  }
  if (framing.close || length < 0) {
    out.append("Connection: close\r\n");
  } else if (framing.say_keep_alive) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

void ResponseWriter::start(Response response, const Framing& framing, std::string_view date) {
  head_.clear();
  append_head(head_, response, framing, date);
  status_ = response.status;
  sent_ = 0;
  text_.clear();
  file_ = {};
  const bool body = !framing.head_only && status_has_body(response.status);
  if (auto* text = std::get_if<TextBody>(&response.body); text && body)
    text_ = std::move(text->bytes);
  if (auto* file = std::get_if<FileBody>(&response.body); file && body) file_ = std::move(*file);
  has_file_ = file_.length > 0;
}

ResponseWriter::Progress ResponseWriter::write(int socket) {
  if (sent_ < static_cast<int64_t>(head_.size() + text_.size())) {
    const Progress progress = write_text(socket);
    if (progress != Progress::done) return progress;
  }
  return has_file_ ? write_file(socket) : Progress::done;
}

ResponseWriter::Progress ResponseWriter::write_text(int socket) {
  const size_t head = head_.size(), total = head + text_.size();
  while (static_cast<size_t>(sent_) < total) {
    const auto at = static_cast<size_t>(sent_);
    iovec parts[2];
    size_t count = 0;
    if (at < head) parts[count++] = {head_.data() + at, head - at};
    const size_t text_at = at > head ? at - head : 0;
    if (text_at < text_.size()) parts[count++] = {text_.data() + text_at, text_.size() - text_at};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    const ssize_t n = ::sendmsg(socket, &message, MSG_NOSIGNAL | (has_file_ ? MSG_MORE : 0));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EAGAIN ? Progress::blocked : Progress::failed;
    sent_ += n;
  }
  return Progress::done;
}

ResponseWriter::Progress ResponseWriter::write_file(int socket) {
  const auto text_end = static_cast<int64_t>(head_.size() + text_.size());
  int64_t turn = 0;
  for (;;) {
    const int64_t done = sent_ - text_end;
    SOLEIL_CHECK(done >= 0 && done <= file_.length);
    if (done == file_.length) break;
    if (turn >= kTurnBytesMax) return Progress::paused;
    off_t offset = file_.offset + done;
    const auto want = static_cast<size_t>(std::min(file_.length - done, kTurnBytesMax));
    const ssize_t n = ::sendfile(socket, file_.fd, &offset, want);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno == EAGAIN ? Progress::blocked : Progress::failed;
    if (n == 0) return Progress::failed;
    sent_ += n;
    turn += n;
  }
  file_ = {};
  has_file_ = false;
  return Progress::done;
}

}  // namespace soleil
