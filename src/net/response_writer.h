// ResponseWriter: puts one response on a non-blocking socket, resuming where the socket was full.
// Head and text leave in one sendmsg(2); a file leaves by sendfile(2), its head held back
// (MSG_MORE) to share the first packet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/http.h"

namespace soleil {

struct Framing {
  bool head_only = false;       // answer to HEAD: lengths are told, no body follows
  bool close = false;           // say "Connection: close"
  bool say_keep_alive = false;  // HTTP/1.0
};

// Status line, Date, the response's own headers, and Content-Length where the status and body allow
// one.
void append_head(std::string& out, const Response& response, const Framing& framing,
                 std::string_view date);

class ResponseWriter {
 public:
  enum class Progress {
    done,
    blocked,  // wait until the socket is writable
    paused,   // this turn's share is used up: let other connections run
    failed,   // the client is gone, or the file is shorter than promised
  };

  void start(Response response, const Framing& framing, std::string_view date);
  Progress write(int socket);
  int64_t sent() const { return sent_; }  // bytes of this response so far, head included
  int status() const { return status_; }

 private:
  Progress write_text(int socket);
  Progress write_file(int socket);

  int status_ = 0;
  std::string head_, text_;
  FileBody file_;
  bool has_file_ = false;
  int64_t sent_ = 0;
};

}  // namespace soleil
