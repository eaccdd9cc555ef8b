#include "attribute/put_away.hpp"

#include <algorithm>

namespace whylocked::old {

void PutAway::add(const std::vector<Finding>& of_origin) {
  const auto place = [](std::size_t size) { return static_cast<std::uint32_t>(size); };
  const auto put_rows = [&](const RowsShown& shown) {
    rows_.insert(rows_.end(), shown.rows.begin(), shown.rows.begin() + shown.count);
    return place(rows_.size());
  };
  for (const Finding& finding : of_origin) {
    for (const auto& [rival, text] : finding.own)
      own_.push_back({place(items_.size()), place(rival), text});
    Item& item = items_.emplace_back();
    item.says = place(texts_.append(finding.says).size());
    item.tail = place(texts_.append(finding.tail).size());
    item.events = put_rows(finding.events);
    item.activity = put_rows(finding.activity);
  }
  origins_.push_back(place(items_.size()));
}

void PutAway::shrink() {
  origins_.shrink_to_fit();
  items_.shrink_to_fit();
  rows_.shrink_to_fit();
  texts_.shrink_to_fit();
  own_.shrink_to_fit();
}

// As Finding::words.
std::string PutAway::words(std::size_t origin, std::size_t index, std::size_t rival,
                           const EvidenceWeights& judged) const {
  const std::size_t at = item(origin, index);
  const auto own = std::find_if(own_.begin(), own_.end(), [&](const Own& one) {
    return one.item == at && one.rival == rival;
  });
  if (own != own_.end()) return own->text;
  std::string words(text(at == 0 ? 0 : items_[at - 1].tail, items_[at].says));
  if (judged.more) words += (*judged.more)[rival];
  return words.append(text(items_[at].says, items_[at].tail));
}

std::vector<std::uint32_t> PutAway::events(std::size_t origin, std::size_t index) const {
  const std::size_t at = item(origin, index);
  return {rows_.begin() + (at == 0 ? 0 : items_[at - 1].activity),
          rows_.begin() + items_[at].events};
}

std::vector<std::uint32_t> PutAway::activity(std::size_t origin, std::size_t index) const {
  const Item& at = items_[item(origin, index)];
  return {rows_.begin() + at.events, rows_.begin() + at.activity};
}

}  // namespace whylocked::old
