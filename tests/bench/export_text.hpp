// Sign-ins as the text of an export.
//
// In:  one SignIn after the other.  Out: lines, appended to a buffer.
// Columns: Timestamp, Username, IP Address, Event, Result, Client, Details. Half of the users are
// CORP\name, half name@corp.example.com; one address in 16 is IPv6; clients hold quoted commas and
// semicolons, details doubled quotes. Each user, address and client has one spelling.
// The first day is 2026-05-19, so the first month-first date can be read in one way only.
// Threads: one a writer.  Failure: none; the buffer must have kMaxLine bytes left.
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
  bool json = false;  // an object a line
};

class ExportText {
 public:
  explicit ExportText(const TextForm& form) : form_(form) {}
  // Each returns the position after what it wrote.
  char* write_header(char* at) const;  // nothing in JSON
  char* write(const SignIn& row, char* at);

 private:
  char* write_time(std::uint32_t second, char* at);
  char* write_fields(const SignIn& row, char* at);
  char* write_object(const SignIn& row, char* at);

  const TextForm form_;
  std::uint32_t day_ = UINT32_MAX;  // the one that date_ is of
  std::string date_;
};

}  // namespace whylocked::bench
