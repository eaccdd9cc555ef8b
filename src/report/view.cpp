#include "report/view.hpp"

#include <limits>
#include <set>

namespace whylocked {

namespace {

constexpr Micros kNever = std::numeric_limits<Micros>::max();

Micros first_success(const Events& events, const Caller& origin) {
  if (origin.successes == 0) return kNever;
  for (const std::uint32_t index : origin.attempts)
    if (events.rows[index].kind == EventKind::login_succeeded) return events.rows[index].time;
  return kNever;
}

std::string_view without_folders(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);  // npos + 1 is 0
}

std::vector<std::string_view> short_names(const std::vector<InputInfo>& inputs) {
  std::vector<std::string_view> names;
  for (const InputInfo& input : inputs) names.push_back(without_folders(input.file));
  std::set<std::string_view> distinct(names.begin(), names.end());
  if (distinct.size() == names.size()) return names;
  names.assign(inputs.size(), {});
  for (std::size_t i = 0; i < inputs.size(); ++i) names[i] = inputs[i].file;
  return names;
}

}  // namespace

View::View(const Report& report) : report_(report), short_files_(short_names(report.inputs)) {}

std::string View::address(TextId id) const {
  return id == kNone ? std::string() : to_text(report_.events.addresses.at(id));
}

std::string_view View::file(std::uint16_t index) const {
  return index < report_.inputs.size() ? std::string_view(report_.inputs[index].file)
                                       : std::string_view();
}

std::string_view View::short_file(const Event& event) const {
  return event.file < short_files_.size() ? short_files_[event.file] : std::string_view();
}

std::string_view View::client(const Caller& origin) const {
  return text(origin.client != kNone ? origin.client : origin.application);
}

std::uint64_t View::attempts(const std::vector<std::uint32_t>& events) const {
  std::uint64_t sum = 0;
  for (const std::uint32_t index : events) sum += event(index).count;
  return sum;
}

bool View::succeeded_before(const Contribution& blame) const {
  if (first_success_.empty()) first_success_.resize(report_.correlation.callers.size());
  auto& known = first_success_[blame.caller];
  if (!known) known = first_success(report_.events, origin(blame));
  return *known < blame.first;
}

}  // namespace whylocked
