// Profiles of systems, and special headers: pairs of name and value, hours, ambiguous columns.
#include <string>

#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

namespace {

struct ProfileCase {
  const char* what;
  const char* text;
  const char* rows;  // of the dump
  const char* profile;
};

const ProfileCase kProfileCases[] = {
    {"all 56 columns of a portal export, one name twice, blanks at the ends of names",
     "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,"
     "Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,"
     "Original transfer method,Client credential type,Token Protection - Sign In Session,"
     "Token Protection - Sign In Session StatusCode,Application,Application ID ,App owner tenant "
     "ID,Resource,Resource ID ,Resource tenant ID,Resource owner tenant ID,Home tenant ID,Home "
     "tenant name,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device "
     "ID,Browser,Operating System,Compliant,Managed,Join Type,Multifactor authentication result,"
     "Multifactor authentication auth method,Multifactor authentication auth detail,Authentication "
     "requirement,Sign-in identifier,Session ID,IP address (seen by resource),Through Global "
     "Secure "
     "Access,Global Secure Access IP address,Autonomous system  number,Flagged for review,Token "
     "issuer type,Incoming token type,Token issuer name,Latency,Conditional Access,Managed "
     "Identity "
     "type,Associated Resource Id,Federated Token Id,Federated Token Issuer\n"
     "2026-05-19T08:07:19Z,r1,agent/1,c1,g1,Ann Meyer,ann@msp.example.com,Member,none,none,none,t,"
     "none,none,,,Autotask,a1,,Graph,,,,,,198.51.100.7,\"Boston, US\",Failure,50126,Wrong "
     "password.,Browser,,Edge,Windows,,,,,,,single,ann,,203.0.113.9\n",
     "2 time=2026-05-19T08:07:19Z user=ann@msp.example.com display_name=Ann Meyer "
     "address=198.51.100.7 outcome=Failure reason=Wrong password. reason_code=50126 "
     "application=Autotask user_agent=agent/1 id=r1\n",
     "entra-sign-ins"},
    {"of several columns for a field the first with text",
     R"({"timestamp":"1","event_type":"a","client_ip":"192.0.2.1","success":true,)"
     R"("initiated_by":{"username":"ann"}})"
     "\n"
     R"({"timestamp":"2","event_type":"a","client_ip":"192.0.2.1","success":true,)"
     R"("initiated_by":{"email":"bob@example.com"}})"
     "\n"
     R"({"timestamp":"3","event_type":"a","client_ip":"192.0.2.1","success":false,)"
     R"("username":"eve"})"
     "\n",
     "1 time=1 user=ann address=192.0.2.1 outcome=true event=a\n"
     "2 time=2 user=bob@example.com address=192.0.2.1 outcome=true event=a\n"
     "3 time=3 user=eve address=192.0.2.1 outcome=false event=a\n",
     "jumpcloud"},
    {"words of a system become plain words",
     "EventTime,EventID,TargetUserName,IpAddress,Status\n1,4740,ann,,\n2,4771,ann,192.0.2.1,0x18\n",
     "2 time=1 user=ann address= reason_code= event=4740\n"
     "3 time=2 user=ann address=192.0.2.1 reason_code=wrong password event=4771\n",
     "windows-security"},
    {"records in a column of JSON, an agent in a pair of name and value",
     "CreationDate,UserIds,Operations,AuditData\n"
     "x,x,x,\"{\"\"CreationTime\"\":\"\"1\"\",\"\"Id\"\":\"\"i\"\",\"\"Operation\"\":"
     "\"\"UserLoginFailed\"\",\"\"UserId\"\":\"\"ann\"\",\"\"ExtendedProperties\"\":[{\"\"Name\"\":"
     "\"\"UserAgent\"\",\"\"Value\"\":\"\"curl/8\"\"},{\"\"Name\"\":\"\"RequestType\"\","
     "\"\"Value\"\":\"\"Login\"\"}]}\"\n",
     "2 time=1 user=ann event=login failed user_agent=curl/8 id=i\n", "microsoft-365-audit"},
    {"no profile: aliases", "Time,User\n1,ann\n", "2 time=1 user=ann\n", ""},
    {"a column an hour is a row an hour",
     "Date,Vendor,12 AM,1 AM,2 AM,3 AM,4 AM,5 AM,6 AM,7 AM,8 AM,9 AM,10 AM,11 AM,12 PM,1 PM,2 PM,"
     "3 PM,4 PM,5 PM,6 PM,7 PM,8 PM,9 PM,10 PM,11 PM\n"
     "5/19/2026,Datto RMM,7,,,,,,,,,,,,,,,,,,,,,,,9\n",
     "2 time=5/19/2026 clock=00:00 vendor=Datto RMM count=7\n"
     "2 time=5/19/2026 clock=23:00 vendor=Datto RMM count=9\n",
     ""},
    {"calls an hour, long form", "Date,Hour,Integration Vendor,Calls\n5/19/2026,8,Datto RMM,7\n",
     "2 time=5/19/2026 clock=8 vendor=Datto RMM count=7\n", ""},
};

}  // namespace

