#include "generate.hpp"

#include <memory>
#include <vector>

#include "export_text.hpp"

namespace whylocked::bench {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

struct FormRow {
  std::string_view name;
  Form form;
  TextForm text;
};
constexpr FormRow kForms[] = {
    {"csv", Form::csv, {}},
    {"semicolon", Form::semicolon, {.delimiter = ';'}},
    {"crlf", Form::crlf, {.line_end = "\r\n"}},
    {"month-first", Form::month_first, {.time = TimeForm::month_first}},
    {"newest-first", Form::newest_first, {}},
    {"jsonl", Form::jsonl, {.json = true}},
};

class Pieces {
 public:
  Pieces(const TextForm& form, const std::function<void(std::string_view)>& take)
      : text_(form), take_(take), at_(text_.write_header(buffer_.get())) {}

  void add(const SignIn& row) {
    at_ = text_.write(row, at_);
    if (at_ >= buffer_.get() + kPiece) flush();
  }

  void flush() {
    if (at_ != buffer_.get()) take_({buffer_.get(), at_});
    at_ = buffer_.get();
  }

 private:
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kPiece + kMaxLine);
  ExportText text_;
  const std::function<void(std::string_view)>& take_;
  char* at_;
};

void add_newest_first(Traffic& traffic, std::uint64_t rows, Pieces& pieces) {
  std::vector<SignIn> all;
  all.reserve(rows);
  for (SignIn row; traffic.next(row);) all.push_back(row);
  for (auto row = all.rbegin(); row != all.rend(); ++row) pieces.add(*row);
}

}  // namespace

std::optional<Form> form_named(std::string_view name) {
  for (const FormRow& row : kForms)
    if (row.name == name) return row.form;
  return std::nullopt;
}

std::string form_names() {
  std::string names;
  for (const FormRow& row : kForms) (names += names.empty() ? "" : ", ") += row.name;
  return names;
}

void generate(const TrafficOptions& options, Form form,
              const std::function<void(std::string_view piece)>& take) {
  Traffic traffic(options);
  Pieces pieces(kForms[static_cast<std::size_t>(form)].text, take);
  if (form == Form::newest_first)
    add_newest_first(traffic, options.rows, pieces);
  else
    for (SignIn row; traffic.next(row);) pieces.add(row);
  pieces.flush();
}

std::string generate_text(const TrafficOptions& options, Form form) {
  std::string text;
  generate(options, form, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace whylocked::bench
