// Who called: address, place, client, its part in the lockout, its beat.
#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kCallersShown = 3;

std::string blame_words(const View& view, const Incident& incident, const Contribution& blame) {
  const Caller& origin = view.origin(blame);
  std::string words = caller_words(view, origin);
  if (const std::string part = part_words(view, incident, blame); !part.empty())
    words += "; " + part;
  if (const std::string beat = beat_words(origin.rhythm); !beat.empty()) words += "; " + beat;
  return words;
}

}  // namespace

void show_callers(const TextContext& context, const Incident& incident) {
  const std::size_t shown = context.all_causes ? incident.contributions.size()
                                               : std::min(incident.contributions.size(), kCallersShown);
  double rest = 0;
  for (std::size_t i = 0; i < incident.contributions.size(); ++i) {
    if (i >= shown)
      rest += incident.contributions[i].share;
    else
      context.page.row(kBlockIndent,
                       i > 0       ? ""
                       : shown > 1 ? "Callers"
                                   : "Caller",
                       kBlockLabel, blame_words(context.view, incident, incident.contributions[i]));
  }
  if (incident.contributions.size() > shown)
    context.page.row(kBlockIndent, "", kBlockLabel,
                     "and " + number_words(incident.contributions.size() - shown) + " more, " +
                         percent_words(rest) + " of the lockout together");
}

}  // namespace whylocked
