// Doubts about a file, and the options that would settle them.
//
// Advice is tried before it is given: a --map that does not turn the first rows into events is left
// out. Where several columns could be a field, their names decide: an address column that names the
// machine which wrote the log ("agent.ip", "dst_ip") is never taken for the caller's.
#pragma once

#include <string>

#include "whylocked/check.hpp"

namespace whylocked::check {

// Fills FileCheck::doubts and FileCheck::options of a file whose columns are sampled. `path`: to
// read it again; empty: it cannot be.
void add_doubts(const std::string& path, const ReadOptions& read, const NormalizeOptions& normalize,
                FileCheck& file);

// How well a column's name suits a field: above 0 it names it, below 0 it names something else.
int name_fitness(std::string_view name, Field field);

}  // namespace whylocked::check