TEST_CASE("the meaning of a system's columns and words") {
  for (const ProfileCase& one : kProfileCases) {
    CAPTURE(one.what);
    const Dump got = dump(one.text);
    CHECK(got.ok);
    CHECK(got.rows == one.rows);
    CHECK(got.info.profile == one.profile);
  }
}

TEST_CASE("a user's profile outranks the built-in ones") {
  Diagnostics diagnostics;
  const auto profile = parse_profile(
      R"({"name":"ours","recognize":["EventID","TargetUserName"],)"
      R"("columns":{"time":"EventTime","user":["Nobody","TargetUserName"],"address":null},)"
      R"("words":{"event":{"4740":"unlocked"}}})",
      "ours.json", diagnostics);
  REQUIRE(profile);
  ReadOptions options;
  options.profiles = {*profile};
  const Dump got =
      dump("EventTime,EventID,TargetUserName,IpAddress\n1,4740,ann,192.0.2.1\n", options);
  CHECK(got.info.profile == "ours");
  CHECK(got.rows == "2 time=1 user=ann event=unlocked\n");
}

TEST_CASE("an error in a profile file has a location") {
  struct Row {
    const char *json, *messages;
  };
  const Row rows[] = {
      {R"({"name":"x","columns":{"time":"T"}})",
       "error 1:1 it does not say which files it applies to"},
      {R"({"recognize":["T"]})", "error 1:1 the key \"name\" is missing"},
      {R"({"name":"x","recognise":[]})", "error 1:13 unknown key"},
      {R"({"name":"x","recognize":["T"],"example":{"text":["a"]}})", "error 1:31 unknown key"},
      {R"({"name":"x","recognize":["T"],"columns":{"usr":"T"}})",
       "error 1:42 columns.usr: not a field"},
      {R"({"name":"x","recognize":["T"],"columns":{"user":5}})",
       "error 1:49 columns.user: expected a list [ ]"},
      {R"({"name":"x","lines":[{"says":"a","text":"{nobody}"}]})",
       "error 1:43 lines[0].text: no field is named"},
      {R"({"name":"x","lines":[{"says":"a","text":["x {user}","user {time} {username...}: y"]}]})",
       "error 1:67 lines[0].text[1]: no field is named"},
      {R"({"name":"x","lines":[{"says":"a","text":"{user}"}]})",
       "error 1:41 lines[0].text: it has no words"},
      {R"({"name":"x",})", "error 1:13 "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    Diagnostics diagnostics;
    CHECK_FALSE(parse_profile(row.json, "p.json", diagnostics));
    const std::string messages = dump_diagnostics(diagnostics);
    CHECK(messages.substr(0, std::string(row.messages).size()) == row.messages);
  }
}

TEST_CASE("an unknown field of a profile has a hint") {
  struct Row {
    std::string name, hint;
  };
  const Row rows[] = {{"username", "did you mean \"user\"?"},  // the name of a column
                      {"usr", "did you mean \"user\"?"},       // a misspelt field
                      {"nobody", "choose one of time, clock, user"}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string in_pattern = R"("lines":[{"says":"a","text":"x {)" + row.name + R"(}"}])";
    const std::string in_columns = R"("recognize":["T"],"columns":{")" + row.name + R"(":"T"})";
    for (const std::string& json : {in_pattern, in_columns}) {
      Diagnostics diagnostics;
      CHECK_FALSE(parse_profile(R"({"name":"x",)" + json + '}', "p.json", diagnostics));
      CHECK(dump_diagnostics(diagnostics).find(" / " + row.hint) != std::string::npos);
    }
  }
}

TEST_CASE("an ambiguous header has a hint") {
  struct Row {
    const char *text, *messages;
  };
  const Row rows[] = {
      {"Time,User,Username\n1,Ann,ann\n",
       "note 1:2 could also be the user; \"Username\" is used [^User] / --map user=User if "
       "this one is meant\n"},
      {"Time,User,Token,Token\n1,ann,a,b\n",
       "note 1:4 two columns have this name, 3 and 4; the first is used / --map FIELD=4 "
       "means the other one\n"},
      {"Time,User,Client IP,Source IP\n1,ann,,\n",
       "note 1:4 could also be the address; \"Client IP\" is used [^Source IP] / --map "
       "address=Source IP if this one is meant\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(dump(row.text).messages == row.messages);
  }
}

TEST_CASE("a secret in a pasted log appears in no message") {
  const char* const texts[] = {
      "Time,User,Secret\n1,ann,GEHEIM\n2,bob,\"GEHEIM\n",
      "Time,User,Note\n1,ann,\"Secret: GEHEIM\n",
      "{\"time\":\"1\",\"user\":\"ann\",\"Secret\":\"GEHEIM\" tru}\n",
      "{\"time\":\"1\",\"user\":\"ann\"}\n{\"ApiIntegrationCode\":\"GEHEIM\" x}\n",
      "Time,User,Note\n1,ann,x,Authorization: Basic GEHEIM\n",
      "Secret: GEHEIM\nApiIntegrationCode: GEHEIM\n",
  };
  for (const char* text : texts) {
    CAPTURE(text);
    CHECK(dump(text).messages.find("GEHEIM") == std::string::npos);
  }
}
