// The report for people: a summary, then a block for each story, the worst first.
#include "report/text_parts.hpp"

namespace whylocked {

void write_text(const Report& report, const TextOptions& options, std::string& out) {
  const View view(report);
  Page page(options.width, options.color, out);
  TextMemo memo;
  const TextContext context{view, page, memo, options.all_causes};
  show_summary(context);
  const std::vector<Block> blocks = make_blocks(view);
  if (blocks.empty()) show_no_lockout(context);
  if (blocks.size() > 1) show_overview(context, blocks);
  for (const Block& block : blocks) {
    page.blank();
    show_block(context, block, &block == &blocks.front());
  }
  show_missing(context);
}

}  // namespace whylocked
