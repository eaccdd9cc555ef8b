// The figures as Markdown: what the README shows.
//
// In:  Figures, bins, curves.  Out: text appended to a string.
// Lifetime: none.  Threads: pure.  Failure: none; a figure of nothing is "-".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accuracy/metrics.hpp"

namespace whylocked::accuracy {

// A row of a table, cell by cell; the first row is the heading.
using Rows = std::vector<std::vector<std::string>>;
void write_table(const Rows& rows, std::string& out);

std::string percent(double part);   // "97.3"
std::string decimal(double value);  // "0.012"

// Confidence against accuracy as a plot of characters, in a code block.
void write_reliability(std::span<const Bin> bins, std::string& out);

}  // namespace whylocked::accuracy
