#include "learning/eval/tsv.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>

#include "base/text.h"

namespace soleil::eval {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// The lines of one file, cut into cells.
class Lines {
 public:
  static Result<Lines> open(const std::string& path) {
    Lines lines(path);
    if (!lines.file_)
      return fail(Code::not_found, "no_file", "Cannot read " + path + ". Check the path.");
    if (!SOLEIL_TRY(lines.next()))
      return lines.wrong("the file is empty; its first line must name the columns");
    if (lines.text_.starts_with("\xEF\xBB\xBF")) lines.text_.erase(0, 3);
    for (const std::string_view name : split(lines.text_, '\t')) {
      if (std::ranges::count(lines.header_, std::string(trim(name))))
        return lines.wrong("the column '" + std::string(name) + "' is there twice; keep one");
      lines.header_.emplace_back(trim(name));
    }
    if (lines.header_.size() > kColumnsMax)
      return lines.wrong("more than " + std::to_string(kColumnsMax) + " columns; drop some");
    return lines;
  }

  // False at the end of the file.
  Result<bool> next() {
    while (std::getline(file_, text_)) {
      ++number_;
      if (text_.ends_with('\r')) text_.pop_back();
      if (text_.size() > kLineBytesMax)
        return wrong("longer than " + std::to_string(kLineBytesMax) + " bytes; shorten its cells");
      if (!text_.empty()) return true;
    }
    if (file_.bad()) return wrong("the disk gave an error; read it again");
    return false;
  }

  Result<std::vector<std::string_view>> cells() const {
    auto cells = split(text_, '\t');
    if (cells.size() != header_.size())
      return wrong(std::to_string(cells.size()) + " cells, but the first line names " +
                   std::to_string(header_.size()) + " columns; cells are parted by one tab");
    return cells;
  }

  Result<size_t> column(const std::string& name) const {
    const auto found = std::ranges::find(header_, name);
    if (found == header_.end())
      return fail(Code::invalid, "bad_tsv",
                  path_ + " line 1: there is no column '" + name +
                      "'. The first line must name the columns, parted by tabs.");
    return found - header_.begin();
  }

  const std::vector<std::string>& header() const { return header_; }
  tl::unexpected<Error> wrong(const std::string& what) const {
    return fail(Code::invalid, "bad_tsv",
                path_ + " line " + std::to_string(number_) + ": " + what + ".");
  }

 private:
  explicit Lines(const std::string& path) : path_(path), file_(path) {}
  std::string path_;
  std::ifstream file_;
  std::string text_;
  size_t number_ = 0;
  std::vector<std::string> header_;
};

bool is_numeric(std::string_view column) {
  if (column == "tab") return false;
  return std::ranges::count(kContextColumns, column) || std::ranges::count(kOutcomeColumns, column);
}

Result<double> read_number(std::string_view cell, const std::string& column, const Lines& lines) {
  if (cell.empty()) return kNoNumber;
  if (const auto number = parse_number(cell)) return *number;
  const std::string lower = to_lower_ascii(cell);
  if (lower == "true") return 1.0;
  if (lower == "false") return 0.0;
  return lines.wrong("'" + std::string(cell.substr(0, 40)) + "' in column '" + column +
                     "' is not a number; leave the cell empty when it is unknown");
}

struct RowReader {
  Rows rows;
  Names& names;
  const Lines& lines;
  size_t viewer, video;
  // Which cell fills which column, with the dictionary of a category.
  struct Slot {
    size_t cell;
    Dictionary* categories;  // null for a number
  };
  std::vector<Slot> slots;

  void add_columns(std::string_view label) {
    for (size_t i = 0; i < lines.header().size(); ++i) {
      if (i == viewer || i == video) continue;
      const std::string& name = lines.header()[i];
      rows.columns.push_back({name, {}, {}});
      slots.push_back({i, name == label || is_numeric(name) ? nullptr : &names.categories[name]});
    }
  }

  Result<void> add(std::span<const std::string_view> cells) {
    if (cells[viewer].empty() || cells[video].empty())
      return lines.wrong("an empty viewer or video; every row needs both");
    if (rows.size() >= kRowsMax)
      return lines.wrong("more than " + std::to_string(kRowsMax) + " rows; take a sample");
    rows.viewer.push_back(names.viewers.add(cells[viewer]));
    rows.video.push_back(names.videos.add(cells[video]));
    for (size_t c = 0; c < slots.size(); ++c) {
      Column& column = rows.columns[c];
      const std::string_view cell = cells[slots[c].cell];
      if (slots[c].categories)
        column.codes.push_back(cell.empty() ? kNoCode : slots[c].categories->add(cell));
      else
        column.numbers.push_back(SOLEIL_TRY(read_number(cell, column.name, lines)));
    }
    return {};
  }
};

}  // namespace

Result<Rows> read_rows(const std::string& path, Names& names, std::string_view label) {
  Lines lines = SOLEIL_TRY(Lines::open(path));
  const size_t viewer = SOLEIL_TRY(lines.column("viewer"));
  const size_t video = SOLEIL_TRY(lines.column("video"));
  RowReader reader{{}, names, lines, viewer, video, {}};
  reader.add_columns(label);
  while (SOLEIL_TRY(lines.next())) {
    const auto cells = SOLEIL_TRY(lines.cells());
    SOLEIL_TRY(reader.add(cells));
  }
  if (reader.rows.size() == 0) return lines.wrong("there are no rows under the names of columns");
  return std::move(reader.rows);
}

Result<Attributes> read_attributes(const std::string& path, const std::string& entity,
                                   Names& names) {
  Lines lines = SOLEIL_TRY(Lines::open(path));
  const size_t id = SOLEIL_TRY(lines.column(entity));
  const Dictionary& ids = entity == "video" ? names.videos : names.viewers;
  Attributes out;
  std::vector<bool> met(ids.size());
  for (size_t i = 0; i < lines.header().size(); ++i)
    if (i != id)
      out.columns.push_back({lines.header()[i], {}, std::vector<uint32_t>(ids.size(), kNoCode)});
  while (SOLEIL_TRY(lines.next())) {
    const auto cells = SOLEIL_TRY(lines.cells());
    const auto code = ids.find(cells[id]);
    if (!code) continue;
    if (met[*code])
      return lines.wrong("a second row for " + entity + " '" + std::string(cells[id]) + "'");
    met[*code] = true;
    size_t c = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i == id) continue;
      Column& column = out.columns[c++];
      if (!cells[i].empty())
        column.codes[*code] = names.categories[entity + "." + column.name].add(cells[i]);
    }
  }
  return out;
}

}  // namespace soleil::eval
