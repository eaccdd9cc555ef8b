// Causes of a Diagnosis: made for the reader, or held once somebody wants to change them.
#include "whylocked/attribute_old.hpp"

namespace whylocked::old {

CauseInBrief Causes::brief(std::size_t index) const {
  if (source_) return source_->brief(index);
  const Cause& cause = own_[index];
  return {cause.rank,  cause.id,          cause.name,      cause.kind,
          cause.group, cause.probability, cause.score_db10};
}

std::vector<Cause>& Causes::own() {
  if (source_) {
    for (std::size_t i = 0; i < source_->size(); ++i) own_.push_back(source_->cause(i));
    source_.reset();
  }
  return own_;
}

}  // namespace whylocked::old
