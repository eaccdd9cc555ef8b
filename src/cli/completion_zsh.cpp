// Completion for zsh: a list for _arguments.
#include "cli/completion.hpp"

namespace whylocked {

namespace {

// Inside single quotes, where a bracket ends an explanation and a colon a name.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':')
      out += std::string("\\") + c;
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

// '(-o --output)'{-o,--output}'[says]:FILE:_files'
std::string zsh_option(const OptionRow& option) {
  const auto names = names_of(option);
  const std::string last(names.back());
  std::string text = "  ";
  text += names.size() == 1 ? "'*" + last : "'*'{" + std::string(names.front()) + ',' + last + "}'";
  text += '[' + zsh_text(option.says) + ']';
  if (option.value.empty()) return text + "' \\\n";
  const auto words = words_after(option);
  text += ':' + zsh_text(option.value) + ':';
  text += !words.empty() ? '(' + zsh_text(joined(words)) + ')' : names_file(option) ? "_files" : "";
  return text + "' \\\n";
}

}  // namespace

std::string zsh_completion() {
  std::string commands, operands, options;
  for (const CommandRow& row : command_rows()) {
    commands += "    '" + std::string(row.name) + ':' + zsh_text(row.says) + "'\n";
    if (const auto words = words_after(row); !words.empty())
      operands +=
          "    " + std::string(row.name) + ") compadd -- " + joined(words) + "; return ;;\n";
  }
  for (const OptionRow& option : option_rows()) options += zsh_option(option);
  return "#compdef whylocked\n"
         "_whylocked_operand() {\n"
         "  local -a commands=(\n" +
         commands +
         "  )\n"
         "  case $words[2] in\n" +
         operands +
         "  esac\n"
         "  (( CURRENT == 2 )) && _describe command commands\n"
         "  _files\n"
         "}\n"
         "_arguments -s -S \\\n" +
         options + "  '*:operand:_whylocked_operand'\n";
}

}  // namespace whylocked
