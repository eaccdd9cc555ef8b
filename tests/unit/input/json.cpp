// JSON to rows, in buffers of every size.
#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

namespace {

struct JsonCase {
  const char* name;
  std::string bytes;
  std::string_view format;
  std::string_view rows;
  std::string messages = {};
};

void check_json(const JsonCase& one, bool ok) {
  INFO(one.name);
  const Dump whole = dump(one.bytes);
  CHECK(whole.ok == ok);
  CHECK(whole.info.format == one.format);
  CHECK(whole.rows == one.rows);
  CHECK(whole.messages == one.messages);
  for (const std::size_t piece : kSmallPieces) {
    INFO("in pieces of " << piece);
    CHECK(dump(one.bytes, {}, piece) == whole);
  }
}

constexpr std::string_view kTwo = "1 time=1 user=ann\n2 time=2 user=bob\n";

}  // namespace

TEST_CASE("read json: the shapes of exports") {
  const std::string ann = R"({"time":"1","user":"ann"})", bob = R"({"user":"bob","time":2})";
  for (const JsonCase& one : {
           JsonCase{"lines", ann + '\n' + bob + '\n', "jsonl", kTwo},
           JsonCase{"lines of windows", ann + "\r\n\r\n" + bob + "\r\n", "jsonl", kTwo},
           JsonCase{"lines with commas", ann + ",\n" + bob, "jsonl", kTwo},
           JsonCase{"server-sent events",
                    "data: " + ann + "\n\n: ping\nid: 7\nevent: x\ndata: " + bob +
                        "\n\nevent: end\ndata: [DONE]\n",
                    "jsonl", kTwo},
           JsonCase{"array", '[' + ann + ',' + bob + ']', "json", kTwo},
           JsonCase{"array over lines", "[\n  " + ann + ",\n  " + bob + "\n]\n", "json", kTwo},
           JsonCase{"one after another", ann + ' ' + bob, "json", kTwo},
           JsonCase{"over lines", "{\n\"time\":1,\n\"user\":\"ann\"}\n" + bob, "json", kTwo},
           JsonCase{"wrapper", R"({"@odata.context":"x","value":[)" + ann + ',' + bob + "]}",
                    "json", kTwo},
           JsonCase{"wrapper over lines",
                    "{\n \"count\": 2,\n \"tags\": [\"a\", {}],\n \"records\": [\n" + ann + ",\n" +
                        bob + "],\n \"x\": {\"y\": [{}]}, \"z\": [\"]\"]\n}\n",
                    "json", kTwo},
           JsonCase{"wrapper lines", "{\"Records\":[" + ann + "]}\n{\"Records\":[" + bob + "]}\n",
                    "json", kTwo},
           JsonCase{"search response",
                    "{\"took\":3,\"hits\":{\"total\":{\"value\":2},\"hits\":[" + ann + ',' + bob +
                        "]},\"x\":1}\n",
                    "json", kTwo},
           JsonCase{"records below numbers", "{\"1\":" + ann + ",\n\"2\":" + bob + "}\n", "json",
                    kTwo},
           JsonCase{"numbers within a record belong to it",
                    R"({"time":1,"user":"ann","x":{"1":{"user":"no"}}})" + ('\n' + bob), "jsonl",
                    kTwo},
           JsonCase{"an array of objects within a record holds no records",
                    R"({"time":1,"user":"ann","x":[{"user":"no"}]})" + ('\n' + bob), "jsonl", kTwo},
       })
    check_json(one, true);
}

