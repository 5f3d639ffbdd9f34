// ReadBuffer: bytes received and not yet used, contiguous. Small while a connection is idle
// (thousands of them are cheap), large while a body comes in.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace soleil {

class ReadBuffer {
 public:
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  size_t capacity() const { return capacity_; }
  bool full() const { return begin_ == 0 && end_ == capacity_; }

  std::pair<char*, size_t> room() {  // where the next bytes go
    if (end_ == capacity_) move_to_front();
    return {data_.get() + end_, capacity_ - end_};
  }
  void commit(size_t n) { end_ += n; }
  void consume(size_t n) {
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  void clear() { begin_ = end_ = 0; }

  void resize(size_t capacity) {  // keeps the bytes; does nothing when they would not fit
    if (capacity == capacity_ || capacity < end_ - begin_) return;
    std::unique_ptr<char[]> grown(new char[capacity]);
    if (!empty()) std::memcpy(grown.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    data_ = std::move(grown);
    capacity_ = capacity;
  }

 private:
  void move_to_front() {
    std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }

  std::unique_ptr<char[]> data_;
  size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace soleil
