// KeyDesk: a KeyVault at a local socket. The first message of a connection names the program that
// asks: the desk takes the hash of the peer's executable itself and wants a proof that the log
// `release` has it. Each connection has a thread; at most kConnectionsMax at a time.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "base/json.h"
#include "platform/local_socket.h"
#include "residency/key_vault.h"

namespace soleil {

class KeyDesk {
 public:
  static constexpr size_t kConnectionsMax = 32;
  KeyDesk(KeyVault& vault, LocalListener listener)
      : vault_(vault), listener_(std::move(listener)), thread_([this] { run(); }) {}
  ~KeyDesk();

 private:
  struct Visit {
    LocalConnection connection;
    std::thread thread;
    bool is_over = false;  // guarded by mutex_
  };
  void run();
  void sweep();
  void serve(Visit& visit);
  Result<std::string> answer(Visit& visit, const std::string& message, bool& is_known);
  Result<std::string> admit(Visit& visit, const json::object& message);
  Result<std::string> keyed(std::string_view verb, const json::object& message);
  Result<std::string> release(const json::object& message);
  Result<std::string> hand_over(const json::object& message);

  KeyVault& vault_;
  LocalListener listener_;
  std::mutex mutex_;
  std::list<Visit> visits_;
  std::thread thread_;
};

}  // namespace soleil
