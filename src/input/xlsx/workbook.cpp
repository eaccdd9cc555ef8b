#include "input/xlsx/workbook.hpp"

#include <algorithm>
#include <optional>

#include "input/table/aliases.hpp"
#include "input/csv/reader.hpp"
#include "input/table/header.hpp"
#include "input/limits.hpp"
#include "input/source.hpp"
#include "input/xlsx/parts.hpp"
#include "input/xlsx/sheet.hpp"
#include "base/edit_distance.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kMaxNamesInHint = 12;

class WorkbookReader {
 public:
  WorkbookReader(Zip& zip, std::size_t buffer_bytes, InputContext& job)
      : zip_(zip), buffer_bytes_(buffer_bytes), job_(job) {}

  bool run() {
    job_.info.format = "xlsx";
    job_.info.encoding = to_text(Encoding::utf8);
    auto book = find_parts(zip_, job_);
    if (!book) return false;
    sheets_ = std::move(book->sheets);
    if (const auto broken = load(*book); !broken.empty()) return refuse(broken);
    const Sheet* const sheet = job_.options.sheet.empty() ? best_sheet() : named_sheet();
    return sheet != nullptr && read(*sheet);
  }

 private:
  bool refuse(const std::string& why, std::string hint = {}) {
    return job_.refuse("workbook", "cannot read the workbook: " + why, std::move(hint));
  }

  // Texts and formats. What went wrong; empty: nothing.
  std::string load(const Workbook& book) {
    meaning_.dates_since_1904 = job_.dates_since_1904 = book.dates_since_1904;
    std::string broken;
    if (book.formats != nullptr)
      broken = meaning_.formats.load(*zip_.open(*book.formats, kMaxPartBytes));
    if (broken.empty() && book.texts != nullptr)
      broken = meaning_.texts.load(*zip_.open(*book.texts, most_bytes()));
    return broken;
  }

  std::uint64_t most_bytes() const { return most_unpacked(job_.options); }

  SheetSource open(const Sheet& sheet) {
    return SheetSource(zip_.open(*sheet.part, most_bytes()), meaning_,
                       job_.options.unlimited ? UINT64_MAX : kMaxSheetBytes,
                       job_.options.max_record_bytes);
  }

  const Sheet* named_sheet() {
    const std::string wanted = fold(job_.options.sheet);
    const auto found = std::find_if(sheets_.begin(), sheets_.end(), [&](const Sheet& sheet) {
      return sheet.name == job_.options.sheet || (!wanted.empty() && fold(sheet.name) == wanted);
    });
    if (found != sheets_.end()) return &*found;
    refuse_name(wanted);
    return nullptr;
  }

  void refuse_name(const std::string& wanted) {
    std::vector<std::pair<std::size_t, std::string_view>> names;
    for (const Sheet& sheet : sheets_)
      names.push_back({edit_distance(fold(sheet.name), wanted), sheet.name});
    std::stable_sort(names.begin(), names.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string hint = "its sheets are: ";
    for (std::size_t i = 0; i < std::min(names.size(), kMaxNamesInHint); ++i)
      hint += (i == 0 ? "\"" : ", \"") + std::string(names[i].second) + '"';
    if (names.size() > kMaxNamesInHint) hint += ", …";
    job_.refuse("sheet", "no sheet \"" + job_.options.sheet + '"', std::move(hint));
  }

  HeaderChoice header_of(const Sheet& sheet) {
    SheetSource source = open(sheet);
    const std::string head = read_head(source);
    return find_header(head, head.size() < kHeadBytes, Encoding::utf8, job_.options);
  }

  const Sheet* best_sheet() {
    const Sheet* best = nullptr;
    std::size_t best_score = 0;
    std::vector<const Sheet*> tables;
    for (const Sheet& sheet : sheets_) {
      if (sheet.is_hidden) continue;
      const HeaderChoice header = header_of(sheet);
      const std::size_t score = header.meaning.score(job_.options.required.size());
      if (header.found) tables.push_back(&sheet);
      if (best != nullptr && score <= best_score) continue;
      best = &sheet;
      best_score = score;
    }
    if (best == nullptr) refuse("all its sheets are hidden", "--sheet NAME reads one of them");
    for (const Sheet* const table : tables)
      if (table != best) note_other(*table);
    return best;
  }

  void note_other(const Sheet& sheet) {
    job_.tell(Severity::note, "other-sheet", "sheet \"" + sheet.name + "\" also looks like a table",
              {0, 0, {}, 0, "--sheet \"" + sheet.name + "\" reads it"});
  }

  bool read(const Sheet& sheet) {
    job_.info.sheet = sheet.name;
    SheetSource source = open(sheet);
    Window window(source, buffer_bytes_);
    window.fill_up_to(kMaxSheetRows);  // all rows may be blank
    const bool is_blank =
        window.text(0, window.size()).find_first_not_of('\n') == std::string::npos;
    const bool ok = !is_blank && read_csv(window, Encoding::utf8, job_);
    job_.info.format = "xlsx";
    job_.info.delimiter = 0;
    const std::string name = "sheet \"" + sheet.name + '"';
    if (!source.failure().empty()) return refuse(name + ": " + source.failure(), source.hint());
    return is_blank ? refuse(name + " is empty", "--sheet NAME reads another one") : ok;
  }

  Zip& zip_;
  const std::size_t buffer_bytes_;
  InputContext& job_;
  std::vector<Sheet> sheets_;
  CellMeaning meaning_;
};

}  // namespace

bool read_workbook(Zip& zip, std::size_t buffer_bytes, InputContext& job) {
  return WorkbookReader(zip, buffer_bytes, job).run();
}

}  // namespace whylocked::input
