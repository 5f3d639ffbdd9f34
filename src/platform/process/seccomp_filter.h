// The system calls a media tool never needs, refused in the kernel. Internal to the sandbox
// adapter.
#pragma once

#include "base/result.h"
#include "platform/process/file_descriptor.h"

namespace soleil {

// A BPF program in a sealed memory file, rewound, as `bwrap --seccomp FD` takes it. It denies by
// name (EPERM; clone3 gets ENOSYS so that the C library falls back to clone) and kills calls of a
// foreign architecture. Without may_fork only threads can be made.
Result<FileDescriptor> seccomp_filter(bool may_fork);

}  // namespace soleil
