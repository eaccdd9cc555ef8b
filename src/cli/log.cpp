#include "cli/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace whylocked {

struct Log::Sink {
  spdlog::logger logger{"whylocked", std::make_shared<spdlog::sinks::stderr_sink_st>()};
};

Log::Log(bool on) {
  if (!on) return;
  sink_ = std::make_unique<Sink>();
  sink_->logger.set_pattern("%H:%M:%S.%e %v");
}

Log::~Log() = default;

void Log::stage_ended(std::string_view stage) {
  if (!sink_) return;
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> taken = now - last_;
  last_ = now;
  sink_->logger.info("{}: {:.1f} ms", stage, taken.count());
}

void Log::report(const Report& report) {
  if (!sink_) return;
  for (const InputInfo& input : report.inputs) {
    if (input.format.empty()) continue;  // could not be read
    sink_->logger.info("{}: {} {}, {} rows, {} events, {} skipped, times in {} ({})",
                       escape_terminal(input.file), input.format, input.encoding, input.rows,
                       input.events, input.skipped, escape_terminal(input.time_zone),
                       input.time_zone_source);
  }
  const Policy& policy = report.correlation.policy;
  sink_->logger.info("threshold: {} ({})", policy.threshold, to_text(policy.threshold_source));
  sink_->logger.info("{} events, {} failed logins, {} users, {} lockouts", report.summary.events,
                     report.summary.failures, report.summary.users, report.summary.lockouts);
}

}  // namespace whylocked