TEST_CASE("read json: members") {
  for (const JsonCase& one : {
           JsonCase{"nested",
                    R"({"published":"1","actor":{"alternateId":"ann"},)"
                    R"("outcome":{"result":"FAILURE","reason":null}})",
                    "jsonl", "1 time=1 user=ann outcome=FAILURE reason=\n"},
           JsonCase{"arrays",
                    R"({"time":1,"user":"ann","request":{"ipChain":[{"ip":"a"},{"ip":"b"}]}})",
                    "jsonl", "1 time=1 user=ann address=a,b\n"},
           JsonCase{"array of scalars", R"({"time":1,"user":"ann","message":["a",2,true]})",
                    "jsonl", "1 time=1 user=ann reason=a,2,true\n"},
           JsonCase{
               "kinds of values",
               R"({"time":1789000000.25,"user":-7,"success":false,"count":18446744073709551615})",
               "jsonl", "1 time=1789000000.25 user=-7 outcome=false count=18446744073709551615\n"},
           JsonCase{"escapes", R"({"time":" 1 ","user":"\u00fc\"\n\t{"})", "jsonl",
                    "1 time=1 user=\xc3\xbc\"\n\t{\n"},
           JsonCase{"a key that comes late",
                    R"([{"time":1,"user":"a"},{"time":2,"user":"b","ip":"c"}])", "json",
                    "1 time=1 user=a address=\n2 time=2 user=b address=c\n"},
           JsonCase{"a record of Microsoft 365 as text",
                    R"({"x":1,"AuditData":"{\"time\":1,\"user\":\"ann\"}"})", "jsonl",
                    "1 time=1 user=ann\n"},
           JsonCase{"a time of PowerShell 5, and the same in local words",
                    R"({"TimeCreated":{"value":"\/Date(1)\/","DisplayHint":2,"DateTime":"local"},)"
                    R"("user":"ann"})",
                    "jsonl", "1 time=/Date(1)/ user=ann\n"},
           JsonCase{"the same key twice", R"({"time":1,"user":"a","user":"b"})", "jsonl",
                    "1 time=1 user=b\n"},
           JsonCase{"NUL", R"({"time":1,"user":"a\u0000nn"})", "jsonl", "1 time=1 user=ann\n",
                    "warning 1:0 NUL bytes; dropped / the file may be damaged; export again if in "
                    "doubt\n"},
           JsonCase{"Windows-1252", "{\"time\":1,\"user\":\"M\xfcller\"}", "jsonl",
                    "1 time=1 user=M\xc3\xbcller\n"},
           JsonCase{
               "no event at all", "[]", "json", "",
               "warning 0:0 no data rows: the list is empty / check the period and the filters "
               "of the export\n"},
       })
    check_json(one, true);
}

TEST_CASE("read json: tables of columns and rows") {
  constexpr const char* kRows = "1 time=1 user=ann\n2 time=2 user=bob\n";
  for (const JsonCase& one : {
           JsonCase{
               "Log Analytics",
               R"({"tables":[{"name":"PrimaryResult","columns":[{"name":"time","type":"datetime"},)"
               R"({"name":"user","type":"string"}],"rows":[["1","ann"],["2","bob"]]}]})",
               "json", kRows},
           JsonCase{"Kusto, other order",
                    R"({"Tables":[{"Columns":[{"ColumnName":"user","DataType":"String"},)"
                    R"({"ColumnName":"time"}],"Rows":[["ann",1],["bob",2]]}],"x":1})",
                    "json", kRows},
           JsonCase{"SQL of Elasticsearch",
                    R"({"columns":[{"name":"time"},{"name":"user"}],"rows":[[1,"ann"],[2,"bob"]],)"
                    R"("cursor":"x"})",
                    "json", kRows},
           JsonCase{"two tables, and a cell that is an object",
                    R"({"tables":[{"columns":[{"name":"time"},{"name":"x"},{"name":"user"}],)"
                    R"("rows":[[1,{"user":"no","a":[1]},"ann"]]},{"columns":[{"name":"user"},)"
                    R"({"name":"time"}],"rows":[["bob",2,"more"]]}]})",
                    "json", kRows},
           JsonCase{"names alone", R"({"columns":["time","user"],"rows":[[1,"ann"],[2,"bob"]]})",
                    "json", kRows},
           JsonCase{"pandas, split",
                    R"({"columns":["time","user"],"index":[0,1],"data":[[1,"ann"],[2,"bob"]]})",
                    "json", kRows},
           JsonCase{"a record that lists columns",
                    R"([{"time":1,"user":"ann","columns":["a"],"x":[2]},{"time":2,"user":"bob"}])",
                    "json", kRows},
           JsonCase{"a row with fewer cells",
                    R"({"columns":[{"name":"time"},{"name":"user"}],)"
                    R"("values":[[1,"ann"],[2]]})",
                    "json", "1 time=1 user=ann\n2 time=2 user=\n"},
           JsonCase{"names in the first row", R"([["time","user"],[1,"ann"],[2,"bob"]])", "json",
                    "2 time=1 user=ann\n3 time=2 user=bob\n"},
           JsonCase{"a spreadsheet's range",
                    R"({"range":"A1:B3","values":[["time","user"],["1","ann"],["2","bob"]]})",
                    "json", "2 time=1 user=ann\n3 time=2 user=bob\n"},
           JsonCase{"a record with arrays of arrays",
                    R"([{"time":1,"user":"ann","rows":[[1,2]]},{"time":2,"user":"bob"}])", "json",
                    kRows},
       })
    check_json(one, true);
}

