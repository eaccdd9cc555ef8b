// The frame of the report: what was read, which stories there are, what a fuller export would tell.
#include <algorithm>

#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kGroupsShown = 5;

// Who operates an address is known as of a date.
void show_date(const TextContext& context) {
  context.page.text(0, "Facts about integrations are of " + std::string(catalog_date()) +
                           ", about addresses of " + std::string(network_table_date()) + '.');
}

}  // namespace

void show_summary(const TextContext& context) {
  context.page.text(0, counts_words(context.view));
  if (const std::string period = period_words(context.view.report()); !period.empty())
    context.page.text(0, period);
}

void show_overview(const TextContext& context, const std::vector<Block>& blocks) {
  Page& page = context.page;
  std::size_t widest = 0;
  for (const Block& block : blocks)
    widest = std::max(widest, accounts_words(context.view, block).size());
  page.blank();
  for (const Block& block : blocks)
    page.row(2, accounts_words(context.view, block), std::min(widest, page.width() / 2) + 2,
             shown_verdict(context, *block.lead));
}

void show_no_lockout(const TextContext& context) {
  const Report& report = context.view.report();
  Page& page = context.page;
  page.blank();
  page.text(0, page.paint(Ink::bold,
                          "No lockout in " + count_words(report.summary.events, "event") + '.'));
  const std::vector<Failures> failures = largest_failures(report.correlation.groups, kGroupsShown);
  if (failures.empty()) return;
  page.blank();
  page.text(0, "Most failed logins");
  const std::size_t number = number_words(failures.front().count).size();
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const std::string count = number_words(failures[i].count);
    page.row(2, std::string(number - count.size(), ' ') + count, number + 2,
             failures_words(context.view, failures[i]));
  }
}

void show_missing(const TextContext& context) {
  if (context.view.report().lockouts.empty()) return;
  const std::vector<std::string> columns = missing_columns(context.view.report());
  context.page.blank();
  if (columns.empty()) return show_date(context);
  std::string words = "Not in this export, but would help: ";
  for (const std::string& column : columns)
    words += (&column == &columns.front() ? "" : ", ") + shown_text(column);
  context.page.text(0, words);
  show_date(context);
}

}  // namespace whylocked
