// The books of distinct texts, addresses and programs, and the sources' own ids of rows.
#include "whylocked/event.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace whylocked {

TextId Interner::find(std::string_view text, std::uint64_t hash) const {
  return ids_.find(hash, [&](TextId id) { return texts_[id] == text; });
}

TextId Interner::intern(std::string_view text) {
  if (text.empty()) return kNone;
  const std::uint64_t hash = hash_bytes(text);
  if (const TextId known = find(text, hash); known != kNone) return known;
  const auto id = static_cast<TextId>(texts_.size());
  texts_.push_back(keep(text));
  ids_.add(hash, id, [&](TextId other) { return hash_bytes(texts_[other]); });
  bytes_ += text.size();
  return id;
}

std::optional<TextId> Interner::find(std::string_view text) const {
  if (text.empty()) return kNone;
  const TextId id = find(text, hash_bytes(text));
  return id == kNone ? std::nullopt : std::optional(id);
}

void RowIds::set(std::uint16_t file, std::uint32_t row, std::uint32_t id) {
  if (id == 0) return;
  if (files_.size() <= file) files_.resize(std::size_t{file} + 1);
  std::vector<std::uint32_t>& rows = files_[file];
  if (rows.size() <= row) rows.resize(std::size_t{row} + 1);
  rows[row] = id;
}

// Blocks never move, so views of them stay valid.
std::string_view Interner::keep(std::string_view text) {
  constexpr std::size_t kSmall = 1u << 10, kLarge = 64u << 10;
  if (text.size() > room_) {
    room_ = std::max(text.size(), blocks_.size() < 4 ? kSmall : kLarge);
    blocks_.emplace_back(new char[room_]);
    block_bytes_ = room_;
  }
  char* const to = blocks_.back().get() + (block_bytes_ - room_);
  std::copy_n(text.data(), text.size(), to);
  room_ -= text.size();
  return {to, text.size()};
}

namespace {

std::uint64_t hash_of(const Address& address) { return hash_pair(address.high, address.low); }
std::uint64_t hash_of(const Program& program) {
  return hash_pair(std::uint64_t{program.client} << 32 | program.application,
                   std::uint64_t{program.vendor} << 32 | program.computer);
}
bool is_none(const Address&) { return false; }  // "::" may be written in a row
bool is_none(const Program& program) { return program == Program{}; }

}  // namespace

template <class Value>
TextId ValueBook<Value>::intern(const Value& value) {
  if (is_none(value)) return kNone;
  const std::uint64_t hash = hash_of(value);
  const TextId known = ids_.find(hash, [&](TextId id) { return values_[id] == value; });
  if (known != kNone) return known;
  const auto id = static_cast<TextId>(values_.size());
  values_.push_back(value);
  ids_.add(hash, id, [&](TextId other) { return hash_of(values_[other]); });
  return id;
}
template class ValueBook<Address>;
template class ValueBook<Program>;

}  // namespace whylocked
