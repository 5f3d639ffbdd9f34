#include "platform/program_hash.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/hash.h"
#include "base/text.h"
#include "platform/files.h"

namespace soleil {

Result<std::string> program_sha256(const std::string& process) {
  const OwnedFd file = SOLEIL_TRY(open_file("/proc/" + process + "/exe", O_RDONLY));
  Sha256 hash;
  std::string chunk(1 << 20, '\0');
  for (;;) {
    const ssize_t n = ::read(file.get(), chunk.data(), chunk.size());
    if (n < 0 && errno != EINTR) return file_error("Reading a program", errno);
    if (n == 0) return hex_encode(hash.finish());
    if (n > 0) hash.update(std::string_view(chunk).substr(0, static_cast<size_t>(n)));
  }
}

}  // namespace soleil
