// The sandbox: bubblewrap builds the namespaces, prlimit(1) sets the limits inside them (so that
// the count of tasks is the sandbox's own, not the user's), seccomp narrows the kernel. Nothing
// runs between fork and exec but the C library.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/check.h"
#include "platform/process/file_descriptor.h"
#include "platform/process/process.h"
#include "platform/process/seccomp_filter.h"

namespace soleil {
namespace {

constexpr int kSeccompFd = 3;
constexpr int kStatusFd = 4;
constexpr int kPollMs = 50;
constexpr size_t kErrorBytesKept = 16 << 10;
constexpr size_t kStatusBytesMax = 4 << 10;
constexpr const char* kBubblewrap = "/usr/bin/bwrap";

using Words = std::vector<std::string>;

tl::unexpected<Error> no_sandbox(const std::string& why) {
  return fail(Code::unavailable, "no_sandbox",
              "The sandbox for media tools can't start, so nothing was run: " + why +
                  " Install bubblewrap and allow user namespaces (docs/media.md).");
}

void append(Words& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

Words limit_words(const ChildLimits& limits) {
  const auto both = [](int64_t value) {
    return std::to_string(value) + ":" + std::to_string(value);
  };
  return {"/usr/bin/prlimit",
          "--cpu=" + both((limits.cpu_ms_max + 999) / 1000),
          "--as=" + both(limits.memory_bytes_max),
          "--fsize=" + both(limits.file_bytes_max),
          "--nofile=" + both(limits.open_files_max),
          "--nproc=" + both(limits.tasks_max),
          "--core=0:0"};
}

Words sandbox_words(const ChildSpec& spec) {
  Words words = {
      kBubblewrap,     "--unshare-all", "--unshare-user", "--uid",      "65534",
      "--gid",         "65534",         "--hostname",     "sandbox",    "--die-with-parent",
      "--new-session", "--as-pid-1",    "--clearenv",     "--cap-drop", "ALL"};
  append(words, {"--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG",
                 "C.UTF-8"});
  append(words, {"--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink",
                 "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"});
  // Debian's loader finds some libraries only through these two.
  append(words, {"--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try",
                 "/etc/ld.so.cache", "/etc/ld.so.cache"});
  // Read-only: else a server run as root would leave /proc/sys writable to the child, who still
  // owns those files.
  append(words, {"--dev", "/dev", "--proc", "/proc", "--remount-ro", "/proc", "--size",
                 std::to_string(spec.limits.scratch_bytes_max), "--tmpfs", "/tmp"});
  for (size_t i = 0; i < spec.inputs.size(); ++i)
    append(words, {"--ro-bind", spec.inputs[i], "/in/" + std::to_string(i)});
  if (!spec.work_folder.empty()) append(words, {"--bind", spec.work_folder, "/work"});
  append(words, {"--chdir", spec.work_folder.empty() ? "/tmp" : "/work", "--remount-ro", "/"});
  append(words, {"--seccomp", std::to_string(kSeccompFd), "--json-status-fd",
                 std::to_string(kStatusFd), "--"});
  const Words limits = limit_words(spec.limits);
  words.insert(words.end(), limits.begin(), limits.end());
  words.push_back("--");
  words.insert(words.end(), spec.argv.begin(), spec.argv.end());
  return words;
}

struct Pipe {
  FileDescriptor read, write;
};

bool open_pipe(Pipe& pipe) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  pipe.read = FileDescriptor(ends[0]);
  pipe.write = FileDescriptor(ends[1]);
  return true;
}

// dup2 onto itself would keep close-on-exec, so every source is first moved above the targets.
FileDescriptor raised(const FileDescriptor& fd) {
  return FileDescriptor(fcntl(fd.get(), F_DUPFD_CLOEXEC, 64));
}

class Child {
 public:
  explicit Child(const ChildSpec& spec) : spec_(spec) {}
  ~Child() {
    if (pid_ > 0) end_all(ChildEnd::cancelled), reap();
  }
  Result<void> start();
  ChildResult follow();  // until all its descendants are gone
  bool started() const { return status_text_.find("\"child-pid\"") != std::string::npos; }
  bool executed() const { return status_text_.find("\"exit-code\"") != std::string::npos; }

 private:
  Result<void> spawn(const FileDescriptor& filter);
  void end_all(ChildEnd why);
  void take_output();
  void take_error();
  void watch_limits();
  void reap();
  int64_t elapsed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begun_)
        .count();
  }

