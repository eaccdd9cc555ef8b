// One block: the account, the verdict, and the facts beside their labels.
#include "report/text_parts.hpp"

namespace whylocked {

namespace {

// Advice and other causes: nothing in them is of this lockout alone.
void show_tail(const TextContext& context, const Diagnosis& lead) {
  const auto show = [&] {
    show_advice(context, lead);
    show_others(context, lead);
  };
  const void* const like = lead.causes.likeness();
  if (like == nullptr) return show();
  constexpr std::size_t kMaxKept = 1 << 12;
  if (context.memo.tails.size() >= kMaxKept) context.memo.tails.clear();
  std::string& known = context.memo.tails[{like, lead.next_test ? &*lead.next_test : nullptr}];
  if (!known.empty()) return context.page.lines(known);
  const std::size_t from = context.page.size();
  show();
  known = context.page.since(from);
}

void show_head(const TextContext& context, const Block& block) {
  std::string head = context.page.paint(Ink::bold, accounts_words(context.view, block));
  if (block.lead->account_kind == "api_user" && block.users.size() == 1) head += " (API user)";
  context.page.text(0, head);
  if (block.users.size() == 1) return;
  std::vector<std::string> names;
  for (const TextId user : block.users) names.push_back(shown_name(context.view.user(user)));
  context.page.text(kBlockIndent,
                    list_words(names, context.all_causes ? names.size() : kUsersListed));
}

}  // namespace

std::string shown_verdict(const TextContext& context, const Diagnosis& diagnosis) {
  const Wording how{context.page.color(), context.all_causes};
  const void* const like = diagnosis.causes.likeness();
  if (like == nullptr) return verdict_words(diagnosis, how);
  std::string& known = context.memo.verdicts[like];
  if (known.empty()) known = verdict_words(diagnosis, how);
  return known;
}

void show_block(const TextContext& context, const Block& block, bool first) {
  Page& page = context.page;
  const Incident& incident = context.view.incident(*block.lead);
  show_head(context, block);
  page.row(kBlockIndent, "Cause", kBlockLabel, shown_verdict(context, *block.lead));
  page.row(kBlockIndent, "Locked", kBlockLabel,
           locked_words(context.view, block, context.all_causes));
  show_callers(context, incident);
  if (const std::string trigger = trigger_words(context.view, incident); !trigger.empty())
    page.row(kBlockIndent, "Trigger", kBlockLabel, trigger);
  for (const std::string& caveat : block.lead->caveats)
    page.row(kBlockIndent, "Note", kBlockLabel, shown_text(caveat));
  if (const std::uint64_t after = attempts_after(context.view, block); after > 0)
    page.row(kBlockIndent, "After", kBlockLabel,
             count_words(after, "more attempt") + " while locked: " +
                 (after == 1 ? "an effect, not a cause" : "effects, not causes"));
  // Of the first story only, as it looks at every event; --format html draws all of them.
  if (first) show_timeline(context, block);
  show_evidence(context, block, first);
  show_tail(context, *block.lead);
  if (context.all_causes) show_all_causes(context, *block.lead);
}

}  // namespace whylocked
