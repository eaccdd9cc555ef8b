// Which failures locked the account: each case is a story and the text of its lockouts.
#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

struct ReplayCase {
  const char* name;
  const char* story;
  std::vector<std::string> lockouts;
  CorrelateOptions options = {};
};

CorrelateOptions threshold(std::uint32_t n, std::int64_t window_s = 0) {
  CorrelateOptions options;
  options.threshold = n;
  options.observation_window_s = window_s;
  return options;
}

const ReplayCase kReplayCases[] = {
    {"nothing happened", "", {}},
    {"one short of the threshold",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:10 fail ann 198.51.100.7)",
     {},
     threshold(3)},
    {"the threshold exactly, without a lock row",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:10 fail ann 198.51.100.7
       08:00:20 fail ann 198.51.100.7)",
     {"ann 08:00:20 reconstructed, 3 counted, 0 after: 198.51.100.7 3 1.00 sufficient necessary"},
     threshold(3)},
    {"a row that counts several failures",
     R"(
       08:00:00 fail ann 198.51.100.7 x7)",
     {"ann 08:00:00 reconstructed, 1 counted, 0 after: 198.51.100.7 7 1.00 sufficient necessary"}},
    {"five by default",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:10 fail ann 198.51.100.7
       08:00:20 fail ann 198.51.100.7
       08:00:30 fail ann 198.51.100.7
       08:00:40 fail ann 198.51.100.7
       08:00:50 fail ann 198.51.100.7)",
     {"ann 08:00:40 reconstructed, 5 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"a success clears the counter",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:10 fail ann 198.51.100.7
       08:00:15 ok   ann 198.51.100.7
       08:00:20 fail ann 198.51.100.7
       08:00:30 fail ann 198.51.100.7)",
     {},
     threshold(3)},
    {"a reset clears the counter",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:00:15 reset ann
       08:00:20 fail ann 198.51.100.7 x2)",
     {},
     threshold(3)},
    {"an expiry does not clear the counter",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:00:15 expire ann
       08:00:20 fail ann 198.51.100.7)",
     {"ann 08:00:20 reconstructed, 2 counted, 0 after: 198.51.100.7 3 1.00 sufficient necessary"},
     threshold(3)},
    {"the observation window, just inside",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:10:00 fail ann 198.51.100.7)",
     {"ann 08:10:00 reconstructed, 2 counted, 0 after: 198.51.100.7 3 1.00 sufficient necessary"},
     threshold(3, 600)},
    {"the observation window, just outside",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:10:01 fail ann 198.51.100.7)",
     {},
     threshold(3, 600)},
    {"failures that do not count",
     R"(
       08:00:01 fail:revoked ann 198.51.100.7 x9
       08:00:02 fail:expired ann 198.51.100.7 x9
       08:00:03 fail:disabled ann 198.51.100.7 x9
       08:00:04 fail:mfa ann 198.51.100.7 x9
       08:00:05 fail:bad_integration_code ann 198.51.100.7 x9
       08:00:06 fail:quota ann 198.51.100.7 x9
       08:00:07 fail:blocked ann 198.51.100.7 x9
       08:00:08 fail:unknown_user ann 198.51.100.7 x9
       08:00:09 fail:single_sign_on ann 198.51.100.7 x9
       08:00:10 fail:bad_password ann 198.51.100.7 x2
       08:00:11 other ann)",
     {},
     threshold(3)},
    {"a single sign-on neither clears the counter nor ends the lock",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:00:15 ok:single_sign_on ann 203.0.113.5
       08:00:20 fail ann 198.51.100.7
       08:00:40 ok:single_sign_on ann 203.0.113.5
       08:01:20 fail ann 198.51.100.7)",
     {"ann 08:00:20 reconstructed, 2 counted, 1 after: "
      "198.51.100.7 3 1.00 sufficient necessary later 1"},
     threshold(3)},
    {"until the unlock everything is an effect",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       08:05:00 fail ann 198.51.100.7
       08:06:00 fail ann 203.0.113.5
       08:07:00 unlock ann
       08:10:00 fail ann 198.51.100.7 x2)",
     {"ann 08:00:00 answered, 1 counted, 2 after, unlocked 08:07:00: "
      "198.51.100.7 2 1.00 sufficient necessary later 1",
      "ann 08:10:00 reconstructed, 1 counted, 0 after: "
      "198.51.100.7 2 1.00 sufficient necessary"},
     threshold(2)},
    {"a refusal proves the lock",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:05:00 fail ann 198.51.100.7
       08:10:00 fail:locked ann 198.51.100.7)",
     {"ann 08:05:00 answered, 2 counted, 1 after: 198.51.100.7 2 1.00 later 1"},
     threshold(5)},
    {"even a lock whose failures are not in the export",
     R"(
       08:10:00 fail:locked ann 198.51.100.7
       08:40:00 ok ann 198.51.100.7)",
     {"ann 08:10:00 answered, 0 counted, 1 after, unlocked 08:40:00: 198.51.100.7 0 1.00 later 1"}},
    {"with lock rows, a refusal after a success belongs to the old lock",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:01 lock ann
       09:00:00 fail:locked ann 198.51.100.7
       09:10:00 ok ann 198.51.100.7
       09:20:00 fail:locked ann 198.51.100.7)",
     {"ann 08:00:01 recorded, 1 counted, 2 after: 198.51.100.7 5 1.00 sufficient necessary later "
      "2"}},
    {"without lock rows, too",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:10:00 fail:locked ann 198.51.100.7
       09:10:00 ok ann 198.51.100.7
       09:20:00 fail:locked ann 198.51.100.7)",
     {"ann 08:00:00 answered, 1 counted, 2 after: 198.51.100.7 5 1.00 sufficient necessary later "
      "2"}},
    {"but not on another day",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:10:00 fail:locked ann 198.51.100.7
       09:10:00 ok ann 198.51.100.7
       2026-05-20 09:20:00 fail:locked ann 198.51.100.7)",
     {"ann 08:00:00 answered, 1 counted, 1 after, unlocked 09:10:00: "
      "198.51.100.7 5 1.00 sufficient necessary later 1",
      "ann 2026-05-20T09:20:00Z answered, 0 counted, 1 after: 198.51.100.7 0 1.00 later 1"}},
    {"a failure before the refusal makes it a new lock",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:01 lock ann
       09:10:00 ok ann 198.51.100.7
       09:20:00 fail ann 198.51.100.7 x5
       09:20:01 fail:locked ann 198.51.100.7)",
     {"ann 08:00:01 recorded, 1 counted, 0 after, unlocked 09:10:00: 198.51.100.7 5 1.00 "
      "sufficient necessary",
      "ann 09:20:00 answered, 1 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary later "
      "1"}},
    {"a refusal for revoked credentials proves nothing",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7
       08:10:00 fail:revoked ann 198.51.100.7)",
     {}},
    {"and contradicts nothing",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       08:10:00 fail:revoked ann 198.51.100.7)",
     {"ann 08:00:00 reconstructed, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"a refusal proves a reconstructed lock",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       08:10:00 fail:locked ann 203.0.113.5)",
     {"ann 08:00:00 answered, 1 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"an unlock after too few failures since the account answered as open moves the lock",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       09:00:00 fail:bad_password ann 198.51.100.7 x2
       09:01:00 unlock ann
       09:30:00 fail:locked bob 198.51.100.8)",
     {"ann 09:00:00 answered, 2 counted, 0 after, unlocked 09:01:00: "
      "198.51.100.7 7 1.00 sufficient necessary",
      "bob 09:30:00 answered, 0 counted, 1 after: 198.51.100.8 0 1.00 later 1"},
     threshold(5)},
    {"an unlock proves the lock",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:05:00 fail ann 198.51.100.7
       08:10:00 unlock ann)",
     {"ann 08:05:00 answered, 2 counted, 0 after, unlocked 08:10:00: 198.51.100.7 2 1.00"},
     threshold(5)},
    {"not without failures, and with lock rows not below the threshold",
     R"(
       07:00:00 unlock cid
       08:00:00 fail ann 198.51.100.7
       08:10:00 unlock ann
       09:00:00 fail bob 198.51.100.7 x5
       09:00:00 lock bob)",
     {"bob 09:00:00 recorded, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"\"wrong password\" minutes later refutes an assumed lock",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       08:10:00 fail:bad_password ann 198.51.100.7)",
     {}},
    {"the next morning it does not: somebody unlocked the account",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       2026-05-19 08:10:00 fail:bad_password ann 198.51.100.7)",
     {"ann 08:00:00 reconstructed, 1 counted, 0 after, unlocked 2026-05-19T08:10:00Z: "
      "198.51.100.7 5 1.00 sufficient necessary"}},
    {"a declared threshold yields only to an answer within a minute",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       08:00:50 fail:bad_password ann 198.51.100.7
       09:00:00 fail:bad_password bob 198.51.100.7 x5
       09:10:00 fail:bad_password bob 198.51.100.7)",
     {"bob 09:00:00 reconstructed, 1 counted, 0 after, unlocked 09:10:00: "
      "198.51.100.7 5 1.00 sufficient necessary"},
     threshold(5)},
    {"an answer to a call already under way proves nothing",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       08:00:05 fail:bad_password ann 198.51.100.7)",
     {"ann 08:00:00 reconstructed, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"an answer without a reason refutes nothing",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:10:00 fail ann 198.51.100.7)",
     {"ann 08:00:00 reconstructed, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"tries hours apart, in an export without successes",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       09:40:00 fail ann 198.51.100.7
       13:00:00 fail ann 198.51.100.7
       15:10:00 fail ann 198.51.100.7 x2
       18:00:00 fail ann 198.51.100.7)",
     {}},
    {"a declared threshold does not bring them together",
     R"(
       08:00:00 fail ann 198.51.100.7 x2
       09:40:00 fail ann 198.51.100.7 x2)",
     {},
     threshold(3)},
    {"tries hours apart, in an export with successes but none between them",
     R"(
       07:00:00 ok   bob 198.51.100.7
       08:00:00 fail ann 198.51.100.7 x2
       09:40:00 fail ann 198.51.100.7 x2)",
     {"ann 09:40:00 reconstructed, 2 counted, 0 after: "
      "198.51.100.7 4 1.00 sufficient necessary"},
     threshold(3)},
    {"a machine that calls on its beat, and a person's slip",
     R"(
       08:00:00 fail ann 198.51.100.7
       09:00:20 fail ann 198.51.100.7
       10:00:00 fail ann 198.51.100.7
       10:20:00 fail ann 203.0.113.5
       11:00:10 fail ann 198.51.100.7
       12:00:00 fail ann 198.51.100.7
       13:00:00 fail ann 198.51.100.7
       14:00:00 fail ann 198.51.100.7
       15:00:00 fail ann 198.51.100.7)",
     {"ann 14:00:00 reconstructed, 5 counted, 1 after: "
      "198.51.100.7 4 0.80 necessary later 1; 203.0.113.5 1 0.20 necessary"}},
    {"locked again the next day, although no unlock is visible",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       09:00:00 fail ann 198.51.100.7
       2026-05-19 08:00:00 fail ann 198.51.100.7 x3
       2026-05-19 08:05:00 fail ann 198.51.100.7 x2)",
     {"ann 08:00:00 reconstructed, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1",
      "ann 2026-05-19T08:05:00Z reconstructed, 2 counted, 0 after: "
      "198.51.100.7 5 1.00 sufficient necessary"}},
    {"but not by a machine that continues once a night",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       2026-05-19 08:00:00 fail ann 198.51.100.7 x5
       2026-05-20 08:00:00 fail ann 198.51.100.7 x5)",
     {"ann 08:00:00 reconstructed, 1 counted, 2 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 10"}},
    {"a success within a minute refutes the assumed threshold, for other accounts too",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:30 ok   ann 198.51.100.7
       09:00:00 fail bob 198.51.100.7 x5)",
     {}},
    {"a later success ends the lock",
     R"(
       09:00:00 fail bob 198.51.100.7 x5
       09:20:00 ok   bob 198.51.100.7)",
     {"bob 09:00:00 reconstructed, 1 counted, 0 after, unlocked 09:20:00: "
      "198.51.100.7 5 1.00 sufficient necessary"}},
    {"two servers, one of which does not report the lock",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x3
       08:00:10 fail:locked ann 198.51.100.7
       08:05:00 fail:bad_password ann 203.0.113.5
       08:05:10 fail:locked ann 198.51.100.7
       08:10:00 fail:bad_password ann 203.0.113.5
       08:10:10 fail:locked ann 198.51.100.7)",
     {"ann 08:00:00 answered, 1 counted, 5 after: "
      "198.51.100.7 3 1.00 sufficient necessary later 3"},
     threshold(3)},
    {"unlocked by itself seconds after a refusal",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x3
       08:10:00 fail:locked ann 198.51.100.7
       08:10:04 fail:bad_password ann 198.51.100.7
       08:10:20 fail:bad_password ann 198.51.100.7 x2
       08:10:30 fail:locked ann 198.51.100.7)",
     {"ann 08:00:00 answered, 1 counted, 1 after, unlocked 08:10:04: "
      "198.51.100.7 3 1.00 sufficient necessary later 1",
      "ann 08:10:20 answered, 2 counted, 1 after: "
      "198.51.100.7 3 1.00 sufficient necessary later 1"},
     threshold(3)},
    {"tries hours apart, without successes: the refusal shows that all of them counted",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x2
       09:10:00 fail:bad_password ann 198.51.100.7 x2
       09:30:00 fail:bad_password ann 198.51.100.7
       11:00:00 fail:locked ann 198.51.100.7)",
     {"ann 09:30:00 answered, 3 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"},
     threshold(5)},
    {"unlocked by hand, although the export has no unlocks: no window is assumed",
     R"(
       06:00:00 fail:bad_password ann 198.51.100.7 x2
       11:30:00 fail:bad_password ann 198.51.100.7
       23:00:00 fail:bad_password ann 198.51.100.7
       2026-05-19 08:00:00 fail:bad_password ann 198.51.100.7
       2026-05-19 14:00:00 fail:bad_password ann 198.51.100.7
       2026-05-19 23:30:00 fail:bad_password ann 198.51.100.7
       2026-05-20 10:45:00 fail:bad_password ann 198.51.100.7
       2026-05-20 22:30:00 fail:bad_password ann 198.51.100.7
       2026-05-21 05:10:00 fail:bad_password ann 198.51.100.7
       2026-05-21 07:40:00 fail:locked ann 198.51.100.7
       2026-05-21 11:30:00 fail:locked ann 198.51.100.7
       2026-05-21 18:30:00 ok ann 198.51.100.7)",
     {"ann 2026-05-19T08:00:00Z reconstructed, 4 counted, 0 after, unlocked 2026-05-19T14:00:00Z: "
      "198.51.100.7 5 1.00 sufficient necessary",
      "ann 2026-05-21T05:10:00Z answered, 5 counted, 2 after, unlocked 2026-05-21T18:30:00Z: "
      "198.51.100.7 5 1.00 sufficient necessary later 2"},
     threshold(5)},
    {"a success missing from the export: the lock came with the last failure",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x5
       09:00:00 fail:bad_password ann 198.51.100.7
       09:40:00 fail:locked ann 198.51.100.7)",
     {"ann 09:00:00 answered, 2 counted, 1 after: "
      "198.51.100.7 6 1.00 sufficient necessary later 1"},
     threshold(5)},
    {"a server that the unlock has not reached",
     R"(
       08:00:00 fail:bad_password ann 198.51.100.7 x3
       08:00:10 fail:locked ann 198.51.100.7
       08:30:00 unlock ann
       08:30:20 fail:locked ann 198.51.100.7)",
     {"ann 08:00:00 answered, 1 counted, 1 after, unlocked 08:30:00: "
      "198.51.100.7 3 1.00 sufficient necessary later 1"},
     threshold(3)},
    {"refusals before a late lock row",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:10 fail:locked ann 198.51.100.7
       08:02:00 lock ann)",
     {"ann 08:02:00 recorded, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"refusals without a lock row, when other locks have one",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:10 fail:locked ann 198.51.100.7
       09:00:00 fail bob 198.51.100.7 x5
       09:00:00 lock bob)",
     {"ann 08:00:00 answered, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1",
      "bob 09:00:00 recorded, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"a recorded lockout",
     R"(
       07:00:00 ok   ann 198.51.100.7
       08:00:00 fail ann 198.51.100.7 x3
       08:00:01 lock ann)",
     {"ann 08:00:01 recorded, 1 counted, 0 after: 198.51.100.7 3 1.00 sufficient necessary"}},
    {"is never overruled",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:01 lock ann)",
     {"ann 08:00:01 recorded, 1 counted, 0 after: 198.51.100.7 1 1.00"}},
    {"and replay locks no other account",
     R"(
       08:00:00 fail bob 198.51.100.7 x9
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"a lock row recorded twice",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:00:00 lock ann
       08:03:00 fail ann 203.0.113.5
       08:04:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"a lock row that arrives after the unlock",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:03:00 unlock ann
       08:04:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 0 after, unlocked 08:03:00: "
      "198.51.100.7 5 1.00 sufficient necessary"}},
    {"locked again after the unlock",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:03:00 unlock ann
       08:04:00 fail ann 198.51.100.7 x5
       08:04:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 0 after, unlocked 08:03:00: "
      "198.51.100.7 5 1.00 sufficient necessary",
      "ann 08:04:00 recorded, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"locked again, with the unlock missing: the last failures caused it",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       09:00:00 fail ann 203.0.113.5 x9
       09:10:00 fail ann 198.51.100.7 x3
       09:20:00 fail ann 198.51.100.7 x2
       09:20:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary",
      "ann 09:20:00 recorded, 2 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"and only those after the last refusal",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       09:00:00 fail ann 203.0.113.5 x3
       09:10:00 fail:locked ann 198.51.100.7
       09:20:00 fail ann 198.51.100.7 x3
       09:20:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 2 after: 198.51.100.7 5 1.00 sufficient necessary later 1",
      "ann 09:20:00 recorded, 1 counted, 0 after: 198.51.100.7 3 1.00"},
     threshold(5)},
    {"still locked: only refusals since",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:59:59 fail:locked ann 198.51.100.7
       09:00:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"still locked: an unlock would show",
     R"(
       07:00:00 unlock bob
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       09:00:00 fail ann 198.51.100.7
       09:00:00 lock ann)",
     {"ann 08:00:00 recorded, 1 counted, 1 after: "
      "198.51.100.7 5 1.00 sufficient necessary later 1"}},
    {"failures after the threshold but before a late lock row",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:01:00 fail ann 203.0.113.5
       08:02:00 lock ann)",
     {"ann 08:02:00 recorded, 2 counted, 0 after: "
      "198.51.100.7 5 0.90 sufficient necessary; 203.0.113.5 1 0.10"},
     threshold(5)},
    {"a lock row with minute precision",
     R"(
       08:05:10 fail ann 198.51.100.7 x4
       08:05:20 fail ann 198.51.100.7
       08:05:30 fail ann 203.0.113.5
       08:05 lock ann)",
     {"ann 08:05:00 recorded, 2 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"failures after the lock by other callers",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:00:01 fail ann 203.0.113.5 x50)",
     {"ann 08:00:00 recorded, 1 counted, 1 after: 198.51.100.7 5 1.00 sufficient necessary"}},
    {"a reset right after the lock unlocks",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:00:00 lock ann
       08:01:18 reset ann
       08:02:00 ok ann 198.51.100.7)",
     {"ann 08:00:00 recorded, 1 counted, 0 after, unlocked 08:01:18: "
      "198.51.100.7 5 1.00 sufficient necessary"}},
    {"lock rows only",
     R"(
       09:00 lock ann 198.51.100.7
       2026-05-19 09:13 lock ann 198.51.100.7
       2026-05-19 09:20 lock bob)",
     {"ann 09:00:00 recorded, 0 counted, 0 after: 198.51.100.7 0 1.00",
      "ann 2026-05-19T09:13:00Z recorded, 0 counted, 0 after: 198.51.100.7 0 1.00",
      "bob 2026-05-19T09:20:00Z recorded, 0 counted, 0 after: nowhere 0 1.00"}},
    {"a bare lock row and a caller at the same address",
     R"(
       08:00:00 ok ann 198.51.100.7 client=curl
       09:00:00 lock ann 198.51.100.7
       09:10:00 fail:locked ann 198.51.100.7 client=curl)",
     {"ann 09:00:00 recorded, 0 counted, 1 after: 198.51.100.7/curl 0 1.00 later 1"}},
    {"two callers, four and one",
     R"(
       08:00:00 fail ann 198.51.100.7 x4
       08:01:00 fail ann 203.0.113.5
       08:01:00 lock ann)",
     {"ann 08:01:00 recorded, 2 counted, 0 after: "
      "198.51.100.7 4 0.80 necessary; 203.0.113.5 1 0.20 necessary"}},
    {"two callers, each enough alone",
     R"(
       08:00:00 fail ann 198.51.100.7 x5
       08:01:00 fail ann 203.0.113.5 x5
       08:01:00 lock ann)",
     {"ann 08:01:00 recorded, 2 counted, 0 after: "
      "198.51.100.7 5 0.50 sufficient; 203.0.113.5 5 0.50 sufficient"},
     threshold(5)},
    {"lockouts by time, then name",
     R"(
       08:00:00 fail bob 198.51.100.7 x5
       08:00:00 fail ann 198.51.100.7 x5
       07:00:00 fail cid 198.51.100.7 x5)",
     {"cid 07:00:00 reconstructed, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary",
      "ann 08:00:00 reconstructed, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary",
      "bob 08:00:00 reconstructed, 1 counted, 0 after: 198.51.100.7 5 1.00 sufficient necessary"}},
};

}  // namespace

