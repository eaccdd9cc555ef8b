// operators.json and clients.json to values.
#include <algorithm>

#include "catalog/generate/object.hpp"
#include "catalog/name_key.hpp"

namespace whylocked::embed {

namespace {

Texts lower_texts(Texts list) {
  for (std::string& text : list) std::transform(text.begin(), text.end(), text.begin(), lower);
  return list;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "2026-06" or "2026-06-17": the writer keeps the month.
bool is_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  if (text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  return true;
}

}  // namespace

void read_operators(std::string_view text, Data& data, Errors& errors) {
  constexpr const char* name = "operators.json";
  const Json json = parse(text, name, errors);
  Object file(json, name, errors);
  file.text("about");
  data.attribution = file.text("attribution", Need::required);
  file.get("operators");
  file.finish();
  for (Object& entry : entries(json, "operators", name, errors)) {
    Operator one{entry.text("id", Need::required),     entry.text("name", Need::required),
                 entry.text("kind", Need::required),   entry.text("date", Need::required),
                 entry.text("source", Need::required), entry.text("note")};
    if (!is_one_of(one.kind, {"cloud", "hoster", "vendor", "gateway"}))
      entry.wrong("unknown kind \"" + one.kind + '"');
    if (!is_date(one.date)) entry.wrong("date \"" + one.date + "\" is not like 2026-06-17");
    entry.finish();
    data.operators.push_back(std::move(one));
  }
}

void read_clients(std::string_view text, Data& data, Errors& errors) {
  constexpr const char* name = "clients.json";
  const Json json = parse(text, name, errors);
  Object file(json, name, errors);
  file.text("about");
  file.get("clients");
  file.finish();
  for (Object& entry : entries(json, "clients", name, errors)) {
    Client one;
    one.id = entry.text("id", Need::required);
    one.name = entry.text("name", Need::required);
    one.kind = entry.text("kind", Need::required);
    one.starts = lower_texts(entry.texts("starts"));
    one.contains = lower_texts(entry.texts("contains"));
    one.equals = lower_texts(entry.texts("equals"));
    one.fact = entry.fact("fact");
    if (!is_one_of(one.kind,
                   {"browser", "script", "admin_script", "autotask_library", "automation"}))
      entry.wrong("unknown kind \"" + one.kind + '"');
    if (one.starts.empty() && one.contains.empty() && one.equals.empty())
      entry.wrong("nothing to match: no starts, contains or equals");
    if (!one.fact.known()) entry.wrong("no \"fact\"");
    entry.finish();
    data.clients.push_back(std::move(one));
  }
}

}  // namespace whylocked::embed