TEST_CASE("read json: broken objects do not affect others") {
  for (const JsonCase& one : {
           JsonCase{"a broken line",
                    "{\"time\":1,\"user\":\"ann\"}\n{\"time\":\n{\"time\":2,\"user\":\"bob\"}\n",
                    "jsonl", "1 time=1 user=ann\n3 time=2 user=bob\n",
                    "warning 2:0 not valid JSON: unexpected end of input; expected '[', '{', or a "
                    "literal [{\"time\":^]\n"},
           JsonCase{"no object",
                    "[{\"time\":1,\"user\":\"ann\"},7,\"{\",[{}],{\"time\":2,\"user\":\"bob\"}]",
                    "json", "1 time=1 user=ann\n5 time=2 user=bob\n",
                    "warning 2:0 not a JSON object\nwarning 3:0 not a JSON object\n"
                    "warning 4:0 not a JSON object\n"},
           JsonCase{
               "no object among the records of a wrapper",
               R"({"tags":["a"],"value":[{"time":1,"user":"ann"},7,"x",{"time":2,"user":"bob"}]})",
               "json", "1 time=1 user=ann\n4 time=2 user=bob\n",
               "warning 2:0 not a JSON object\nwarning 3:0 not a JSON object\n"},
           JsonCase{"no object in an array after that of the records",
                    R"({"value":[{"time":1,"user":"ann"}],"tags":["a",7]})", "json",
                    "1 time=1 user=ann\n", ""},
           JsonCase{"a broken row of a table", R"([["time","user"],[1,"ann"],[2,bob],[3,"cat"]])",
                    "json", "2 time=1 user=ann\n4 time=3 user=cat\n",
                    "warning 3:0 not valid JSON: invalid literal [[2,^bob]]\n"},
           JsonCase{"truncated", "[{\"time\":1,\"user\":\"ann\"},{\"time\":2,\"us", "json",
                    "1 time=1 user=ann\n",
                    "warning 2:0 the JSON ends inside this value / is the file complete?\n"},
           JsonCase{"truncated between two objects",
                    "[{\"time\":1,\"user\":\"ann\"},{\"time\":2,\"user\":\"bob\"},\n", "json",
                    "1 time=1 user=ann\n2 time=2 user=bob\n",
                    "warning 2:0 the JSON ends after this value, inside its list / is the file "
                    "complete?\n"},
           JsonCase{"a truncated wrapper", "{\"value\":[{\"time\":1,\"user\":\"ann\"}]", "json",
                    "1 time=1 user=ann\n",
                    "warning 1:0 the JSON ends after this value, inside its list / is the file "
                    "complete?\n"},
       })
    check_json(one, true);
}

