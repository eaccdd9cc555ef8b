// Signals about the place a caller calls from: published ranges, operator and region, client text.
// They see one thing from several sides, so their sum is capped together (weights.hpp).
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

std::size_t band(const Fact& fact) { return static_cast<std::size_t>(trust(fact)); }

std::string place_in_words(const Situation& one) {
  const PlaceSeen& place = one.place;
  switch (*place.seen) {
    case Seen::place_office:
      return one.events.addresses.at(one.origin.addresses.front()).is_private()
                 ? fmt::format("{} is a private address: inside your own network", place.address)
                 : fmt::format("{} is declared as your own office", place.address);
    case Seen::place_access:
      if (place.network != nullptr)
        return fmt::format(
            "{} is in {} {}, no cloud, hoster or vendor of the table: an access "
            "network",
            place.address, place.network->name, place.network->region);
      return fmt::format("{} belongs to no cloud, hoster or vendor in the table: an access network",
                         place.address);
    case Seen::place_gateway:
      return fmt::format("{} is a web gateway ({}), which hides the place", place.address,
                         place.network->name);
    default:
      break;
  }
  const std::string_view region = place.network->region;
  return fmt::format("{} is operated by {}{}{}", place.address, place.network->name,
                     region.empty() ? "" : ", ", region);
}

// What is left of a judgement that holds with a chance.
EvidenceWeights weakened(const EvidenceWeights& worth, double chance) {
  EvidenceWeights left;
  left.more = worth.more;
  std::vector<std::pair<Decibans10, Decibans10>> known;  // few numbers are different
  for (std::size_t i = 0; i < worth.db10.size(); ++i) {
    const Decibans10 db10 = worth.db10[i];
    auto found = std::find_if(known.begin(), known.end(),
                              [&](const auto& entry) { return entry.first == db10; });
    if (found == known.end()) found = known.insert(found, {db10, partly(db10, chance)});
    left.db10[i] = found->second;
  }
  return left;
}

// The table of networks has a date. Where the lockout is far from it, its rows may not have been
// so: see holds_at().
void push_as_dated(const Situation& one, Finding finding, std::vector<Finding>& out) {
  if (one.holds < 1) {
    finding.judge(one.judgements().same_as(weakened(*finding.judged, one.holds)));
    finding.tail = fmt::format("; it counts less, because the table is of {}, far from the lockout",
                               one.place.date);
    for (auto& [rival, words] : finding.own) words += finding.tail;
  }
  out.push_back(std::move(finding));
}

// The documented clouds of a product against the one that was seen.
Decibans10 hosting(const Integration& product, const Network& network, std::string& words) {
  if (product.clouds.empty()) return 0;
  bool same_cloud = false, any_region = false, same_region = false;
  for (const CloudPlace& cloud : product.clouds) {
    if (cloud.operator_id != network.operator_id) continue;
    same_cloud = true;
    any_region |= cloud.region.empty();
    same_region |= !cloud.region.empty() && cloud.region == network.region;
  }
  const std::size_t trusted = band(product.cloud_fact);
  if (!same_cloud) {
    words = "it is said to be hosted elsewhere";
    return kOtherCloud[trusted];
  }
  if (same_region) {
    words = "it is hosted in this cloud and region";
    return kDocumentedRegion[trusted];
  }
  if (!any_region) {
    words = "it is hosted in this cloud, but in other regions";
    return kOtherRegion[trusted];
  }
  words = "it is hosted in this cloud";
  return kDocumentedCloud[trusted];
}

// All that is documented of where a product calls from, against the server that called. What speaks
// against it counts once, at its strongest.
Decibans10 whereabouts(const Integration& product, const Network& network, std::string& words) {
  Decibans10 db10 = hosting(product, network, words);
  const auto against = [&](Decibans10 miss, const char* why) {
    if (miss >= std::min(db10, 0)) return;
    db10 = miss;
    words = why;
  };
  if (!product.published.empty())
    against(kOutsidePublished[band(product.published_fact)],
            "outside the ranges that it publishes");
  else if (!product.operators.empty() && product.clouds.empty())
    against(kOutsideNetwork[band(product.operators_fact)], "outside its vendor's network");
  return db10;
}

Seen seen_client(ClientKind kind) {
  switch (kind) {
    case ClientKind::browser:
      return Seen::client_browser;
    case ClientKind::admin_script:
      return Seen::client_admin_script;
    case ClientKind::automation:
      return Seen::client_automation;
    case ClientKind::autotask_library:
      return Seen::client_library;
    default:
      return Seen::client_script;
  }
}

// What products are known to send, against what was sent. Own scripts send anything.
void compare_known_clients(const ClientSignature* signature, EvidenceWeights& worth) {
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Integration* product = all[i].product;
    if (product == nullptr || product->clients.empty() ||
        all[i].of == RivalClass::password_manager)  // theirs is the browser's: see the class
      continue;
    const auto& known = product->clients;
    const bool fits =
        signature != nullptr && std::find(known.begin(), known.end(), signature->id) != known.end();
    if (fits && signature->kind == ClientKind::automation) {
      worth.db10[i] = kProductInClient;
    } else if (fits) {
      worth.db10[i] += kKnownClient[band(product->client_fact)];
    } else if (all[i].of != RivalClass::custom) {
      worth.db10[i] += kOtherClient[band(product->client_fact)];
    } else {
      continue;
    }
    worth.say(i, fits ? ", which it is known to use" : "; it is known to use another");
  }
}

