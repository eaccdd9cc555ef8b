// User agents, as logged, to kinds of clients.
#include <string>

#include "catalog/tables.hpp"
#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

TEST_CASE("match_client: agents as they are logged") {
  struct {
    const char* agent;
    const char* id;  // "" if none matches
  } const rows[] = {
      {"Apigrate/1.0 autotask-restapi NodeJS connector", "apigrate"},
      {"go-autotask/1.4.0", "go-autotask"},
      {"py-autotask/2.0.0", "py-autotask"},
      {"py-autotask-async/2.0.0", "py-autotask"},
      {"python-requests/2.31.0", "python-requests"},
      {"Python-Requests/2.31.0", "python-requests"},
      {"python-httpx/0.27.0", "python-httpx"},
      {"Zeep/4.2.1 (www.python-zeep.org)", "zeep"},
      {"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.4170",
       "windows-powershell"},
      {"Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.1",
       "powershell"},
      {"Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)",
       "ms-web-services"},
      {"PHP-SOAP/8.1.2", "php-soap"},
      {"GuzzleHttp/7", "guzzle"},
      {"axios/1.6.7", "axios"},
      {"node", "node"},
      {"undici", "node"},
      {"node-fetch", ""},
      {"n8n", "n8n"},
      {"Zapier", "zapier"},
      {"Zapier/1.0", ""},
      {"Make/production", "make"},
      {"azure-logic-apps/1.0 (workflow 00112233445566778899aabbccddeeff; version 08585) "
       "microsoft-flow/1.0",
       "azure-logic-apps"},
      {"azure-logic-apps/1.0,(workflow 1; version 2)", "azure-logic-apps"},
      {"RestSharp/110.2.0.0", "restsharp"},
      {"Axis/1.4", "axis"},
      {"Axis2", ""},
      {"Ruby", "ruby"},
      {"Faraday v2.9.0", "faraday"},
      {"Go-http-client/1.1", "go-http-client"},
      {"Mozilla/5.0 (compatible; MSIE 9.0; Windows NT; Windows NT 10.0; en-US)",
       "powershell-fake-browser"},
      {"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) AppleWebKit/534.6 (KHTML, like Gecko) "
       "Chrome/7.0.500.0 Safari/534.6",
       "powershell-fake-browser"},
      {"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) Gecko/20100401 Firefox/4.0",
       "powershell-fake-browser"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/122.0.0.0 Safari/537.36 Edg/122.0.0.0",
       "browser"},
      {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:123.0) Gecko/20100101 Firefox/123.0",
       "browser"},
      {"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_3) AppleWebKit/605.1.15 (KHTML, like Gecko) "
       "Version/17.3 Safari/605.1.15",
       "browser"},
      {"Chrome 138.0.0", "browser-name"},
      {"Edge", "browser-name"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15", ""},
      {"curl/8.5.0", ""},
      {"", ""},
      {"   ", ""},
  };
  for (const auto& row : rows) {
    INFO(row.agent);
    const ClientSignature* found = match_client(row.agent);
    CHECK((found != nullptr ? found->id : std::string_view{}) == row.id);
  }
}

TEST_CASE("clients: browsers come last, every row has a kind, a name and a fact") {
  const std::span rows(tables::clients);
  REQUIRE(rows.size() == 25);
  CHECK(rows.back().signature.id == "browser-name");
  CHECK(rows.back().signature.kind == ClientKind::browser);
  for (const auto& [row, starts, contains, equals] : rows) {
    INFO(row.id);
    CHECK(row.kind != ClientKind::unknown);
    CHECK(!row.name.empty());
    CHECK((row.kind == ClientKind::browser) == row.id.starts_with("browser"));
  }
  for (const char* agent :
       {"python-requests/2.31.0", "python-httpx/0.27.0", "Zeep/4.2.1 (www.python-zeep.org)"})
    CHECK(match_client(agent)->kind == ClientKind::python);
  CHECK(match_client("py-autotask/1.0")->kind == ClientKind::autotask_library);
}

TEST_CASE("clients: an automation cloud names one product: its own") {
  struct {
    const char* client;
    const char* integration;
  } const rows[] = {{"zapier", "zapier"},
                    {"make", "make"},
                    {"n8n", "n8n"},
                    {"azure-logic-apps", "power-automate"}};
  for (const auto& row : rows) {
    std::string users;
    for (const Integration& one : integrations())
      for (const std::string_view client : one.clients)
        if (client == row.client) users += one.id;
    CHECK(users == row.integration);
  }
}

TEST_CASE("match_client: a megabyte of agent") {
  CHECK(match_client(std::string(1 << 20, 'x')) == nullptr);
  CHECK(match_client("axios/1.6.7" + std::string(1 << 20, ' ') + "x")->id == "axios");
}
