// What a workbook consists of: which members of the archive are its sheets, texts and formats.
//
// In:  a zip archive.  Out: the parts by their role, as the relations in the archive name them;
//      the usual names are only habit.
// Lifetime: values.  Threads: pure but for the archive.
// Failure: nullopt, and the job was told why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input/archive/archive.hpp"
#include "input/context.hpp"

namespace whylocked::input {

struct Sheet {
  std::string name;
  const Zip::Member* part = nullptr;
  bool is_hidden = false;
};

struct Workbook {
  std::vector<Sheet> sheets;             // tables only, in the order of their tabs
  const Zip::Member* texts = nullptr;    // null: it has none
  const Zip::Member* formats = nullptr;  // null: it has none
  bool dates_since_1904 = false;
};

// Whether an archive is an office document of any kind.
bool is_office_document(const Zip& zip);

std::optional<Workbook> find_parts(Zip& zip, InputContext& job);

}  // namespace whylocked::input
