// A RowSink that handles one row at a time.
#pragma once

#include "whylocked/read.hpp"

namespace whylocked {

class EachRow : public RowSink {
 public:
  virtual bool row(const Row& row) = 0;  // false: stop
  bool consume(const RowBatch& rows) override {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!row(rows.row(i))) return false;
    return true;
  }
};

}  // namespace whylocked
