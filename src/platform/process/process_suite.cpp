// What every confined child meets, shown with real children.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/process/process.h"

using namespace soleil;
namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() {
    char name[] = "/tmp/soleil-process-XXXXXX";
    path = mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path + "/" + name) << text;
    return path + "/" + name;
  }
  std::string path;
};

ChildSpec shell(const std::string& script) {
  ChildSpec spec;
  spec.argv = {"/usr/bin/bash", "-c", script};
  spec.limits.wall_ms_max = 120'000;  // a busy machine; no test waits for it
  spec.may_fork = true;
  return spec;
}

ChildResult run(const ChildSpec& spec) {
  auto result = make_sandbox()->run(spec);
  REQUIRE_MESSAGE(result, result.error().what);
  return std::move(*result);
}

bool succeeds(const std::string& script) {
  const auto result = run(shell(script));
  return result.end == ChildEnd::exited && result.status == 0;
}

}  // namespace

TEST_SUITE_BEGIN("process");

TEST_CASE("a child runs, sees its inputs and its work folder, and its status comes back") {
  const Folder folder;
  ChildSpec spec = shell("cat /in/0; pwd; id -u; echo made > made; echo oops >&2; exit 7");
  spec.inputs = {folder.file("input with space", "hello\n")};
  fs::create_directory(folder.path + "/work");
  spec.work_folder = folder.path + "/work";
  const auto result = run(spec);
  CHECK(result.end == ChildEnd::exited);
  CHECK(result.status == 7);
  CHECK(result.standard_output == "hello\n/work\n65534\n");
  CHECK(result.standard_error == "oops\n");
  CHECK(fs::exists(folder.path + "/work/made"));
  CHECK(make_sandbox()->probe());
}

TEST_CASE("the environment and descriptors of the server stay outside") {
  setenv("SOLEIL_SECRET", "x", 1);
  const int leak = open("/etc/passwd", O_RDONLY);  // without close-on-exec, as careless code would
  const auto result = run(shell("env; ls /proc/self/fd | wc -l"));
  close(leak);
  CHECK(result.standard_output.find("SOLEIL_SECRET") == std::string::npos);
  CHECK(result.standard_output.ends_with("4\n"));  // 0, 1, 2 and the folder ls reads
}

TEST_CASE("no network") {
  CHECK_FALSE(succeeds("exec 3<>/dev/tcp/127.0.0.1/22"));
  const auto result = run(shell("exec 3<>/dev/udp/127.0.0.1/53"));
  CHECK(result.standard_error.find("Operation not permitted") != std::string::npos);  // seccomp
  CHECK(run(shell("tail -n +3 /proc/net/dev | grep -v lo: | wc -l")).standard_output == "0\n");
}

TEST_CASE("the host's files are out of reach") {
  const Folder folder;
  const std::string secret = folder.file("secret", "x");
  CHECK_FALSE(succeeds("cat /etc/passwd"));
  CHECK_FALSE(succeeds("cat /etc/shadow"));
  CHECK_FALSE(succeeds("ls /home || ls /root || ls /var"));
  CHECK_FALSE(succeeds("cat " + secret));
  CHECK_FALSE(succeeds("cat /proc/1/root" + secret));
  CHECK(run(shell("ls -A /tmp | wc -l; ps ax 2>/dev/null | wc -l; ls -d /proc/[0-9]* | wc -l"))
            .standard_output.starts_with("0\n"));
}

TEST_CASE("nothing outside /work and /tmp can be written") {
  const Folder folder;
  ChildSpec spec = shell(
      "for p in / /usr /usr/bin /etc /in /dev /proc/sys/kernel; do "
      "(echo x > $p/soleil-was-here) 2>/dev/null && echo $p; done; "
      "(echo x > /in/0) 2>/dev/null && echo input; "
      "(echo core > /proc/sys/kernel/core_pattern) 2>/dev/null && echo sysctl; "
      "echo y > /tmp/ok && echo y > /work/ok && echo done");
  spec.inputs = {folder.file("input", "keep")};
  fs::create_directory(folder.path + "/work");
  spec.work_folder = folder.path + "/work";
  CHECK(run(spec).standard_output == "/dev\ndone\n");  // /dev is a private tmpfs of a few kB
  CHECK(fs::file_size(folder.path + "/input") == 4);
}

TEST_CASE("the kernel's dangerous calls are refused") {
  CHECK_FALSE(succeeds("unshare -U true"));
  CHECK_FALSE(succeeds("mount -t tmpfs none /tmp"));
  CHECK_FALSE(succeeds("chroot /usr true"));
  CHECK(run(shell("grep -c '^CapEff:.*0000000000000000$' /proc/self/status")).standard_output ==
        "1\n");
  CHECK(run(shell("grep '^Seccomp:' /proc/self/status")).standard_output == "Seccomp:\t2\n");
  CHECK(run(shell("grep '^NoNewPrivs:' /proc/self/status")).standard_output == "NoNewPrivs:\t1\n");
}

