// Every part of a workbook has a list of relationships: xl/workbook.xml has
// xl/_rels/workbook.xml.rels. The archive itself has one too, which names the workbook (ECMA-376
// part 2). Parts are found through these lists, because their usual names are only a convention.
// The type of a relationship is a URI that differs between strict and transitional files; its last
// segment does not.
#include "input/readers.hpp"

#include <algorithm>
#include <filesystem>

#include "input/archive/archive.hpp"
#include "input/csv/header.hpp"
#include "input/limits.hpp"
#include "input/table/aliases.hpp"
#include "input/xlsx/sheet.hpp"

namespace whylocked::input::xlsx {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxNamesInHint = 12;

struct Sheet {
  std::string name, relation;
  bool is_hidden;
  const Zip::Member* part = nullptr;
};

struct Relation {
  std::string id, type, target;  // type: its last segment
};

class Relations : public XmlParser {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes["TargetMode"] == "External") return;
    std::string_view type = attributes["Type"];
    type.remove_prefix(type.rfind('/') + 1);  // npos + 1 is 0
    found.push_back(
        {std::string(attributes["Id"]), std::string(type), std::string(attributes["Target"])});
  }

  // An empty id matches any.
  const Relation* find(std::string_view type, std::string_view id = {}) const {
    const auto at = std::ranges::find_if(found, [&](const Relation& one) {
      return one.type == type && (id.empty() || one.id == id);
    });
    return at == found.end() ? nullptr : &*at;
  }

  std::vector<Relation> found;
};

class WorkbookParser : public XmlParser {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (root.empty()) root = name;
    if (name == "workbookPr") {
      const std::string_view since = attributes["date1904"];
      dates_since_1904 = since == "1" || since == "true" || since == "on";
    } else if (name == "sheet" && sheets.size() < kMaxSheets) {
      const std::string_view state = attributes["state"];
      sheets.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                        state == "hidden" || state == "veryHidden"});
    }
  }

  std::string root;
  std::vector<Sheet> sheets;
  bool dates_since_1904 = false;
};

// "../a/b.xml", from "xl/workbook.xml", is "a/b.xml".
std::string resolve_target(std::string_view part, std::string_view target) {
  const fs::path path = "/" / fs::path(part).parent_path() / target;  // an absolute one replaces it
  return path.lexically_normal().relative_path().generic_string();
}

std::string relations_path(std::string_view part) {
  const fs::path path(part);
  return (path.parent_path() / "_rels" / path.filename()).generic_string() + ".rels";
}

class WorkbookReader {
 public:
  WorkbookReader(Zip& zip, InputContext& context) : zip_(zip), context_(context) {}

  bool run() {
    context_.info.format = "xlsx";
    context_.info.encoding = to_text(Encoding::utf8);
    if (!find_parts()) return false;
    const Sheet* const sheet = context_.options.sheet.empty() ? best_sheet() : named_sheet();
    return sheet != nullptr && read(*sheet);
  }

 private:
  bool fail(const Error& error) {
    return context_.fail("workbook", {"cannot read the workbook: " + error.message, error.hint});
  }
  bool fail(std::string_view why) {
    return fail({std::string(why), "open it and save the table as CSV or xlsx"});
  }

  bool find_parts() {
    Relations of_archive, of_workbook;
    if (!read_relations("", of_archive)) return false;
    const Relation* const main = of_archive.find("officeDocument");
    const std::string path = main == nullptr ? std::string() : resolve_target("", main->target);
    const Zip::Member* const part = zip_.find(path);
    if (part == nullptr) return fail("the part that lists the sheets is missing");
    if (path.ends_with(".bin")) return fail("it is a binary workbook (xlsb)");
    WorkbookParser workbook;
    if (!read_part(*part, workbook)) return false;
    if (workbook.root != "workbook") return fail("it holds a document or slides, not sheets");
    if (!read_relations(path, of_workbook)) return false;
    cells_.dates_since_1904 = context_.dates_since_1904 = workbook.dates_since_1904;
    const auto part_of = [&](const Relation* relation) -> const Zip::Member* {
      return relation == nullptr ? nullptr : zip_.find(resolve_target(path, relation->target));
    };
    sheets_ = std::move(workbook.sheets);
    for (Sheet& sheet : sheets_)
      if (!sheet.relation.empty())
        sheet.part = part_of(of_workbook.find("worksheet", sheet.relation));
    std::erase_if(sheets_, [](const Sheet& sheet) { return sheet.part == nullptr; });  // a chart
    if (sheets_.empty()) return fail("it has no sheet");
    std::optional<Error> failure;
    if (const auto* const formats = part_of(of_workbook.find("styles")))
      failure = cells_.formats.parse_all(*zip_.open(*formats, kMaxPartBytes));
    if (const auto* const texts = part_of(of_workbook.find("sharedStrings")); texts && !failure)
      failure = cells_.texts.parse_all(*zip_.open(*texts, max_bytes()));
    return !failure || fail(*failure);
  }

