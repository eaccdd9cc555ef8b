#include "event/report_json.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/split.hpp"
#include "base/text_location.hpp"
#include "event/json_reader.hpp"

namespace whylocked::report_json {

namespace {

const Document& value_at(const Document& object, const char* key, Document::value_t type) {
  static const Document kArray = Document::array(), kObject = Document::object();
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (found != object.end() && found->type() == type) return *found;
  return type == Document::value_t::array ? kArray : kObject;
}

}  // namespace

std::string text_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

const Document& list_at(const Document& object, const char* key) {
  return value_at(object, key, Document::value_t::array);
}

const Document& object_at(const Document& object, const char* key) {
  return value_at(object, key, Document::value_t::object);
}

std::vector<std::string> texts_at(const Document& object, const char* key) {
  std::vector<std::string> texts;
  for (const Document& one : list_at(object, key))
    if (one.is_string()) texts.push_back(one.get<std::string>());
  return texts;
}

std::optional<Document> parse_report(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics) {
  Diagnostic fault{
      .severity = Severity::error, .file = file, .hint = "write one with whylocked --json FILE"};
  try {
    Document report = Document::parse(json);
    const std::string schema = text_at(report, "schema_version");
    if (!report.is_object() || !report.contains("lockouts") || schema.empty()) {
      fault.message = "not a report of this program";
    } else if (!schema.starts_with("2.")) {
      fault.message =
          "a report of schema " + Text::name(NameKind::other, schema) + "; this program reads 2.x";
      fault.hint = "diagnose the export again";
    } else {
      return report;
    }
  } catch (const Document::parse_error& error) {
    fault.message = "not valid JSON: " + plain_parse_error(error.what());
    set_location(json, error.byte == 0 ? 0 : error.byte - 1, fault);
  } catch (const Document::exception& error) {  // a number out of range
    fault.message = "not valid JSON: " + plain_parse_error(error.what());
  }
  diagnostics.add("report", std::move(fault));
  return std::nullopt;
}

const Document* find_case(const Document& report, const std::string& file, std::string_view id,
                          Diagnostics& diagnostics) {
  constexpr std::size_t kMaxListed = 5, kMinPrefix = 3;
  const Document& cases = list_at(report, "cases");
  std::vector<std::string> known, fitting;  // ids of cases; all ids that begin with `id`
  const Document* found = nullptr;          // a case with an id that begins with `id`
  bool several = false;
  for (const Document& one : cases) {
    std::vector<std::string> ids = texts_at(one, "lockouts");
    known.push_back(ids.emplace_back(text_at(one, "id")));
    if (std::ranges::find(ids, id) != ids.end()) return &one;
    const auto fits = [&](const std::string& full) { return begins_with(full, id); };
    if (id.empty() || std::ranges::none_of(ids, fits)) continue;
    std::ranges::copy_if(ids, std::back_inserter(fitting), fits);
    several |= found != nullptr;
    found = &one;
  }
  if (found != nullptr && !several && id.size() >= kMinPrefix) return found;
  const bool is_ambiguous = fitting.size() > 1;
  std::vector<std::string>& listed = is_ambiguous ? fitting : known;
  if (listed.size() > kMaxListed) {
    listed.resize(kMaxListed);
    listed.emplace_back("...");
  }
  const std::string all = fmt::format("{}", fmt::join(listed, ", "));
  diagnostics.add("report",
                  {.severity = Severity::error,
                   .file = file,
                   .message = (is_ambiguous ? "several ids begin with " : "no case or lockout ") +
                              Text::quoted(NameKind::other, id),
                   .hint = is_ambiguous     ? fmt::format("they are {}", all)
                           : listed.empty() ? "the report has no case"
                                            : fmt::format("the cases are {}", all)});
  return nullptr;
}

}  // namespace whylocked::report_json