// Each product against the place; `network` may be null.
void judge_place(Seen seen, const Network* network, bool cloud, EvidenceWeights& worth) {
  worth.add(seen);
  const auto all = rivals();
  for (std::size_t i = 0; network != nullptr && i < all.size(); ++i) {
    const Integration* product = all[i].product;
    if (product == nullptr || seen == Seen::place_office) continue;
    const auto& own = product->operators;
    if (std::find(own.begin(), own.end(), network->operator_id) != own.end()) {
      worth.db10[i] = kVendorNetwork[band(product->operators_fact)];
      worth.say(i, "; its vendor's own network");
    } else if (std::string more; cloud) {
      worth.db10[i] += whereabouts(*product, *network, more);
      if (!more.empty()) worth.say(i, "; " + more);
    }
  }
}

}  // namespace

struct Memory::Client {
  std::string says;
  std::vector<std::pair<std::size_t, std::string>> own;
  JudgementBook::Shared worth;  // none: says nothing

  Client(const Situation& one, JudgementBook& judgements) {
    const std::string_view client = one.events.texts.text(one.origin.client);
    const std::string_view application = one.events.texts.text(one.origin.application);
    const std::string_view text = client.empty() ? application : client;
    if (text.empty()) return;
    const ClientSignature* signature = match_client(text);
    says = signature != nullptr ? fmt::format("the client is {}", signature->name)
                                : fmt::format("the client is \"{}\"", text);
    EvidenceWeights made;
    add_named_products(application, made);
    add_named_products(client, made);
    if (own.empty()) {
      if (signature != nullptr) made.add(seen_client(signature->kind));
      if (one.origin.client != kNone) compare_known_clients(signature, made);
    }
    if (made.any()) worth = judgements.same_as(std::move(made));
  }

 private:
  // The caller gives a product's own name, as application or as agent.
  void add_named_products(std::string_view text, EvidenceWeights& made) {
    if (text.empty()) return;
    for (const NameMatch& match : match_name(text)) {
      const std::size_t rival = rival_index(*match.integration);
      if (made.db10[rival] >= kProductInClient) continue;
      made.db10[rival] = kProductInClient;
      own.emplace_back(rival, fmt::format("the caller names itself \"{}\"", text));
    }
  }
};

// Here, where a Client is known.
Memory::Memory() = default;
Memory::~Memory() = default;

void look_at_published_address(const Situation& one, std::vector<Finding>& out) {
  if (one.place.network == nullptr || one.place.network->kind != OperatorKind::published) return;
  const Integration* product = find_integration(one.place.network->integration);
  if (product == nullptr) return;
  const std::size_t rival = rival_index(*product);
  Finding finding("published-address", {}, one.counted,
                  one.judgements().judge({Asked::published, rival}, [&](EvidenceWeights& worth) {
                    worth.db10[rival] = kPublishedRange[band(product->published_fact)];
                  }));
  finding.own.emplace_back(rival,
                           fmt::format("{} lies in a range that {} publishes", one.place.address,
                                       product->vendor.empty() ? product->name : product->vendor));
  push_as_dated(one, std::move(finding), out);
}

void look_at_operator(const Situation& one, std::vector<Finding>& out) {
  if (!one.place.seen) return;
  const Seen seen = *one.place.seen;
  const Network* network = one.place.network;
  if (network != nullptr && network->kind == OperatorKind::published && seen == Seen::place_cloud) {
    // The range tells more than its operator; only the step from office to server remains.
    push_as_dated(one,
                  {"operator", fmt::format("{} is a server address", one.place.address),
                   one.counted, one.judgements().judge(Seen::place_cloud)},
                  out);
    return;
  }
  std::string& words = one.memo.place_words;
  if (words.empty()) words = place_in_words(one);
  const JudgementBook::Key key{Asked::place, network == nullptr ? 0 : one.origin.network,
                               static_cast<std::uint64_t>(seen)};
  push_as_dated(
      one,
      {"operator", words, one.counted,
       one.judgements().judge(
           key, [&](EvidenceWeights& worth) { judge_place(seen, network, one.place.cloud(), worth); })},
      out);
}

void look_at_client(const Situation& one, std::vector<Finding>& out) {
  const std::uint64_t texts = std::uint64_t{one.origin.client} << 32 | one.origin.application;
  auto& client = one.scene.memory->clients[texts];
  if (!client) client = std::make_unique<const Memory::Client>(one, one.judgements());
  if (!client->worth) return;
  out.emplace_back("client", client->says, one.counted, client->worth);
  out.back().own = client->own;
}

}  // namespace whylocked::old