TEST_CASE("read json: input that is rejected") {
  constexpr std::string_view kNothing =
      "error 0:0 no JSON object could be read / give JSON Lines, or an array of "
      "objects\n";
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  for (const JsonCase& one : {
           JsonCase{"texts", "[\"1\",\n\"2\"]", "json", "",
                    "error 0:0 no JSON object could be read / give JSON Lines, or an array "
                    "of objects\nwarning 1:0 not a JSON object\nwarning 2:0 not a JSON object\n"},
           JsonCase{"deep brackets", std::string(100'000, '['), "json", "",
                    "error 0:0 no JSON object could be read / give JSON Lines, or an array "
                    "of objects\nwarning 1:0 the JSON ends inside this value / is the file "
                    "complete?\n"},
           JsonCase{"deep member", "{\"x\":" + deep + "}", "jsonl", "",
                    "error 0:0 no JSON object could be read / give JSON Lines, or an array "
                    "of objects\nwarning 1:0 nested too deeply [^{\"x\":" +
                        deep.substr(0, 67) + "]\n"},
           JsonCase{"other keys", "{\"a\":1,\"b\":{\"c\":2}}", "jsonl", "",
                    "error 0:0 no key names the time and user / name the columns with --map "
                    "time=COLUMN --map user=COLUMN; the columns are: a, b.c\n"},
           JsonCase{
               "not JSON", "{what is this}", "jsonl", "",
               "error 0:0 no JSON object could be read / give JSON Lines, or an array "
               "of objects\nwarning 1:0 not valid JSON: invalid literal; expected string literal "
               "[{^what is this}]\n"},
       })
    check_json(one, false);
  CHECK(dump("[[[[").messages.starts_with(kNothing));
}

TEST_CASE("read json: an object over the limit") {
  ReadOptions options;
  options.max_record_bytes = 100;
  const std::string ann = R"({"time":"1","user":"ann"})", bob = R"({"time":"2","user":"bob"})";
  const std::string long_one = R"({"time":"3","user":")" + std::string(200, 'x') + "\"}";
  for (const std::string& text :
       {ann + '\n' + long_one + '\n' + bob, '[' + ann + ',' + long_one + ',' + bob + ']'}) {
    const Dump got = dump(text, options);
    CHECK_FALSE(got.ok);
    CHECK(got.rows == "1 time=1 user=ann\n3 time=2 user=bob\n");
    CHECK(got.messages == "error 2:0 longer than 100 bytes; dropped\n");
    CHECK(got.info.rows == 3);
    CHECK(got.info.skipped == 1);
    for (const std::size_t piece : kSmallPieces) CHECK(dump(text, options, piece) == got);
  }
}

TEST_CASE("read json: --map names keys") {
  ReadOptions options;
  options.map = {{Field::time, "a.when"}, {Field::user, "WHO IT IS"}};
  CHECK(dump(R"({"a":{"when":1},"who_it_is":"ann"})", options).rows == "1 time=1 user=ann\n");
}

TEST_CASE("read json: a table with brackets is not JSON") {
  CHECK(dump("[Time],[User]\n1,ann\n").messages.starts_with("error 0:0 no header row"));
  CHECK(dump("[Export of May]\nTime,User\n1,ann\n").rows == "3 time=1 user=ann\n");
}

TEST_CASE("read json: a date or number in brackets begins a log line") {
  const std::string line = "sshd[1]: Failed password for ann from 198.51.100.7 port 2 ssh2\n";
  for (const char* date :
       {"[2026-05-19 08:07:19] ", "[2026/05/19 08:07:19] ", "[2026-05-19T08:07:19Z] "}) {
    INFO(date);
    CHECK(dump(date + line).rows.find("user=ann") != std::string::npos);
  }
  CHECK(dump("[4711] login failed for ann\n").messages.find("JSON") == std::string::npos);
}
