// What to do: the fix of a cause that is known, the next test of one that is not.
#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kStep = 3;  // "1. "

void show_steps(const TextContext& context, const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i)
    context.page.row(kInnerIndent, std::to_string(i + 1) + '.', kStep, shown_text(steps[i]));
}

void show_fix(const TextContext& context, const Fix& fix) {
  Page& page = context.page;
  if (fix.where.empty() && fix.steps.empty()) return;
  page.blank();
  page.text(2, "What to do: " + page.paint(Ink::bold, shown_text(fix.where)), 2);
  show_steps(context, fix.steps);
  if (!fix.source.empty()) page.text(kInnerIndent, page.paint(Ink::faint, shown_text(fix.source)));
}

void show_next_test(const TextContext& context, const Diagnosis& diagnosis) {
  const NextTest& test = *diagnosis.next_test;
  Page& page = context.page;
  page.blank();
  page.text(2, "Next test: " + page.paint(Ink::bold, shown_text(test.says)), 2);
  show_steps(context, test.steps);
  for (const Outcome& outcome : test.outcomes) {
    std::vector<std::string> names;
    for (const std::string& id : outcome.then) names.push_back(cause_name(diagnosis, id));
    page.text(kInnerIndent, "If " + shown_text(outcome.if_) + ": " + list_words(names, kTiedNamed),
              2);
  }
  page.text(kInnerIndent, page.paint(Ink::faint, worth_words(test.bits)));
}

void show_places_of_tie(const TextContext& context, const Diagnosis& diagnosis) {
  const std::vector<PlaceOfTie> places = places_of_tie(diagnosis);
  if (places.empty()) return;
  context.page.blank();
  context.page.text(2, "Where the password is kept");
  for (const PlaceOfTie& place : places)
    context.page.text(kInnerIndent, shown_name(place.name) + ": " + shown_text(place.where), 2);
}

}  // namespace

void show_advice(const TextContext& context, const Diagnosis& diagnosis) {
  if (diagnosis.status == Status::diagnosed && !diagnosis.causes.empty())
    show_fix(context, diagnosis.causes.front().fix);
  if (diagnosis.next_test) show_next_test(context, diagnosis);
  if (diagnosis.status == Status::tied) show_places_of_tie(context, diagnosis);
}

}  // namespace whylocked
