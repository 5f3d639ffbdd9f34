#include "platform/process/seccomp_filter.h"

#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

namespace soleil {
namespace {

// Names unknown to this kernel's table are skipped: the list may run ahead of Debian's libseccomp.
constexpr const char* kDenied[] = {
    // the network: there is none in the sandbox, and no reason to ask for a socket
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    // other processes and their memory
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "pidfd_getfd",
    // names, mounts, roots
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "name_to_handle_at",
    "open_by_handle_at",
    "quotactl",
    "quotactl_fd",
    "acct",
    "swapon",
    "swapoff",
    // the kernel itself
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "syslog",
    "fanotify_init",
    "lookup_dcookie",
    "uselib",
    "iopl",
    "ioperm",
    "modify_ldt",
    "personality",
    "vhangup",
    "nfsservctl",
    // keys, clocks, memory of other nodes
    "add_key",
    "request_key",
    "keyctl",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "stime",
    "move_pages",
    "migrate_pages",
};

constexpr uint64_t kNamespaceFlags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID |
                                     CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_NEWTIME;

bool add_rules(scmp_filter_ctx filter) {
  for (const char* name : kDenied) {
    const int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR || call < 0) continue;
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) != 0) return false;
  }
  for (uint64_t flag = 1; flag <= kNamespaceFlags; flag <<= 1) {
    if (!(flag & kNamespaceFlags)) continue;
    const auto set = SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag);
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, set) != 0) return false;
  }
  constexpr uint64_t kPushInput = 0x5412;  // TIOCSTI: types into the terminal of whoever started us
  const auto push = SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, kPushInput);
  if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, push) != 0) return false;
  // clone3 passes its flags in memory, where a filter cannot look.
  return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool deny_forks(scmp_filter_ctx filter) {
  const auto process = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
  const auto refusal = SCMP_ACT_ERRNO(EPERM);
  return seccomp_rule_add(filter, refusal, SCMP_SYS(clone), 1, process) == 0 &&
         seccomp_rule_add(filter, refusal, SCMP_SYS(fork), 0) == 0 &&
         seccomp_rule_add(filter, refusal, SCMP_SYS(vfork), 0) == 0;
}

}  // namespace

Result<FileDescriptor> seccomp_filter(bool may_fork) {
  const auto refuse = [](const std::string& step) {
    return fail(Code::unavailable, "no_sandbox", "The seccomp filter failed (" + step + ").");
  };
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                seccomp_release);
  if (!filter || !add_rules(filter.get())) return refuse("rules");
  if (!may_fork && !deny_forks(filter.get())) return refuse("fork rules");
  FileDescriptor file(memfd_create("soleil-seccomp", MFD_CLOEXEC));
  if (!file) return refuse(std::strerror(errno));
  if (seccomp_export_bpf(filter.get(), file.get()) != 0) return refuse("export");
  if (lseek(file.get(), 0, SEEK_SET) != 0) return refuse("rewind");
  return file;
}

}  // namespace soleil
