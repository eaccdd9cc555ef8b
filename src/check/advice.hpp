// Doubts about a file, and the options that would settle them.
//
// Options are tried before they are suggested: a --map that does not turn the first
// rows into events is left out. If several columns could be a field, their names
// decide; an address column named after the machine that wrote the log ("agent.ip",
// "dst_ip") is never suggested as the caller's.
#pragma once

#include <string>

#include "whylocked/check.hpp"

namespace whylocked::check {

// Fills FileCheck::doubts and FileCheck::options of a file whose columns are sampled. `path`: to
// read it again; empty: impossible.
void add_doubts(const std::string& path, const ReadOptions& read, const NormalizeOptions& normalize,
                FileCheck& file);

// How well a column's name suits a field: positive if it names it, negative if it
// names something else.
int name_fitness(std::string_view name, Field field);

}  // namespace whylocked::check
