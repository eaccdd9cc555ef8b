// Which zone a row's time is in, for one file.
//
// In:  the zone written in the value, the row's time_zone column.  Out: an index; local to UTC.
// A zone in the value outranks one in the header ("Date (UTC)"), that one a time_zone column, that
// one the profile of the format, that one the options; last, UTC is assumed. What was used is
// remembered, for InputInfo. The zone database is opened only when a zone with rules is asked for.
// Lifetime: refers to the options.  Threads: one.  Failure: nullopt for an unknown name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/memo.hpp"
#include "normalize/zone.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalizing {

class FileZones {
 public:
  explicit FileZones(const NormalizeOptions& options) : options_(options) {}

  void see_header(std::string_view header);
  void see_format(std::string_view zone) { format_ = zone; }  // what the profile says, or empty
  bool header_tells() const { return header_.has_value(); }

  std::uint16_t of_offset(std::int16_t minutes_east);
  std::optional<std::uint16_t> of_name(std::string_view name);
  std::uint16_t of_rest();  // header, profile, options, UTC

  Zone& operator[](std::uint16_t index) { return zones_[index]; }
  // After the event is kept: the zone counts for what describe() says.
  void count(std::uint16_t index);
  void join(const FileZones& part);  // of later rows of the file

  bool assumed() const {
    return counted_rest_ && !header_ && format_.empty() && options_.time_zone.empty();
  }
  void describe(InputInfo& info);

 private:
  std::uint16_t add(Zone zone);

  const NormalizeOptions& options_;
  std::vector<Zone> zones_;
  std::optional<std::int32_t> header_;  // minutes east
  std::string format_;
  std::optional<std::uint16_t> rest_;
  BoundedCache<std::optional<std::uint16_t>> names_;
  std::vector<std::pair<std::int16_t, std::uint16_t>> offsets_;  // few
  std::optional<std::uint16_t> counted_;  // of the zones that values named, the first
  bool counted_several_ = false, counted_rest_ = false;
};

}  // namespace whylocked::normalizing
