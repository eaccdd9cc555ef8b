// The type of a Windows logon is added to the application in words, for every shape of the events.
#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

namespace {

class Applications : public EachRow {
 public:
  void begin(const Columns& columns) override { named = columns.has(Field::application); }
  bool row(const Row& row) override {
    list += std::string(row[Field::application]) + '|';
    return true;
  }
  bool named = false;
  std::string list;
};

}  // namespace

TEST_CASE("logon type: words after the program", "[expat]") {
  const std::string message =
      "An account failed to log on.\n\nLogon Type:\t\t\t4\n\nAccount For Which Logon Failed:\n"
      "\tAccount Name:\t\tann\n\nProcess Information:\n\tCaller Process Name:\tC:\\a.exe\n";
  struct {
    const char* file;
    std::string text, applications;
  } const cases[] = {
      {"flat.csv",
       "EventTime,EventID,TargetUserName,LogonType,ProcessName\n"
       "2026-05-19 08:07:19,4625,ann,5,C:\\a.exe\n2026-05-19 08:07:20,4625,ann,4,-\n"
       "2026-05-19 08:07:21,4625,ann,,-\n",
       "C:\\a.exe, service logon|batch logon|-|"},
      {"plain.csv", "Time,User,Result,Logon Type\n2026-05-19 08:07:19,ann,failure,Network\n",
       "network logon|"},
      {"events.xml",
       "<Event><System><EventID>4625</EventID><TimeCreated SystemTime='2026-05-19T08:07:19Z'/>"
       "</System><EventData><Data Name='TargetUserName'>ann</Data><Data Name='LogonType'>10</Data>"
       "<Data Name='LogonProcessName'>User32 </Data></EventData></Event>",
       "User32, remote interactive logon|"},
      {"splunk.csv", "_time,EventCode,user,Logon_Type\n2026-05-19T08:07:19.000+0000,4625,ann,8\n",
       "network cleartext logon|"},
      {"get-winevent.csv",
       "\"Message\",\"Id\",\"ProviderName\",\"TimeCreated\"\n\"" + message +
           "\",\"4625\",\"Microsoft-Windows-Security-Auditing\",\"2026-05-19 08:07:19\"\n",
       "C:\\a.exe, batch logon|"},
      {"wazuh.json",
       R"({"timestamp":"2026-05-19T08:07:19Z","agent":{"id":"1"},"data":{"win":{"system":)"
       R"({"eventID":"4625"},"eventdata":{"targetUserName":"ann","logonType":"3",)"
       R"("logonProcessName":"NtLmSsp"}}}})",
       "NtLmSsp, network logon|"},
      {"discover.json",
       R"({"@timestamp":"2026-05-19T08:07:19Z","event":{"code":"4625"},"winlog":{"event_data":)"
       R"({"TargetUserName":"ann","LogonType":"3"}}})",
       "network logon|"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.file);
    Applications rows;
    Diagnostics diagnostics;
    InputInfo info;
    CHECK(read_text(one.text, one.file, {}, rows, diagnostics, info));
    CHECK(rows.named);
    CHECK(rows.list == one.applications);
  }
}

TEST_CASE("logon type: a login method is not a Windows logon type") {
  Applications rows;
  Diagnostics diagnostics;
  InputInfo info;
  CHECK(read_text("Time,User,Result,Login Type\n2026-05-19 08:07:19,ann,failure,3\n", "plain.csv",
                  {}, rows, diagnostics, info));
  CHECK_FALSE(rows.named);
}
