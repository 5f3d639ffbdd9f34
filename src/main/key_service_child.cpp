#include "main/key_service_child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "platform/files.h"

extern char** environ;

namespace soleil {
namespace {

constexpr size_t kLineMax = 64;

tl::unexpected<Error> no_key_service(const std::string& why) {
  return fail(Code::unavailable, "no_key_service", "The key service can't be started: " + why);
}

struct Pipe {
  OwnedFd read, write;
};

Result<Pipe> new_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) return no_key_service(std::strerror(errno));
  return Pipe{OwnedFd(fds[0]), OwnedFd(fds[1])};
}

// Signals as a program expects them: the server has blocked those that it waits for.
struct Attributes {
  posix_spawnattr_t value;
  posix_spawn_file_actions_t files;
  Attributes() {
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(&value);
    posix_spawnattr_setsigmask(&value, &none);
    posix_spawnattr_setflags(&value, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_init(&files);
  }
  ~Attributes() {
    posix_spawnattr_destroy(&value);
    posix_spawn_file_actions_destroy(&files);
  }
};

// "ready" once it listens; anything else it says is why it does not.
Result<void> wait_until_ready(int fd) {
  std::string said;
  char chunk[kLineMax];
  while (said.find('\n') == said.npos && said.size() < kLineMax) {
    const ssize_t n = ::read(fd, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return no_key_service("it ended at once; its reason is above.");
    said.append(chunk, static_cast<size_t>(n));
  }
  return {};
}

}  // namespace

KeyServiceChild::KeyServiceChild(std::string folder, std::string policy_file)
    : folder_(std::move(folder)), policy_file_(std::move(policy_file)) {}

KeyServiceChild::~KeyServiceChild() {
  alive_ = OwnedFd();
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
}

Result<void> KeyServiceChild::start() {
  return spawn();
}

Result<bool> KeyServiceChild::look_after() {
  if (process_ > 0 && ::waitpid(process_, nullptr, WNOHANG) == 0) return false;
  SOLEIL_TRY(spawn());
  return true;
}

Result<void> KeyServiceChild::spawn() {
  process_ = 0;
  Pipe alive = SOLEIL_TRY(new_pipe()), ready = SOLEIL_TRY(new_pipe());
  Attributes with;
  posix_spawn_file_actions_adddup2(&with.files, alive.read.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&with.files, ready.write.get(), STDOUT_FILENO);
  std::string words[] = {"soleil",   "keys",       "serve",         "--folder", folder_,
                         "--policy", policy_file_, "--with-parent", "1"};
  char* argv[std::size(words) + 1] = {};
  for (size_t i = 0; i < std::size(words); ++i) argv[i] = words[i].data();
  pid_t process = 0;
  const int failed =
      ::posix_spawn(&process, "/proc/self/exe", &with.files, &with.value, argv, environ);
  if (failed != 0) return no_key_service(std::strerror(failed));
  process_ = process;
  alive_ = std::move(alive.write);
  ready.write = OwnedFd();
  return wait_until_ready(ready.read.get());
}

}  // namespace soleil
