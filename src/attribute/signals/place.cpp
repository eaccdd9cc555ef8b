// Signals about the place and the program: where the caller is, and what its client text shows.
//
// The place is one observation: published range, operator, region, hoster, office, access network
// and gateway are mutually exclusive, and a product's documented clouds refine it.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals/scene.hpp"
#include "base/ascii.hpp"

namespace whylocked::attribution {

namespace {

// Shares of operators among programs in a cloud: about half of the catalog's hosted products with a
// known cloud are at Amazon, a quarter at Microsoft (integrations.json); the rest is smoothed over
// the operators of the table of networks.
struct Share {
  std::string_view id;
  double share;
};
constexpr Share kClouds[] = {{"aws", .47},          {"azure", .28},        {"google-cloud", .09},
                             {"oracle-cloud", .02}, {"digitalocean", .30}, {"ovh", .20},
                             {"hetzner", .15},      {"linode", .12},       {"vultr", .12},
                             {"coolhousing", .02}};
constexpr double kOtherOperator = .05;
// Shares of a cloud's regions among its customers; any other has kOtherRegion.
constexpr Share kRegions[] = {{"us-east-1", .30},      {"us-west-2", .14},   {"eu-west-1", .12},
                              {"ap-southeast-2", .06}, {"eastus", .14},      {"eastus2", .10},
                              {"westeurope", .12},     {"northeurope", .08}, {"uksouth", .06}};
constexpr double kOtherRegion = .04;
// A customer's instance does not move between clouds; a vendor moves about once in ten years.
constexpr double kSeldomMoves = .95;
// P(a call comes from the documented place), from a published range, and the latter for other
// products.
constexpr double kInPlace = .95, kInPublished = .93, kOthersInPublished = .002;
// P(a call comes from the vendor's own network | the vendor has one); other products are hosted
// there once in thousands.
constexpr double kInOwnNetwork = .6, kOthersInNetwork = .0005, kNetworkRow = .06;

// Shares of libraries and clients within their kind (clients.json, public code); any other has
// kOtherClient.
constexpr Share kClients[] = {{"python-requests", .75},
                              {"axios", .20},
                              {"node", .16},
                              {"go-http-client", .12},
                              {"guzzle", .08},
                              {"restsharp", .08},
                              {"ms-web-services", .14},
                              {"windows-powershell", .50},
                              {"powershell", .45},
                              {"n8n", .25},
                              {"zapier", .25},
                              {"make", .25},
                              {"azure-logic-apps", .25},
                              {"browser", 1}};
constexpr double kOtherClient = .03;
constexpr double kClientSeldomChanges = .9;

template <std::size_t n>
double share_of(const Share (&shares)[n], std::string_view id, double other) {
  const Share* const found = std::ranges::find(shares, id, &Share::id);
  return found == std::end(shares) ? other : found->share;
}

// A product's documented clouds, compared with the cloud of the caller.
Refinement by_cloud(std::uint16_t h, const Integration& product, const Network& network) {
  const double of_operator = share_of(kClouds, network.operator_id, kOtherOperator);
  const double of_region = share_of(kRegions, network.region, kOtherRegion);
  Refinement made{h, 1, 1, confidence_in(product.cloud_fact, kSeldomMoves), ""};
  double documented = 0, regions = 0;
  bool same_cloud = false, same_region = false;
  for (const CloudPlace& cloud : product.clouds) {
    if (cloud.operator_id != network.operator_id) continue;
    same_cloud = true;
    documented += cloud.region.empty() ? of_region : 0;
    regions += !cloud.region.empty();
    same_region |= cloud.region == network.region && !cloud.region.empty();
  }
  made.given_base = of_operator * of_region;
  if (!same_cloud) {
    made.given_fact = (1 - kInPlace) * made.given_base;
    made.words = "; it is documented to be hosted elsewhere";
  } else if (regions > 0) {
    made.given_fact = same_region ? kInPlace / regions : (1 - kInPlace) * of_region + documented;
    made.words = same_region ? "; it is hosted in this cloud and region"
                             : "; it is hosted in this cloud, but in other regions";
  } else {
    made.given_fact = kInPlace * of_region;
    made.words = "; it is hosted in this cloud";
  }
  return made;
}

bool owns(const Integration& product, const Network& network) {
  const auto& own = product.operators;
  return std::ranges::find(own, network.operator_id) != own.end();
}

Refinement in_anothers_network(std::uint16_t h) {
  return {h, kOthersInNetwork, kNetworkRow, .99, "; another vendor's network"};
}

// A product's documented addresses, compared with the caller's; nullopt: no evidence.
std::optional<Refinement> by_documents(std::uint16_t h, const Integration& product, Seen where,
                                       const Network& network) {
  const bool server = where == Seen::place_cloud || where == Seen::place_hoster;
  if (network.kind == OperatorKind::published) {
    if (network.integration == product.id)
      return Refinement{h, kInPublished, kOthersInPublished,
                        confidence_in(product.published_fact, 1), "; it publishes this range"};
    return std::nullopt;
  }
  if (owns(product, network))
    return Refinement{h, kInOwnNetwork, where == Seen::place_vendor ? kNetworkRow : .5,
                      confidence_in(product.operators_fact, 1), "; its vendor's own network"};
  if (where == Seen::place_vendor) return in_anothers_network(h);
  if (!server) return std::nullopt;
  if (!product.published.empty())
    return Refinement{h, 1 - kInPublished, 1, confidence_in(product.published_fact, kSeldomMoves),
                      "; outside the ranges that it publishes"};
  if (!product.clouds.empty()) return by_cloud(h, product, network);
  if (!product.operators.empty())
    return Refinement{h, 1 - kInOwnNetwork, 1, confidence_in(product.operators_fact, kSeldomMoves),
                      "; outside its vendor's network"};
  return std::nullopt;
}

void refine_place(const CaseView& view, Seen where, Observation& made) {
  const auto all = hypotheses();
  for (std::uint16_t h = 0; h < all.size(); ++h) {
    std::optional<Refinement> fact;
    if (all[h].product != nullptr)
      fact = by_documents(h, *all[h].product, where, *view.place.network);
    else if (where == Seen::place_vendor && all[h].mixture[0] > 0)
      fact = in_anothers_network(h);
    if (!fact) continue;
    fact->confidence *= view.place.valid;
    made.facts.push_back(*fact);
  }
}

Text place_in_words(const CaseView& view) {
  const CallerPlace& place = view.place;
  const Text address = Text::name(NameKind::address, place.address);
  switch (*place.seen) {
    case Seen::place_office:
      return address + (place.is_private ? " is a private address: inside your own network"
                                         : " is declared as your own office");
    case Seen::place_access:
      if (place.network != nullptr)
        return address + fmt::format(" is in {} {}: an access network, or an unlisted data centre",
                                     place.network->name, place.network->region);
      return address +
             " is in no known network of a cloud, hoster or vendor: an access network, or an "
             "unlisted "
             "data centre";
    case Seen::place_gateway:
      return address +
             fmt::format(" is a web gateway ({}), which hides the place", place.network->name);
    default:
      break;
  }
  const std::string_view region = place.network->region;
  return address + fmt::format(" is operated by {}{}{}", place.network->name,
                               region.empty() ? "" : ", ", region);
}

// Browsers driven by programs (names in their user agents).
constexpr std::string_view kTestBrowsers[] = {"HeadlessChrome", "Cypress",   "Playwright",
                                              "Selenium",       "PhantomJS", "Puppeteer",
                                              "Electron",       "WebDriver"};
// Phones, and apps on them that are not browsers (those say Safari, Chrome or Firefox), and mail
// protocols as Entra's sign-in logs name them ("client app"; learn.microsoft.com: sign-in log
// activity details).
constexpr std::string_view kMobiles[] = {
    "iPhone",      "iPad",       "Android", "iOS/", "Darwin/",        "SAMSUNG-",
    "dataaccessd", "ActiveSync", "IMAP4",   "POP3", "MAPI Over HTTP", "Outlook Anywhere",
    "Mobile/"};

bool names_any(std::string_view client, std::span<const std::string_view> names) {
  return std::ranges::any_of(
      names, [&](std::string_view name) { return client.find(name) != client.npos; });
}

Seen seen_client(std::string_view text, const ClientSignature* signature) {
  if (names_any(text, kTestBrowsers)) return Seen::client_test_browser;
  if (sends_mail(text)) return Seen::client_sender;
  if (signature == nullptr)
    return names_any(text, kMobiles) ? Seen::client_mobile : Seen::client_other;
  constexpr Seen kByKind[] = {
      Seen::client_script,       Seen::client_browser, Seen::client_python,    Seen::client_script,
      Seen::client_admin_script, Seen::client_library, Seen::client_automation};
  return kByKind[static_cast<std::size_t>(signature->kind)];
}

bool sends_as(const Integration& product, const ClientSignature* signature) {
  const auto& known = product.clients;
  return signature != nullptr && std::ranges::find(known, signature->id) != known.end();
}

// Drives and VPN clients are devices too, but do not send mail.
void add_no_mail(Observation& made) {
  for (const std::string_view id : {"mapped-drive", "vpn-client"})
    made.facts.push_back({hypothesis_of(id), .01, 1, .95, "; it is no phone or mail program"});
  std::ranges::sort(made.facts, {}, &Refinement::hypothesis);
}

// Clients that products are known to use, compared with the one seen. An automation cloud's name is
// its own: no other product sends it, but anyone may build a flow there.
void refine_client(const ClientSignature* signature, Observation& made) {
  constexpr double kAnothersName = .02, kNobodyElse = .95;
  const bool named = signature != nullptr && signature->kind == ClientKind::automation &&
                     std::ranges::any_of(integrations(), [&](const Integration& one) {
                       return sends_as(one, signature);
                     });
  const auto all = hypotheses();
  for (std::uint16_t h = 0; h < all.size(); ++h) {
    const bool fits = all[h].product != nullptr && sends_as(*all[h].product, signature);
    if (named && !fits && all[h].mixture[0] > 0) {
      const double base = by_class(made, all[h]);
      made.facts.push_back(
          {h, kAnothersName * base, base, kNobodyElse, ", which is another product's name"});
      continue;
    }
    if (all[h].product == nullptr) continue;
    const Integration& product = *all[h].product;
    const auto& known = product.clients;
    if (known.empty() || all[h].category == CauseCategory::password_manager) continue;
    if (!fits && all[h].category == CauseCategory::custom) continue;
    const double base = share_of(kClients, fits ? signature->id : "", kOtherClient);
    const double sends = by_class(made, all[h]) * base;
    // In-house scripts may send anything; a client they are known to use is not less likely for
    // that.
    const double one_of = kInPlace / static_cast<double>(known.size());
    const bool own = all[h].category == CauseCategory::custom;
    made.facts.push_back({h,
                          !fits ? (1 - kInPlace) * sends
                          : own ? std::max(one_of, sends)
                                : one_of,
                          sends, confidence_in(product.client_fact, kClientSeldomChanges),
                          fits ? ", which it is known to use" : "; it is known to use another"});
  }
}

// The application field: "3", "Logon Type 3", "network", "NtLmSsp, network logon".
std::optional<Seen> logon_type(std::string_view text) {
  struct Type {
    std::string_view number, word;
    Seen seen;
  };
  constexpr Type kTypes[] = {{"2", "interactive", Seen::logon_interactive},
                             {"3", "network", Seen::logon_network},
                             {"4", "batch", Seen::logon_batch},
                             {"5", "service", Seen::logon_service},
                             {"7", "unlock", Seen::logon_interactive},
                             {"8", "networkcleartext", Seen::logon_network},
                             {"10", "remoteinteractive", Seen::logon_remote},
                             {"11", "cachedinteractive", Seen::logon_interactive}};
  if (text.ends_with(" logon")) {
    text.remove_suffix(6);
    if (const std::size_t comma = text.rfind(", "); comma != text.npos)
      text.remove_prefix(comma + 2);
  }
  std::string low;
  for (const char c : text)
    if (c != ' ' && c != '_' && c != ':') low += ascii::lower(c);
  if (low.starts_with("logontype")) low.erase(0, 9);
  for (const Type& type : kTypes)
    if (low == type.number || low == type.word) return type.seen;
  return std::nullopt;
}

}  // namespace

Observations observe_logon_type(const CaseView& view) {
  if (view.autotask || view.lead == nullptr) return {};
  const auto type = logon_type(view.text(view.lead->application));
  return type ? Observations{seen(view, *type)} : Observations();
}

bool sends_mail(std::string_view client) { return client.find("SMTP") != client.npos; }

Observations observe_place(const CaseView& view) {
  if (!view.place.seen) return {};
  const Seen where = *view.place.seen;
  // A directory is called from inside anyway.
  if (view.place.is_private && view.system == LogSystem::windows) return {};
  Observation made = seen(view, where, place_in_words(view));
  // Without a declared office, an access network may be the office, so both rows apply.
  if (view.scene.site.office.empty() && !view.place.is_private && where == Seen::place_access)
    made.given.add(row(Seen::place_office).given);
  if (view.place.network != nullptr) refine_place(view, where, made);
  return {made};
}

Observations observe_client(const CaseView& view) {
  if (!view.scene.correlation.coverage.clients || view.lead == nullptr) return {};
  const std::string_view client = view.text(view.lead->client);
  if (client.empty() && view.lead->application != kNone) return {};
  if (client.empty()) return {seen(view, Seen::client_none)};
  const ClientSignature* signature = match_client(client);
  const Seen what = seen_client(client, signature);
  Observation made =
      seen(view, what,
           "client: " + (signature != nullptr ? Text(signature->name)
                                              : Text::quoted(NameKind::program, client)));
  refine_client(signature, made);
  if (what == Seen::client_mobile || what == Seen::client_sender) add_no_mail(made);
  return {made};
}

}  // namespace whylocked::attribution
