// A pattern becomes a small program (Thompson 1968; Pike's form with captures): a thread is one
// reading of the text so far. Threads are in order of preference; of two at the same step the
// preferred one stays, so there are never more threads than steps.
#include "input/formats/pattern.hpp"

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";  // usual in mails that were HTML

using ascii::is_space;
using ascii::lower;

// Letters of any language: each byte of a longer character counts as one.
bool in_word(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// "{user...}" and its like, or literal text.
struct Piece {
  std::string_view text;  // of a field its name
  bool is_field = false, several = false;
};

// The next piece of the pattern; a brace that is not closed comes as a literal.
Piece take_piece(std::string_view& pattern) {
  const std::size_t close = pattern.starts_with('{') ? pattern.find('}') : pattern.npos;
  if (close == pattern.npos) {
    const std::size_t end = std::min(pattern.find('{', 1), pattern.size());
    const Piece piece{pattern.substr(0, end)};
    pattern.remove_prefix(end);
    return piece;
  }
  Piece piece{pattern.substr(1, close - 1), true};
  pattern.remove_prefix(close + 1);
  piece.several = piece.text.ends_with("...");
  if (piece.several) piece.text.remove_suffix(3);
  return piece;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::optional<std::string> fault_of_field(const Piece& field, std::string_view rest) {
  if (!field.text.empty() && !parse_field(field.text))
    return "no field is named " + quoted(field.text);
  if (rest.starts_with('{')) return "two fields need text or a blank between them";
  const std::size_t next = rest.find_first_not_of(' ');
  if (field.several && (next == rest.npos || rest[next] == '{'))
    return "{" + std::string(field.text) + "...} needs text after it";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> validate(std::string_view pattern) {
  const NormalizedText plain(pattern);
  pattern = plain.text();
  if (pattern.size() > CompiledPattern::kMaxPattern)
    return "longer than " + std::to_string(CompiledPattern::kMaxPattern) + " bytes";
  std::vector<std::string_view> named;
  std::size_t fields = 0;
  bool literal = false;
  while (!pattern.empty()) {
    const Piece piece = take_piece(pattern);
    if (!piece.is_field) {
      if (piece.text.find_first_of("{}") != piece.text.npos) return "a brace has no partner";
      literal |= std::any_of(piece.text.begin(), piece.text.end(), in_word);
      continue;
    }
    if (auto fault = fault_of_field(piece, pattern)) return fault;
    if (std::find(named.begin(), named.end(), piece.text) != named.end())
      return "{" + std::string(piece.text) + "} comes twice";
    if (!piece.text.empty()) named.push_back(piece.text);
    if (++fields > CompiledPattern::kMaxFields)
      return "more than " + std::to_string(CompiledPattern::kMaxFields) + " fields";
  }
  if (!literal) return "it has no words beside the fields";
  return std::nullopt;
}

void NormalizedText::set(std::string_view text) {
  text_.clear();
  bool gap = false;
  while (!text.empty()) {
    const std::size_t blank = is_space(text[0]) ? 1 : text.starts_with(kNoBreakSpace) ? 2 : 0;
    gap |= blank != 0;
    if (blank == 0) {
      if (gap && !text_.empty()) text_ += ' ';
      gap = false;
      text_ += text[0];
    }
    text.remove_prefix(std::max<std::size_t>(blank, 1));
  }
  lower_.resize(text_.size());
  std::transform(text_.begin(), text_.end(), lower_.begin(), ascii::lower);
}

void CompiledPattern::add(Step::Kind kind, std::size_t what, std::size_t to) {
  steps_.push_back({kind, static_cast<std::uint8_t>(what), static_cast<std::uint16_t>(to)});
}

void CompiledPattern::add_literal(std::string_view text) {
  if (text.size() > needle_.size()) needle_ = text;
  for (const char c : text)
    c == ' ' ? add(Step::Kind::blank) : add(Step::Kind::byte, static_cast<unsigned char>(c));
}

void CompiledPattern::add_word() {
  const std::size_t begin = steps_.size();
  add(Step::Kind::word_byte);
  add(Step::Kind::next_or, 0, begin);
}

void CompiledPattern::add_field(std::string_view name, bool several) {
  const std::size_t number = fields_.size();
  if (!name.empty()) {
    fields_.push_back(*parse_field(name));
    add(Step::Kind::open, number);
  }
  add_word();
  constexpr std::size_t kStepsAWord = 4;  // below, with to_or
  const std::size_t end = steps_.size() + (several ? (kMaxWords - 1) * kStepsAWord : 0);
  while (steps_.size() < end) {
    add(Step::Kind::to_or, 0, end);
    add(Step::Kind::blank);
    add_word();
  }
  if (!name.empty()) add(Step::Kind::close, number);
}

CompiledPattern::CompiledPattern(std::string_view pattern) {
  const NormalizedText plain(pattern);
  std::string_view rest = plain.text();
  if (rest[0] == '{') add(Step::Kind::gap);
  if (in_word(rest[0])) add(Step::Kind::edge);
  while (!rest.empty()) {
    const std::size_t at = plain.text().size() - rest.size();
    const Piece piece = take_piece(rest);
    if (piece.is_field) {
      add_field(piece.text, piece.several);
      continue;
    }
    const std::string_view literal = plain.lower().substr(at, piece.text.size());
    if (at == 0) head_ = literal;
    add_literal(literal);
  }
  const char last = plain.text().back();
  if (last == '}') add(Step::Kind::gap);
  if (in_word(last)) add(Step::Kind::edge);
  add(Step::Kind::done);
}

// One search through one text.
class CompiledPattern::Run {
 public:
  using At = std::uint32_t;
  static constexpr At kNever = UINT32_MAX, kUnknown = kNever - 1;

  Run(const CompiledPattern& matcher, const NormalizedText& passage)
      : steps_(matcher.steps_),
        head_(matcher.head_),
        fields_(matcher.fields_),
        text_(passage.text()),
        lower_(passage.lower()),
        seen_(steps_.size(), kNever) {
    now_.reserve(kUsualThreads);
    next_.reserve(kUsualThreads);
  }

  std::optional<Match> from(At at) {
    for (; at <= text_.size(); ++at) {
      if (now_.empty()) {
        if (found_ || next_begin(at) == kNever) break;
        at = begin_;
      }
      if (!found_ && next_begin(at) == at) follow({0, at, {}}, at, now_);
      advance(at);
      std::swap(now_, next_);
      next_.clear();
    }
    return found_ ? std::optional(match()) : std::nullopt;
  }

 private:
  static constexpr std::size_t kUsualThreads = 32;

  struct Place {
    At from = 0, to = 0;
  };
  struct Thread {  // copied at every byte, so small
    std::uint32_t step = 0;
    At from = 0;
    std::array<Place, kMaxFields> places;
  };

  // The first place from `at` on where a match can begin: the literal at the beginning, else a
  // word.
  At next_begin(At at) {
    if (begin_ == kUnknown || begin_ < at) {
      const std::size_t found = head_.empty() ? word_from(at) : lower_.find(head_, at);
      begin_ = found == lower_.npos ? kNever : static_cast<At>(found);
    }
    return begin_;
  }

  std::size_t word_from(std::size_t at) const {
    if (at == 0) return 0;
    const std::size_t blank = text_.find(' ', at - 1);
    return blank == text_.npos ? blank : blank + 1;
  }

  // Adds to the threads at `at` this one and where it can get without taking a byte.
  void follow(Thread thread, At at, std::vector<Thread>& threads) {
    for (;; ++thread.step) {
      const Step& step = steps_[thread.step];
      if (seen_[thread.step] == at) return;
      seen_[thread.step] = at;
      switch (step.kind) {
        case Step::Kind::byte:
        case Step::Kind::blank:
        case Step::Kind::word_byte:
        case Step::Kind::done:
          threads.push_back(thread);
          return;
        case Step::Kind::next_or:
        case Step::Kind::to_or: {
          const bool next_first = step.kind == Step::Kind::next_or;
          Thread first = thread;
          first.step = next_first ? thread.step + 1 : step.to;
          follow(first, at, threads);
          if (next_first) thread.step = step.to - 1u;  // the loop adds one
          break;
        }
        case Step::Kind::open:
          thread.places[step.what].from = at;
          break;
        case Step::Kind::close:
          thread.places[step.what].to = at;
          break;
        case Step::Kind::edge:
          if (is_inside(at, in_word)) return;
          break;
        case Step::Kind::gap:
          if (is_inside(at, [](char c) { return c != ' '; })) return;
          break;
      }
    }
  }

  template <typename Test>
  bool is_inside(At at, Test test) const {
    return at > 0 && at < text_.size() && test(text_[at - 1]) && test(text_[at]);
  }

  // Every thread takes the byte at `at` or ends. One that is done ends all it is preferred to.
  void advance(At at) {
    for (Thread& thread : now_) {
      const Step& step = steps_[thread.step];
      if (step.kind == Step::Kind::done) {
        found_ = thread;
        end_ = at;
        return;
      }
      if (at == text_.size() || !takes(step, lower_[at])) continue;
      ++thread.step;
      follow(thread, at + 1, next_);
    }
  }

  static bool takes(const Step& step, char c) {
    switch (step.kind) {
      case Step::Kind::byte:
        return static_cast<unsigned char>(c) == step.what;
      case Step::Kind::blank:
        return c == ' ';
      default:
        return c != ' ';
    }
  }

  Match match() const {
    Match match{found_->from, end_, {}};
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const Place place = found_->places[i];
      match.fields[static_cast<std::size_t>(fields_[i])] =
          text_.substr(place.from, place.to - place.from);
    }
    return match;
  }

  const std::vector<Step>& steps_;
  const std::string& head_;
  const std::vector<Field>& fields_;
  const std::string_view text_, lower_;
  std::vector<At> seen_;            // by step: the last place where a thread came to it
  std::vector<Thread> now_, next_;  // by preference
  At begin_ = kUnknown;             // the next place where a match can begin
  std::optional<Thread> found_;
  At end_ = 0;
};

std::optional<Match> CompiledPattern::find(const NormalizedText& passage, std::size_t from) const {
  if (passage.lower().find(needle_, from) == std::string_view::npos) return std::nullopt;
  if (passage.text().size() >= Run::kUnknown) return std::nullopt;  // no record is as long as that
  return Run(*this, passage).from(static_cast<Run::At>(from));
}

std::size_t LiteralPrefilter::bucket_of(const char* key) {
  std::uint32_t bytes;
  static_assert(sizeof bytes == kKey);
  std::memcpy(&bytes, key, kKey);
  return bytes * 0x9e3779b1u >> 22;  // 2^32 / golden ratio; the upper 10 bits, as of kBuckets
}

void LiteralPrefilter::add(std::string_view literal) {
  std::uint16_t next = 0;
  const auto number = static_cast<std::uint16_t>(literals_.size() + 1);
  if (literal.size() >= kKey) {
    next = buckets_[bucket_of(literal.data())];
    buckets_[bucket_of(literal.data())] = number;
  }
  literals_.push_back({std::string(literal), next});
}

void LiteralPrefilter::look(std::string_view text, std::vector<std::uint16_t>& found) const {
  found.clear();
  for (std::size_t i = 0; i < literals_.size(); ++i)
    if (literals_[i].text.size() < kKey) found.push_back(static_cast<std::uint16_t>(i));
  for (std::size_t at = 0; at + kKey <= text.size(); ++at)
    for (std::uint16_t i = buckets_[bucket_of(text.data() + at)]; i != 0; i = literals_[i - 1].next)
      if (text.substr(at).starts_with(literals_[i - 1].text)) {
        const auto number = static_cast<std::uint16_t>(i - 1);
        if (std::find(found.begin(), found.end(), number) == found.end()) found.push_back(number);
      }
  std::sort(found.begin(), found.end());
}

}  // namespace whylocked::input
