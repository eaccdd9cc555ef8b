// `explain`: what a signal looks at and what it is worth, for whoever doubts a line of evidence.
#include <functional>
#include <map>

#include "report/json/writer.hpp"
#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kExplainLabel = 13;

std::string signed_number(int value) { return (value > 0 ? "+" : "") + std::to_string(value); }

// "+5 person, password manager": rivals of equal worth stand together, the most first.
void show_observation(const SignalInfo::Observation& seen, TextLayout& page) {
  std::map<int, std::vector<std::string>, std::greater<>> by_value;
  for (const auto& [rival, value] : seen.worth) by_value[value].emplace_back(rival);
  page.blank();
  page.text(2, seen.reason);
  for (const auto& [value, rivals] : by_value)
    page.row(4, signed_number(value) + ' ' + std::string(seen.unit), seen.unit.size() + 6,
             list_words(rivals, rivals.size()));
}

void show_signal(const SignalInfo& signal, TextLayout& page) {
  page.text(0, std::string(signal.name));
  page.row(2, "looks at", kExplainLabel, signal.looks_at);
  page.row(2, "separates", kExplainLabel, signal.separates);
  if (!signal.capped_with.empty()) {
    const std::vector<std::string> others(signal.capped_with.begin(), signal.capped_with.end());
    page.row(2, "capped with", kExplainLabel,
             list_words(others, others.size()) + ", because they see the same from other sides");
  }
  if (signal.observations.empty()) {
    page.row(2, "worth", kExplainLabel,
             "depends on what is declared or documented of each product: `whylocked catalog ID`");
    return;
  }
  for (const SignalInfo::Observation& seen : signal.observations) show_observation(seen, page);
}

void add_signal(const SignalInfo& signal, JsonWriter& json) {
  json.open_object();
  json.member("name", signal.name);
  json.member("looks_at", signal.looks_at);
  json.member("separates", signal.separates);
  json.strings("capped_with", signal.capped_with);
  json.open_array("observations");
  for (const SignalInfo::Observation& seen : signal.observations) {
    json.open_object();
    json.member("reason", seen.reason);
    json.member("unit", seen.unit);
    json.open_array("worth");
    for (const auto& [rival, value] : seen.worth) {
      json.open_object();
      json.member("rival", rival);
      json.member("value", value);
      json.close_object();
    }
    json.close_array();
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

}  // namespace

void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out) {
  std::vector<SignalInfo> list = explain_signals();
  if (!name.empty())
    std::erase_if(list, [&](const SignalInfo& signal) { return signal.name != name; });
  if (json) {
    JsonWriter writer(out, JsonWriter::Layout::indented);
    writer.open_array();
    for (const SignalInfo& signal : list) add_signal(signal, writer);
    writer.close_array();
    out += '\n';
    return;
  }
  TextLayout page(width, false, out);
  if (!name.empty()) {
    for (const SignalInfo& signal : list) show_signal(signal, page);
    return;
  }
  page.text(0, "What the evidence in a report is made of:");
  page.blank();
  for (const SignalInfo& signal : list)
    page.row(2, signal.name, 2 + std::string_view("published-address").size(), signal.looks_at);
  page.blank();
  page.text(0,
            "`whylocked explain SIGNAL` shows what each thing that it may see is worth, and why.");
}

}  // namespace whylocked