TEST_CASE("which failures locked the account") {
  for (const ReplayCase& one : kReplayCases) {
    INFO(one.name);
    CHECK(story::retell(story::parse(one.story), one.options) == one.lockouts);
  }
}

TEST_CASE("the window begins at the last clearing, else at the first failure") {
  struct Row {
    const char* story;
    const char *from, *to;
  };
  const Row kRows[] = {
      {"08:00:00 fail ann x5\n 08:00:09 lock ann", "08:00:00", "08:00:09"},
      {"07:00:00 ok ann\n 08:00:00 fail ann x5\n 08:00:09 lock ann", "07:00:00", "08:00:09"},
      {"08:05 lock ann\n 08:05:10 fail ann\n 08:05:20 fail ann", "08:05:10", "08:05:20"},
      {"08:05 lock ann", "08:05:00", "08:05:00"},
  };
  for (const Row& row : kRows) {
    INFO(row.story);
    const Correlation got = story::parse(row.story).correlate();
    REQUIRE(got.incidents.size() == 1);
    CHECK(story::clock(got.incidents[0].window_from) == row.from);
    CHECK(story::clock(got.incidents[0].window_to) == row.to);
  }
}

TEST_CASE("the threshold is declared, estimated or five") {
  struct Row {
    const char* name;
    const char* story;
    std::uint32_t threshold;
    ThresholdSource source;
  };
  const Row kRows[] = {
      {"no evidence", "08:00:00 fail ann x9", 5, ThresholdSource::fallback},
      {"one lockout from zero", "07:00:00 ok ann\n 08:00:00 fail ann x3\n 08:00:00 lock ann", 3,
       ThresholdSource::estimated},
      {"a lockout whose start is cut off does not count below three",
       "08:00:00 fail ann x2\n 08:00:00 lock ann", 5, ThresholdSource::fallback},
      {"but from three on", "08:00:00 fail ann x10\n 08:00:00 lock ann", 10,
       ThresholdSource::estimated},
      {"two failures need other lockouts that agree",
       "07:00:00 ok ann\n 08:00:00 fail ann x2\n 08:00:00 lock ann", 5, ThresholdSource::fallback},
      {"two lockouts are not enough",
       "07:00:00 ok ann\n 08:00:00 fail ann x2\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x2\n 08:00:00 lock bob",
       5, ThresholdSource::fallback},
      {"three are",
       "07:00:00 ok ann\n 08:00:00 fail ann x2\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x2\n 08:00:00 lock bob\n"
       "07:00:00 ok cid\n 08:00:00 fail cid x2\n 08:00:00 lock cid",
       2, ThresholdSource::estimated},
      {"unless as many disagree",
       "07:00:00 ok ann\n 08:00:00 fail ann x2\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x2\n 08:00:00 lock bob\n"
       "07:00:00 ok cid\n 08:00:00 fail cid x2\n 08:00:00 lock cid\n"
       "07:00:00 ok dan\n 08:00:00 fail dan x5\n 08:00:00 lock dan\n"
       "07:00:00 ok eve\n 08:00:00 fail eve x6\n 08:00:00 lock eve\n"
       "07:00:00 ok fay\n 08:00:00 fail fay x5\n 08:00:00 lock fay",
       5, ThresholdSource::estimated},
      {"one lockout with two failures does not prevent an estimate",
       "07:00:00 ok ann\n 08:00:00 fail ann x2\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x6\n 08:00:00 lock bob",
       6, ThresholdSource::estimated},
      {"a single failure sets nothing", "07:00:00 ok ann\n 08:00:00 fail ann\n 08:00:00 lock ann",
       5, ThresholdSource::fallback},
      {"the most frequent",
       "07:00:00 ok ann\n 08:00:00 fail ann x4\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x4\n 08:00:00 lock bob\n"
       "07:00:00 ok cid\n 08:00:00 fail cid x3\n 08:00:00 lock cid",
       4, ThresholdSource::estimated},
      {"ties go to the smaller",
       "07:00:00 ok ann\n 08:00:00 fail ann x8\n 08:00:00 lock ann\n"
       "07:00:00 ok bob\n 08:00:00 fail bob x4\n 08:00:00 lock bob",
       4, ThresholdSource::estimated},
      {"counters seen from zero take precedence",
       "08:00:00 fail ann x8\n 08:00:00 lock ann\n"
       "08:00:00 fail bob x8\n 08:00:00 lock bob\n"
       "07:00:00 ok cid\n 08:00:00 fail cid x6\n 08:00:00 lock cid",
       6, ThresholdSource::estimated},
      {"more than a hundred is not a threshold",
       "07:00:00 ok ann\n 08:00:00 fail ann x101\n 08:00:00 lock ann", 5,
       ThresholdSource::fallback},
      {"tries hours apart, without successes, on whose number the lockouts agree",
       "08:00:00 fail ann x2\n 09:30:00 fail ann x2\n 12:10:00 fail ann\n"
       "13:00:00 fail:locked ann\n"
       "08:00:00 fail bob x2\n 10:00:00 fail bob x3\n 12:00:00 fail:locked bob\n"
       "08:00:00 fail cid x5\n 08:00:09 fail:locked cid",
       5, ThresholdSource::estimated},
      {"the same, with a lock in between that no answer shows",
       "06:00:00 reset ann\n 08:00:00 fail ann\n 09:30:00 fail ann\n 12:10:00 fail ann\n"
       "13:00:00 fail ann\n 14:00:00 fail ann\n 15:30:00 fail ann\n 17:00:00 fail:locked ann\n"
       "18:10:00 fail:bad_password ann\n 20:00:00 fail ann\n 21:00:00 fail ann\n"
       "23:00:00 fail:locked ann",
       3, ThresholdSource::estimated},
      {"refusals, without lock rows",
       "07:00:00 ok ann\n 08:00:00 fail ann x7\n 08:00:09 fail:locked ann", 7,
       ThresholdSource::estimated},
  };
  for (const Row& row : kRows) {
    INFO(row.name);
    const Policy policy = story::parse(row.story).correlate().policy;
    CHECK(policy.threshold == row.threshold);
    CHECK(policy.threshold_source == row.source);
  }
  CorrelateOptions site = threshold(7);
  site.threshold_source = ThresholdSource::site;
  const Policy got = story::parse(kRows[1].story).correlate(site).policy;
  CHECK(got.threshold == 7);
  CHECK(got.threshold_source == ThresholdSource::site);
  CHECK(to_text(ThresholdSource::fallback) == "default");
}

