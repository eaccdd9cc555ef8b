// The fields of a row that an event keeps: user, address, client, application, vendor, computer,
// count; and whether a row is an event at all.
//
// In:  a Row.  Out: ids in the Events, numbers.
// A log repeats few distinct texts, so each is worked out once and remembered.
// A tracking identifier is half of a credential: only its 64-bit FNV-1a hash is kept, which is
// enough to distinguish callers. A text with blanks and letters in that column is a vendor's name
// ("Vendor - Product") and is kept as written; identifiers have no blanks.
// Totals, "created on" and repeated headers are no events; they are left out with a note and do not
// count as skipped, since `--strict` is about lost data.
// Lifetime: refers to its arguments.  Threads: one.
// Failure: a field that cannot be read is reported and left empty (a count: 1); user() is kNone
// without a name. is_no_data() returns false when in doubt.
#pragma once

#include "normalize/bounded_cache.hpp"
#include "normalize/messages.hpp"
#include "normalize/text_dictionary.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

// The hash of a source's own id of an event; 0: none. FNV-1a, 32 bits: two ids are compared only within one
// instant.
std::uint32_t id_of(std::string_view text);

class FieldReader {
 public:
  FieldReader(Messages& messages, Events& out) : messages_(messages), out_(out) {}

  void begin(const Columns& columns) { has_addresses_ = columns.has(Field::address); }

  // "name", or "realm\name" where the row has a realm and the name does not carry one itself.
  TextId user(const Row& row);
  // The account acted upon; of several names the first that is an address, else the first. kNone
  // if the row names none.
  TextId target(const Row& row);
  // The first public address of the field, else the first.
  TextId address(const Row& row);
  TextId text(const Row& row, Field field);  // user_agent, application, vendor or computer
  TextId vendor(const Row& row);             // or the hashed tracking identifier
  // nullopt: the row counts no attempt at all.
  std::optional<std::uint32_t> count(const Row& row);

 private:
  struct Found {
    TextId id = kNone;
    bool odd = false;  // not an address; several public ones; too long
  };
  template <typename Work>
  Found remember(BoundedCache<Found>& known, std::string_view text, Work work);
  template <typename Work>
  Found remember(RawNames& known, std::string_view text, Work work);
  Found find_user(std::string_view text);
  TextId with_realm(TextId user, std::string_view realm);
  Found find_address(std::string_view text);
  TextId address_of_source(std::string_view text);
  Found find_text(std::string_view text);
  Found find_tracking(std::string_view text);
  void report_clipped(const Row& row, Field field);

  Messages& messages_;
  Events& out_;
  bool has_addresses_ = true;
  RawNames users_, addresses_;
  BoundedCache<Found> targets_, clients_, applications_, vendors_, trackings_, computers_,
      realms_;
};

bool is_no_data(const Row& row, const Columns& columns);

}  // namespace whylocked::normalize
