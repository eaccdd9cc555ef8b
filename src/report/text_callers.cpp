// Who called: address, place, client, its part in the lockout, its beat.
#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kIndent = 2, kLabel = 9;
constexpr std::size_t kCallersShown = 3;
constexpr std::size_t kAddressesShown = 2;

std::string place_words(const View& view, const Origin& origin) {
  if (const Network* place = view.network(origin); place != nullptr)
    return (place->kind == OperatorKind::none ? shown_name(place->name)
                                              : std::string(place->name)) +
           (place->region.empty() ? std::string() : ' ' + std::string(place->region));
  if (origin.addresses.empty()) return {};
  const bool inside = view.report().events.addresses.at(origin.addresses.front()).is_private();
  return inside ? "your own network" : "access network";
}

std::string client_words(const View& view, const Origin& origin) {
  const std::string_view text = view.client(origin);
  if (text.empty()) return {};
  const ClientSignature* signature = match_client(text);
  return signature != nullptr ? std::string(signature->name) : shown_name(text);
}

std::string part_words(const View& view, const Incident& incident, const Blame& blame) {
  const std::uint64_t all = view.attempts(incident.counted);
  if (blame.counted == 0) return {};
  if (incident.origins.size() == 1)
    return blame.counted == 1 ? std::string("the one failure")
                              : "all " + count_words(all, "failure");
  std::string words = number_words(blame.counted) + " of " + count_words(all, "failure") + ", " +
                      percent_words(blame.share) + " of the lockout";
  if (blame.sufficient) words += ", enough alone";
  return words;
}

std::string beat_words(const Beat& rhythm) {
  switch (rhythm.shape) {
    case RhythmShape::fixed_period:
      return "every " + duration_words(static_cast<Micros>(rhythm.period_s * kSecond + 0.5));
    case RhythmShape::nightly:
      return "once a day";
    default:
      return {};
  }
}

std::string blame_words(const View& view, const Incident& incident, const Blame& blame) {
  const Origin& origin = view.origin(blame);
  std::string words = caller_words(view, origin);
  if (const std::string part = part_words(view, incident, blame); !part.empty())
    words += "; " + part;
  if (const std::string beat = beat_words(origin.rhythm); !beat.empty()) words += "; " + beat;
  return words;
}

}  // namespace

std::string caller_words(const View& view, const Origin& origin) {
  std::vector<std::string> addresses;
  for (const TextId id : origin.addresses) {
    if (addresses.size() == kAddressesShown) break;
    addresses.push_back(view.address(id));
  }
  std::string words;
  for (const std::string& address : addresses) words += (words.empty() ? "" : ", ") + address;
  if (origin.addresses.size() > addresses.size())
    words += " and " + number_words(origin.addresses.size() - addresses.size()) + kGlue + "more";
  if (words.empty()) words = "no address in the export";
  if (const std::string place = place_words(view, origin); !place.empty())
    words += " (" + place + ')';
  if (const std::string client = client_words(view, origin); !client.empty())
    words += ", " + client;
  return words;
}

void show_callers(const TextContext& context, const Incident& incident) {
  const std::size_t shown = context.all_causes ? incident.origins.size()
                                               : std::min(incident.origins.size(), kCallersShown);
  double rest = 0;
  for (std::size_t i = 0; i < incident.origins.size(); ++i) {
    if (i >= shown)
      rest += incident.origins[i].share;
    else
      context.page.row(kIndent,
                       i > 0       ? ""
                       : shown > 1 ? "Callers"
                                   : "Caller",
                       kLabel, blame_words(context.view, incident, incident.origins[i]));
  }
  if (incident.origins.size() > shown)
    context.page.row(kIndent, "", kLabel,
                     "and " + number_words(incident.origins.size() - shown) + " more, " +
                         percent_words(rest) + " of the lockout together");
}

}  // namespace whylocked