// Accounts named after `kind`, each locked once a day after `count` failures from zero.
std::string locked_daily(const char* kind, int accounts, int days, int count, int first_day = 18) {
  std::string text;
  for (int account = 0; account < accounts; ++account)
    for (int day = 0; day < days; ++day)
      for (const char* what : {"06:00:00 ok", "08:00:00 fail", "08:00:00 lock"})
        text += "2026-05-" + std::to_string(first_day + day) + ' ' + what + ' ' + kind +
                std::to_string(account) +
                (std::string_view(what).ends_with("fail") ? " x" + std::to_string(count) : "") +
                '\n';
  return text;
}

TEST_CASE("kinds of accounts, and times before and after a change, have their own thresholds") {
  const auto policy_of = [](const std::string& text) {
    return story::parse(text).correlate().policy;
  };
  const Policy kinds = policy_of(locked_daily("ann", 5, 2, 5) + locked_daily("api", 3, 2, 20));
  REQUIRE(kinds.estimates.size() == 2);
  CHECK(kinds.threshold == 5);
  CHECK(kinds.estimates[0].threshold == 5);
  CHECK(kinds.estimates[0].accounts == 5);
  CHECK(kinds.estimates[0].explained == 10);
  CHECK(kinds.estimates[0].lockouts == 10);
  CHECK(kinds.estimates[1].threshold == 20);
  CHECK(kinds.estimates[1].accounts == 3);

  const Policy change = policy_of(locked_daily("ann", 4, 3, 10) + locked_daily("ann", 4, 2, 5, 22));
  REQUIRE(change.estimates.size() == 2);
  CHECK(change.estimates[0].threshold == 10);
  CHECK(change.estimates[0].explained == 12);
  CHECK(change.estimates[1].threshold == 5);
  CHECK(change.estimates[1].explained == 8);
  CHECK(change.estimates[0].to < change.estimates[1].from);

  const Policy noise = policy_of(locked_daily("ann", 8, 1, 5) + locked_daily("bob", 3, 1, 6));
  REQUIRE(noise.estimates.size() == 1);
  CHECK(noise.threshold == 5);
  CHECK(noise.estimates[0].explained == 8);
  CHECK(noise.estimates[0].lockouts == 11);
  CHECK(policy_of("08:00:00 fail ann x5").estimates.empty());
}