  const ChildSpec& spec_;
  pid_t pid_ = -1;
  bool killed_ = false;
  Pipe output_, error_, status_;
  std::string status_text_;
  ChildResult result_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

Result<void> Child::start() {
  const FileDescriptor filter = SOLEIL_TRY(seccomp_filter(spec_.may_fork));
  if (!open_pipe(output_) || !open_pipe(error_) || !open_pipe(status_))
    return fail(Code::overloaded, "no_descriptors", "Too many files are open.");
  SOLEIL_TRY(spawn(filter));
  for (Pipe* pipe : {&output_, &error_, &status_}) {
    pipe->write.close();
    fcntl(pipe->read.get(), F_SETFL, O_NONBLOCK);
  }
  return {};
}

Result<void> Child::spawn(const FileDescriptor& filter) {
  const FileDescriptor null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const FileDescriptor* sources[] = {&null, &output_.write, &error_.write, &filter, &status_.write};
  std::vector<FileDescriptor> high;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int target = 0; target <= kStatusFd; ++target) {
    high.push_back(raised(*sources[target]));
    posix_spawn_file_actions_adddup2(&actions, high.back().get(), target);
  }
  posix_spawn_file_actions_addclosefrom_np(&actions, kStatusFd + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  Words words = sandbox_words(spec_);
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  char* environment[] = {nullptr};
  const int error =
      posix_spawn(&pid_, kBubblewrap, &actions, &attributes, argv.data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error == 0) return {};
  pid_ = -1;
  return no_sandbox(std::string(kBubblewrap) + ": " + std::strerror(error) + ".");
}

// Killing bwrap's group takes its PID namespace with it (--die-with-parent, then the namespace's
// first process dies); the pipes end only when the last descendant has gone.
void Child::end_all(ChildEnd why) {
  if (killed_) return;
  killed_ = true;
  result_.end = why;
  kill(-pid_, SIGKILL);
}

ssize_t read_some(const FileDescriptor& fd, char* buffer, size_t size) {
  const ssize_t got = read(fd.get(), buffer, size);
  return got < 0 && (errno == EAGAIN || errno == EINTR) ? -1 : std::max<ssize_t>(got, 0);
}

void Child::take_output() {
  char buffer[64 << 10];
  const ssize_t got = read_some(output_.read, buffer, sizeof buffer);
  if (got < 0) return;
  if (got == 0) return output_.read.close();
  if (spec_.on_stdout) return spec_.on_stdout({buffer, static_cast<size_t>(got)});
  const auto room =
      static_cast<size_t>(spec_.limits.output_bytes_max) - result_.standard_output.size();
  result_.standard_output.append(buffer, std::min<size_t>(static_cast<size_t>(got), room));
  if (static_cast<size_t>(got) > room) end_all(ChildEnd::output_limit);
}

void Child::take_error() {
  char buffer[16 << 10];
  const ssize_t got = read_some(error_.read, buffer, sizeof buffer);
  if (got < 0) return;
  if (got == 0) return error_.read.close();
  std::string& kept = result_.standard_error;
  kept.append(buffer, static_cast<size_t>(got));
  if (kept.size() > 2 * kErrorBytesKept) kept.erase(0, kept.size() - kErrorBytesKept);
}

void Child::watch_limits() {
  if (spec_.cancel && *spec_.cancel) end_all(ChildEnd::cancelled);
  if (elapsed_ms() > spec_.limits.wall_ms_max) end_all(ChildEnd::wall_limit);
}

void Child::reap() {
  int status = 0;
  rusage used{};
  while (wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  const auto ms = [](const timeval& t) { return int64_t{t.tv_sec} * 1000 + t.tv_usec / 1000; };
  result_.wall_ms = elapsed_ms();
  result_.cpu_ms = ms(used.ru_utime) + ms(used.ru_stime);
  if (killed_) return;
  // bwrap reports its child's signal as a shell does.
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  const bool signalled = code > 128 && code <= 128 + SIGRTMAX;
  result_.end = signalled ? ChildEnd::signalled : ChildEnd::exited;
  result_.status = signalled ? code - 128 : code;
  // The kernel's sampled clock for RLIMIT_CPU runs some ticks ahead of rusage on a busy machine.
  const int64_t nearly_ms = spec_.limits.cpu_ms_max / 4 * 3;
  if (signalled && (result_.status == SIGKILL || result_.status == SIGXCPU) &&
      result_.cpu_ms >= nearly_ms)
    result_.end = ChildEnd::cpu_limit;
}

ChildResult Child::follow() {
  while (output_.read || error_.read || status_.read) {
    pollfd waiting[] = {{output_.read.get(), POLLIN, 0},
                        {error_.read.get(), POLLIN, 0},
                        {status_.read.get(), POLLIN, 0}};
    poll(waiting, 3, kPollMs);
    if (waiting[0].revents) take_output();
    if (waiting[1].revents) take_error();
    if (waiting[2].revents) {
      char buffer[512];
      const ssize_t got = read_some(status_.read, buffer, sizeof buffer);
      if (got == 0) status_.read.close();
      if (got > 0 && status_text_.size() < kStatusBytesMax)
        status_text_.append(buffer, static_cast<size_t>(got));
    }
    watch_limits();
  }
  reap();
  std::string& kept = result_.standard_error;
  if (kept.size() > kErrorBytesKept) kept.erase(0, kept.size() - kErrorBytesKept);
  return std::move(result_);
}

class Bubblewrap final : public ProcessRunner {
 public:
  Result<ChildResult> run(const ChildSpec& spec) override {
    SOLEIL_CHECK(!spec.argv.empty() && spec.argv[0].starts_with("/usr/bin/"));
    for (const auto& input : spec.inputs)
      if (access(input.c_str(), R_OK) != 0)
        return fail(Code::not_found, "no_input", "An input file of the child can't be read.");
    Child child(spec);
    SOLEIL_TRY(child.start());
    ChildResult result = child.follow();
    const bool ended_by_us = result.end != ChildEnd::exited && result.end != ChildEnd::signalled;
    if (!child.executed() && !ended_by_us) return no_sandbox(result.standard_error);
    return result;
  }

  Result<void> probe() override {
    ChildSpec spec;
    spec.argv = {"/usr/bin/true"};
    spec.limits.wall_ms_max = 10'000;
    const ChildResult result = SOLEIL_TRY(run(spec));
    if (result.end == ChildEnd::exited && result.status == 0) return {};
    return no_sandbox("a trial run failed. " + result.standard_error);
  }
};

}  // namespace

std::unique_ptr<ProcessRunner> make_sandbox() {
  return std::make_unique<Bubblewrap>();
}

}  // namespace soleil