  bool read_part(const Zip::Member& part, XmlParser& parser) {
    const auto failure = parser.parse_all(*zip_.open(part, kMaxPartBytes));
    return !failure || fail(part.name + ": " + failure->message);
  }

  bool read_relations(std::string_view part, Relations& relations) {
    const Zip::Member* const list = zip_.find(relations_path(part));
    return list == nullptr ? fail("its list of parts is missing") : read_part(*list, relations);
  }

  std::uint64_t max_bytes() const { return unless(context_.options.unlimited, kMaxUnpacked); }

  std::unique_ptr<ByteSource> open(const Sheet& sheet) {
    return open_sheet(zip_.open(*sheet.part, max_bytes()), cells_,
                      unless(context_.options.unlimited, kMaxSheetBytes),
                      context_.options.max_record_bytes);
  }

  const Sheet* named_sheet() {
    const std::string wanted = fold(context_.options.sheet);
    const auto found = std::ranges::find_if(sheets_, [&](const Sheet& sheet) {
      return sheet.name == context_.options.sheet ||
             (!wanted.empty() && fold(sheet.name) == wanted);
    });
    if (found != sheets_.end()) return &*found;
    fail_unknown_sheet();
    return nullptr;
  }

  void fail_unknown_sheet() {
    Text hint = "its sheets are: ";
    for (std::size_t i = 0; i < std::min(sheets_.size(), kMaxNamesInHint); ++i)
      hint += (i == 0 ? "" : ", ") + Text::quoted(NameKind::other, sheets_[i].name);
    if (sheets_.size() > kMaxNamesInHint) hint += ", …";
    context_.fail("sheet", {"no sheet " + Text::quoted(NameKind::other, context_.options.sheet),
                            std::move(hint)});
  }

  csv::HeaderChoice header_of(const Sheet& sheet) {
    const std::string head = read_head(*open(sheet));
    return csv::find_header(head, head.size() < kHeadBytes, Encoding::utf8, context_.options);
  }

  const Sheet* best_sheet() {
    const Sheet* best = nullptr;
    std::size_t best_score = 0;
    std::vector<const Sheet*> tables;
    for (const Sheet& sheet : sheets_) {
      if (sheet.is_hidden) continue;
      const csv::HeaderChoice header = header_of(sheet);
      const std::size_t score = header.mapping.score(context_.options.required.size());
      if (header.found) tables.push_back(&sheet);
      if (best != nullptr && score <= best_score) continue;
      best = &sheet;
      best_score = score;
    }
    if (best == nullptr) fail(Error{"all its sheets are hidden", "--sheet NAME reads one of them"});
    for (const Sheet* const table : tables)
      if (table != best) note_other(*table);
    return best;
  }

  void note_other(const Sheet& sheet) {
    context_.add_diagnostic(
        Severity::note, "other-sheet",
        "sheet " + Text::quoted(NameKind::other, sheet.name) + " also looks like a table",
        {.hint = "--sheet " + Text::quoted(NameKind::other, sheet.name) + " reads it"});
  }

  bool read(const Sheet& sheet) {
    context_.info.sheet = sheet.name;
    const auto source = open(sheet);
    ReadBuffer buffer(*source, context_.buffer_bytes);
    buffer.fill_up_to(kMaxSheetRows);  // a blank row is one byte
    const bool is_blank =
        buffer.text(0, buffer.size()).find_first_not_of('\n') == std::string::npos;
    const bool ok = !is_blank && csv::read(buffer, Encoding::utf8, context_);
    context_.info.format = "xlsx";
    context_.info.delimiter = 0;
    const Text name = "sheet " + Text::quoted(NameKind::other, sheet.name);
    if (const auto failure = source->failure())
      return fail({name + ": " + failure->message, failure->hint});
    return is_blank ? fail({name + " is empty", "--sheet NAME reads another one"}) : ok;
  }

  Zip& zip_;
  InputContext& context_;
  std::vector<Sheet> sheets_;
  CellContext cells_;
};

}  // namespace

bool is_office_document(const Zip& zip) {
  return zip.find("_rels/.rels") != nullptr && zip.find("[Content_Types].xml") != nullptr;
}

bool read(Zip& zip, InputContext& context) { return WorkbookReader(zip, context).run(); }

}  // namespace whylocked::input::xlsx
