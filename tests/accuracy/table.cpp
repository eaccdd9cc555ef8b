#include "accuracy/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace whylocked::accuracy {

namespace {

std::string number(const char* format, double value) {
  if (std::isnan(value)) return "-";
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace

void write_table(const Rows& rows, std::string& out) {
  std::vector<std::size_t> width(rows.front().size(), 3);
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const std::string gap(width[c] - rows[r][c].size(), ' ');
      out += c == 0 ? "| " + rows[r][c] + gap : " | " + gap + rows[r][c];
    }
    out += " |\n";
    if (r > 0) continue;
    for (std::size_t c = 0; c < width.size(); ++c)
      out += (c == 0 ? "|:" : "|-") + std::string(width[c], '-') + (c == 0 ? "-" : ":");
    out += "|\n";
  }
}

std::string percent(double part) { return number("%.1f", 100 * part); }
std::string decimal(double value) { return number("%.3f", value); }

void write_reliability(std::span<const Bin> bins, std::string& out) {
  constexpr int kHeight = 10, kWidth = 50;
  std::vector<std::string> grid(kHeight + 1, std::string(kWidth + 1, ' '));
  for (int x = 0; x <= kWidth; ++x)
    grid[static_cast<std::size_t>(std::lround(1.0 * x / kWidth * kHeight))][x] = '.';
  for (const Bin& bin : bins)
    grid[static_cast<std::size_t>(std::lround(bin.accuracy * kHeight))]
        [static_cast<std::size_t>(std::lround(bin.confidence * kWidth))] = 'o';
  out += "```\nright (%)   o a tenth of the lockouts   . perfect calibration\n";
  for (int y = kHeight; y >= 0; --y) {
    std::string line = number("%3.0f |", 10.0 * y) + grid[static_cast<std::size_t>(y)];
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  out += "    +" + std::string(kWidth + 1, '-') + "\n     0" + std::string(kWidth / 2 - 2, ' ') +
         "50" + std::string(kWidth / 2 - 3, ' ') + "100  said (%)\n```\n";
}

}  // namespace whylocked::accuracy
