// Every part has a list of relations beside it: xl/workbook.xml has xl/_rels/workbook.xml.rels. The
// archive itself has one too, and it names the workbook (ECMA-376 part 2). Types of relations are
// addresses that differ between strict and transitional files; their last word does not.
#include "input/xlsx/parts.hpp"

#include <algorithm>

#include "input/limits.hpp"
#include "input/xlsx/xml.hpp"

namespace whylocked::input {

namespace {

struct Relation {
  std::string id, type, target;  // type: its last word
};

std::string_view last_segment(std::string_view address) {
  return address.substr(address.rfind('/') + 1);
}

class RelationHandler : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes["TargetMode"] == "External") return;
    found.push_back({std::string(attributes["Id"]), std::string(last_segment(attributes["Type"])),
                     std::string(attributes["Target"])});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<Relation> found;
};

class WorkbookHandler : public XmlHandler {
 public:
  struct Entry {
    std::string name, relation;
    bool is_hidden;
  };

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (root.empty()) root = name;
    if (name == "workbookPr") {
      const std::string_view since = attributes["date1904"];
      dates_since_1904 = since == "1" || since == "true" || since == "on";
    } else if (name == "sheet" && entries.size() < kMaxSheets) {
      const std::string_view state = attributes["state"];
      entries.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                         state == "hidden" || state == "veryHidden"});
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::string root;
  std::vector<Entry> entries;
  bool dates_since_1904 = false;
};

// "xl/workbook.xml" and "../a/b.xml" to "a/b.xml".
std::string resolve_target(std::string_view part, std::string_view target) {
  std::string path(target.starts_with('/') ? "" : part.substr(0, part.rfind('/') + 1));
  for (;;) {
    const std::size_t slash = target.find('/');
    const std::string_view step = target.substr(0, slash);
    if (step == "..") {
      path.resize(path.empty() ? 0 : path.rfind('/', path.size() - 2) + 1);
    } else if (!step.empty() && step != ".") {
      path += step;
      if (slash != target.npos) path += '/';
    }
    if (slash == target.npos) return path;
    target.remove_prefix(slash + 1);
  }
}

std::string relations_path(std::string_view part) {
  const std::size_t at = part.rfind('/') + 1;
  return std::string(part.substr(0, at)) + "_rels/" + std::string(part.substr(at)) + ".rels";
}

class PartFinder {
 public:
  PartFinder(Zip& zip, InputContext& job) : zip_(zip), job_(job) {}

  std::optional<Workbook> run() {
    std::vector<Relation> of_archive, of_workbook;
    if (!read_relations("", of_archive)) return std::nullopt;
    const Relation* const main = by_type(of_archive, "officeDocument");
    const std::string path = main == nullptr ? std::string() : resolve_target("", main->target);
    const Zip::Member* const part = zip_.find(path);
    if (part == nullptr) return refuse("the part that lists the sheets is missing");
    if (path.ends_with(".bin")) return refuse("it is a binary workbook (xlsb)");
    WorkbookHandler handler;
    if (!read_part(*part, handler)) return std::nullopt;
    if (handler.root != "workbook") return refuse("it holds a document or slides, not sheets");
    if (!read_relations(path, of_workbook)) return std::nullopt;
    return join(handler, of_workbook, path);
  }

 private:
  std::nullopt_t refuse(std::string_view why) {
    job_.refuse("workbook", "cannot read the workbook: " + std::string(why),
                "open it and save the table as CSV or xlsx");
    return std::nullopt;
  }

  bool read_part(const Zip::Member& part, XmlHandler& handler) {
    const auto source = zip_.open(part, kMaxPartBytes);
    XmlReader reader(*source, handler);
    reader.read_all();
    if (!reader.failure().empty()) refuse(part.name + ": " + reader.failure());
    return reader.failure().empty();
  }

  bool read_relations(std::string_view part, std::vector<Relation>& relations) {
    const Zip::Member* const list = zip_.find(relations_path(part));
    RelationHandler handler;
    if (list == nullptr) refuse("its list of parts is missing");
    if (list == nullptr || !read_part(*list, handler)) return false;
    relations = std::move(handler.found);
    return true;
  }

  static const Relation* by_type(const std::vector<Relation>& relations, std::string_view type) {
    const auto found = std::find_if(relations.begin(), relations.end(),
                                    [&](const Relation& one) { return one.type == type; });
    return found == relations.end() ? nullptr : &*found;
  }

  const Zip::Member* member_of(const Relation* relation, std::string_view workbook) const {
    return relation == nullptr ? nullptr : zip_.find(resolve_target(workbook, relation->target));
  }

  std::optional<Workbook> join(const WorkbookHandler& handler,
                               const std::vector<Relation>& relations, std::string_view path) {
    Workbook book;
    book.dates_since_1904 = handler.dates_since_1904;
    book.texts = member_of(by_type(relations, "sharedStrings"), path);
    book.formats = member_of(by_type(relations, "styles"), path);
    for (const auto& entry : handler.entries) {
      const auto relation =
          std::find_if(relations.begin(), relations.end(), [&](const Relation& one) {
            return one.id == entry.relation && one.type == "worksheet";  // not a chart
          });
      if (relation == relations.end()) continue;
      if (const Zip::Member* const part = member_of(&*relation, path))
        book.sheets.push_back({entry.name, part, entry.is_hidden});
    }
    if (book.sheets.empty()) return refuse("it has no sheet");
    return book;
  }

  Zip& zip_;
  InputContext& job_;
};

}  // namespace

bool is_office_document(const Zip& zip) {
  return zip.find("_rels/.rels") != nullptr && zip.find("[Content_Types].xml") != nullptr;
}

std::optional<Workbook> find_parts(Zip& zip, InputContext& job) { return PartFinder(zip, job).run(); }

}  // namespace whylocked::input
