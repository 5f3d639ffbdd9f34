// Memory of large arrays: huge pages where the kernel gives them, for with a million rows it costs
// more to find a row's page than to read the row. Pages are taken when they are first touched.
// Blocks smaller than a huge page come from the heap. Thread-safe.
#pragma once

#include <cstddef>
#include <new>

namespace soleil {

inline constexpr size_t kHugePage = size_t{2} << 20;

void* take_pages(size_t bytes);              // not initialised; std::bad_alloc as operator new
void give_pages(void* block, size_t bytes);  // the same number of bytes
// Of memory that is in use from here to there: its whole huge pages become such, so that none is
// taken that nobody uses.
void join_pages(void* from, size_t bytes);

// For std::vector.
template <class T>
struct PageAllocator {
  using value_type = T;
  PageAllocator() = default;
  template <class U>
  explicit PageAllocator(const PageAllocator<U>&) {}
  T* allocate(size_t count) { return static_cast<T*>(take_pages(count * sizeof(T))); }
  void deallocate(T* block, size_t count) { give_pages(block, count * sizeof(T)); }
  bool operator==(const PageAllocator&) const = default;
};

}  // namespace soleil