TEST_CASE("wall limit, with the grandchildren that ignore signals") {
  const Folder folder;
  ChildSpec spec = shell(
      "trap '' TERM INT HUP; (trap '' TERM HUP; setsid sleep 60; echo late > /work/late) & "
      "echo go; sleep 60");
  spec.work_folder = folder.path;
  spec.limits.wall_ms_max = 3'000;
  const auto result = run(spec);
  CHECK(result.end == ChildEnd::wall_limit);
  CHECK(result.standard_output == "go\n");
  // run() returns only when the last descendant has closed its pipes: not after their 60 s.
  CHECK(result.wall_ms < 50'000);
}

TEST_CASE("CPU limit") {
  ChildSpec spec = shell("while :; do :; done");
  spec.limits.cpu_ms_max = 1'000;
  const auto result = run(spec);
  CHECK(result.end == ChildEnd::cpu_limit);
  CHECK(result.cpu_ms >= 750);
}

TEST_CASE("memory limit") {
  ChildSpec spec = shell("a=x; while :; do a=$a$a; done");
  spec.limits.memory_bytes_max = 256 << 20;
  const auto result = run(spec);
  CHECK(result.end != ChildEnd::wall_limit);
  CHECK_FALSE((result.end == ChildEnd::exited && result.status == 0));
}

TEST_CASE("file, /tmp and task limits") {
  const Folder folder;
  ChildSpec spec = shell("head -c 3000000 /dev/zero > /work/big");
  spec.work_folder = folder.path;
  spec.limits.file_bytes_max = 1 << 20;
  CHECK(run(spec).status != 0);
  CHECK(fs::file_size(folder.path + "/big") == 1 << 20);

  spec = shell("head -c 3000000 /dev/zero > /tmp/big");
  spec.limits.scratch_bytes_max = 1 << 20;
  CHECK(run(spec).status != 0);

  spec = shell("for i in {1..60}; do sleep 5 & done; wait");
  spec.limits.tasks_max = 20;
  if (geteuid() != 0) CHECK(run(spec).standard_error.find("fork") != std::string::npos);
  spec.may_fork = false;
  CHECK(run(spec).standard_error.find("fork") != std::string::npos);
  ChildSpec threads;
  threads.argv = {
      "/usr/bin/ffmpeg", "-v", "error", "-f",      "lavfi", "-i",   "color=s=16x16:d=0.1",
      "-threads",        "4",  "-c:v",  "libx264", "-f",    "null", "-"};
  CHECK(run(threads).status == 0);
}

TEST_CASE("output: kept up to its limit, streamed without one, stderr keeps its end") {
  ChildSpec spec = shell("head -c 1000000 /dev/zero");
  CHECK(run(spec).standard_output.size() == 1'000'000);
  spec.limits.output_bytes_max = 100'000;
  const auto cut = run(spec);
  CHECK(cut.end == ChildEnd::output_limit);
  CHECK(cut.standard_output.size() == 100'000);
  size_t streamed = 0;
  spec.on_stdout = [&](std::string_view bytes) { streamed += bytes.size(); };
  CHECK(run(spec).end == ChildEnd::exited);
  CHECK(streamed == 1'000'000);
  const auto noisy = run(shell("head -c 200000 /dev/zero >&2; echo end >&2"));
  CHECK(noisy.standard_error.size() == 16 << 10);
  CHECK(noisy.standard_error.ends_with("end\n"));
}

TEST_CASE("cancel from another thread") {
  std::atomic<bool> cancel = false;
  ChildSpec spec = shell("sleep 60");
  spec.cancel = &cancel;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    cancel = true;
  });
  const auto result = run(spec);
  other.join();
  CHECK(result.end == ChildEnd::cancelled);
  CHECK(result.wall_ms < 50'000);
}

TEST_CASE("what can't start says so") {
  ChildSpec spec;
  spec.argv = {"/usr/bin/no-such-program"};
  CHECK(run(spec).status == 127);  // prlimit's word for it: the sandbox itself did start
  spec = shell("true");
  spec.work_folder = "/no/such/folder";
  const auto refused = make_sandbox()->run(spec);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::unavailable);
  CHECK(refused.error().reason == "no_sandbox");
  CHECK(refused.error().what.find("no/such/folder") != std::string::npos);
  spec.work_folder = "";
  spec.inputs = {"/no/such/input"};
  CHECK(make_sandbox()->run(spec).error().code == Code::not_found);
}

TEST_SUITE_END();
