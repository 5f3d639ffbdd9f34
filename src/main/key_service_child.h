// KeyServiceChild: `soleil keys serve` as a child of `soleil serve`, for who has not configured a
// key service of their own. It ends when the server does, however that ends, and is started again
// when it dies.
#pragma once

#include <string>

#include "base/result.h"
#include "platform/files.h"

namespace soleil {

class KeyServiceChild {
 public:
  // `folder`: the service's own (residency/key_folder.h), with its socket in it.
  KeyServiceChild(std::string folder, std::string policy_file);
  ~KeyServiceChild();  // ends it and waits
  KeyServiceChild(const KeyServiceChild&) = delete;
  KeyServiceChild& operator=(const KeyServiceChild&) = delete;

  Result<void> start();       // returns once it listens
  Result<bool> look_after();  // starts it again if it has ended: true
  std::string socket() const { return folder_ + "/socket"; }

 private:
  Result<void> spawn();
  const std::string folder_, policy_file_;
  OwnedFd alive_;  // its standard input: the service ends when this closes
  int process_ = 0;
};

}  // namespace soleil