TEST_CASE("answers raise an assumed threshold") {
  struct Row {
    int failures, apart_s;
    std::uint32_t threshold;
  };
  for (const Row& row : {Row{5, 20, 5}, Row{6, 20, 8}, Row{8, 20, 10}, Row{12, 20, 15},
                         Row{30, 20, 31}, Row{120, 20, 121}, Row{30, 900, 5}}) {
    std::string text;
    for (int i = 0, at = 0; i < row.failures; ++i, at += row.apart_s) {
      char line[64];
      std::snprintf(line, sizeof line, "%02d:%02d:%02d fail:bad_password ann\n", at / 3600,
                    at / 60 % 60, at % 60);
      text += line;
    }
    const Policy policy = story::parse(text).correlate().policy;
    INFO(row.failures << " failures, " << row.apart_s << " s apart");
    CHECK(policy.threshold == row.threshold);
    CHECK(policy.threshold_source == ThresholdSource::fallback);
  }
}

TEST_CASE("a lockout's id depends on its account and time only") {
  const auto id = [](const char* text) {
    return story::parse(text).correlate().incidents.at(0).id;
  };
  const std::string one = id("08:00:00 fail ann x5\n 08:00:01 lock ann");
  CHECK(one.size() == 11);
  CHECK(one.find_first_not_of("0123456789abcdef", 1) == std::string::npos);
  CHECK(id("06:00:00 ok bob 198.51.100.7\n 08:00:01 lock ann") == one);
  CHECK(id("08:00:02 lock ann") != one);
  CHECK(id("08:00:01 lock bob") != one);
}
