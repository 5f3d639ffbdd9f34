#include "base/pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace soleil {
namespace {

constexpr size_t kLine = 64;   // of the cache
constexpr int kCollapse = 25;  // MADV_COLLAPSE, since Linux 6.1: before that, it is slower

size_t rounded(size_t bytes) {
  return (bytes + kHugePage - 1) / kHugePage * kHugePage;
}

}  // namespace

// Mapped with one page too many, so that it can begin at the beginning of a huge one.
void* take_pages(size_t bytes) {
  if (bytes < kHugePage) return ::operator new (bytes, std::align_val_t{kLine});
  const size_t wanted = rounded(bytes), taken = wanted + kHugePage;
  void* mapped = mmap(nullptr, taken, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  char* const from = static_cast<char*>(mapped);
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(from) % kHugePage) % kHugePage;
  if (before > 0) munmap(from, before);
  munmap(from + before + wanted, taken - before - wanted);
  return from + before;
}

void give_pages(void* block, size_t bytes) {
  if (bytes < kHugePage) return ::operator delete (block, std::align_val_t{kLine});
  munmap(block, rounded(bytes));
}

void join_pages(void* from, size_t bytes) {
  const uintptr_t begin = rounded(reinterpret_cast<uintptr_t>(from));
  const uintptr_t end = (reinterpret_cast<uintptr_t>(from) + bytes) / kHugePage * kHugePage;
  if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, kCollapse);
}

}  // namespace soleil
