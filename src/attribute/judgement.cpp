#include "attribute/judgement.hpp"

#include <algorithm>

namespace whylocked::old {

EvidenceWeights& EvidenceWeights::add(Seen seen) {
  const auto all = rivals();
  for (std::size_t i = 0; i < all.size(); ++i) db10[i] += weight(seen, all[i].of);
  return *this;
}

void EvidenceWeights::say(std::size_t rival, std::string words) {
  if (!more) more = std::make_shared<std::vector<std::string>>(db10.size());
  (*more)[rival] = std::move(words);
}

bool EvidenceWeights::any() const {
  return std::any_of(db10.begin(), db10.end(), [](Decibans10 db) { return db != 0; });
}

std::size_t JudgementBook::Hash::operator()(const Key& key) const {
  auto hash = static_cast<std::uint64_t>(key.asked);
  for (const std::uint64_t part : {key.a, key.b}) {
    hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

JudgementBook::Shared JudgementBook::keep(EvidenceWeights made) {
  made.number = numbers_++;
  return std::make_shared<const EvidenceWeights>(std::move(made));
}

const JudgementBook::Shared& JudgementBook::judge(Seen seen) {
  return judge({Asked::row, static_cast<std::uint64_t>(seen)},
               [&](EvidenceWeights& made) { made.add(seen); });
}

JudgementBook::Shared JudgementBook::same_as(EvidenceWeights made) {
  Shared& known = by_value_[{made.more.get(), made.db10}];
  if (!known) known = keep(std::move(made));
  return known;
}

}  // namespace whylocked::old
