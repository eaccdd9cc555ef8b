// Sign-ins as the text of an export.
//
// In:  one SignIn after another.  Out: lines, appended to a buffer.
// Columns: Timestamp, Username, IP Address, Event, Result, Client, Details. Half of the users are
// CORP\name, half name@corp.example.com; one address in 16 is IPv6; clients contain quoted commas
// and semicolons, details doubled quotes. Each user, address and client has one spelling.
// The first day is 2026-05-19, so the first month-first date is unambiguous.
// Threads: one per writer.  Failure: none; the buffer must have kMaxLine bytes left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "traffic.hpp"

namespace whylocked::bench {

inline constexpr std::size_t kMaxLine = 1024;

enum class TimeForm : std::uint8_t { iso, month_first };  // 2026-05-19T08:07:19, 05/19/2026 ... AM

struct TextForm {
  char delimiter = ',';
  const char* line_end = "\n";
  TimeForm time = TimeForm::iso;
  bool json = false;  // one object per line
};

class ExportText {
 public:
  explicit ExportText(const TextForm& form) : form_(form) {}
  // Each returns the position after its output.
  char* write_header(char* at) const;  // writes nothing in JSON
  char* write(const SignIn& row, char* at);

 private:
  char* write_time(std::uint32_t second, char* at);
  char* write_fields(const SignIn& row, char* at);
  char* write_object(const SignIn& row, char* at);

  const TextForm form_;
  std::uint32_t day_ = UINT32_MAX;  // the day of date_
  std::string date_;
};

}  // namespace whylocked::bench
