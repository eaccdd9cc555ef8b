// Prints the number of lockouts in the export given as argument.
#include <iostream>
#include <whylocked/diagnose.hpp>

int main(int, char** arguments) {
  const auto result = whylocked::diagnose({arguments[1]}, {}, {});
  std::cout << result.report.summary.lockouts << '\n';
  return result.ok ? 0 : 1;
}
