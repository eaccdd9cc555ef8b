#include "input/csv/csv_known.hpp"

#include <algorithm>

namespace whylocked::input {

// A second column for a field and a column an hour are left to CsvRows.
bool KnownRows::is_used() {
  if (use_ == Use::undecided && job_.begun()) {
    const bool simple = table_.others.empty() && table_.hours.empty() &&
                        std::all_of(table_.wanted.begin(), table_.wanted.end(),
                                    [&](const auto& want) { return want.column < table_.columns; });
    use_ = simple && job_.gives_known() ? Use::yes : Use::no;
  }
  return use_ == Use::yes;
}

void KnownRows::lay_out() {
  texts_.resize(table_.wanted.size());
  raw_ = {};
  raw_.first = plain_.first;
  raw_.count = plain_.count;
  for (std::size_t w = 0; w < table_.wanted.size(); ++w) {
    const CsvTable::Wanted& want = table_.wanted[w];
    if (!want.read) continue;
    Texts& texts = texts_[w];
    for (std::size_t i = 0; i < plain_.count; ++i) {
      const std::uint32_t* const ends = plain_.ends[i];
      const std::size_t begin =
          want.column == 0 ? plain_.begins[i] : ends[want.column - 1] + std::size_t{1};
      texts[i] = {plain_.bytes + begin, ends[want.column] - begin};
    }
    raw_.columns[want.field] = texts.data();
  }
}

void KnownRows::give() {
  for (std::size_t at = 0; at < raw_.count && !job_.stopped();) {
    const std::size_t tried = std::min(tried_, raw_.count - at);
    const std::size_t taken = job_.give_known(raw_.part(at, tried));
    records_.skip(taken);
    at += taken;
    tried_ = std::clamp<std::size_t>(2 * taken, 1, RowBatch::kMaxRows);
    if (taken == tried) continue;
    Record record;
    records_.next(record);
    rows_.see(record);
    job_.sink.learn(raw_, at++);
  }
}

std::uint64_t KnownRows::see(std::uint64_t until) {
  std::uint64_t seen = 0;
  if (!is_used()) return seen;
  for (; !job_.stopped(); seen += raw_.count) {
    records_.peek(table_.columns, until, plain_);
    if (plain_.count == 0) break;
    lay_out();
    give();
  }
  return seen;
}

}  // namespace whylocked::input
