// Who called: address, place, client, its part in the lockout, its beat.
#include "report/page.hpp"
#include "report/story.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kAddressesShown = 2;

}  // namespace

std::string place_words(const View& view, const Caller& origin) {
  if (const Network* place = view.network(origin); place != nullptr)
    return (place->kind == OperatorKind::none ? shown_name(place->name)
                                              : std::string(place->name)) +
           (place->region.empty() ? std::string() : ' ' + std::string(place->region));
  if (origin.addresses.empty()) return {};
  const bool inside = view.report().events.addresses.at(origin.addresses.front()).is_private();
  return inside ? "your own network" : "access network";
}

std::string client_words(const View& view, const Caller& origin) {
  const std::string_view text = view.client(origin);
  if (text.empty()) return {};
  const ClientSignature* signature = match_client(text);
  return signature != nullptr ? std::string(signature->name) : shown_name(text);
}

std::string part_words(const View& view, const Incident& incident, const Contribution& blame) {
  const std::uint64_t all = view.attempts(incident.counted);
  if (blame.counted == 0) return {};
  if (incident.contributions.size() == 1)
    return blame.counted == 1 ? std::string("the one failure")
                              : "all " + count_words(all, "failure");
  std::string words = number_words(blame.counted) + " of " + count_words(all, "failure") + ", " +
                      percent_words(blame.share) + " of the lockout";
  if (blame.sufficient) words += ", enough alone";
  return words;
}

std::string beat_words(const Periodicity& rhythm) {
  switch (rhythm.shape) {
    case RhythmShape::fixed_period:
      return "every " + duration_words(static_cast<Micros>(rhythm.period_s * kSecond + 0.5));
    case RhythmShape::nightly:
      return "once a day";
    default:
      return {};
  }
}

std::string caller_words(const View& view, const Caller& origin) {
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

}  // namespace whylocked
