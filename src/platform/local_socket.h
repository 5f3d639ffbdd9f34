// Local sockets: whole messages between two processes of one machine (unix domain, SOCK_STREAM, a
// 32-bit big-endian length before each). The socket is a file of mode 0600 in a folder that must be
// the owner's alone. Paths of any length: they are reached through their folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/files.h"

namespace soleil {

constexpr size_t kLocalMessageMax = 4 << 20;

class LocalConnection {  // one thread at a time
 public:
  // unavailable: nobody listens there.
  static Result<LocalConnection> open(const std::string& path);
  explicit LocalConnection(OwnedFd fd) : fd_(std::move(fd)) {}
  Result<void> send(std::string_view message);  // at most kLocalMessageMax
  Result<std::string> receive();                // unavailable, "closed" at the end; blocks
  Result<int> peer_process() const;             // its id, as the kernel knows it
  void shut();                                  // receive() ends, here and there; any thread

 private:
  OwnedFd fd_;
};

class LocalListener {
 public:
  static Result<LocalListener> open(const std::string& path);  // replaces a socket left there
  // unavailable, "closed" after shut(); blocks.
  Result<LocalConnection> accept();
  void shut();  // any thread

 private:
  explicit LocalListener(OwnedFd fd) : fd_(std::move(fd)) {}
  OwnedFd fd_;
};

}  // namespace soleil
