// User agents: of browsers, of libraries, of the clients that the catalog documents.
#include <algorithm>

#include "simulator/draft.hpp"

namespace whylocked::sim {

namespace {

constexpr std::string_view kBrowsers[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
};
constexpr std::string_view kScripts[] = {
    "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.20348.2400",
    "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1682",
    "Mozilla/5.0 (Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.2",
};
// At least one for every row of the catalog's table that a machine sends.
constexpr std::string_view kLibraries[] = {
    "python-requests/2.31.0",
    "python-requests/2.32.3",
    "python-httpx/0.27.0",
    "axios/1.7.2",
    "GuzzleHttp/7",
    "Go-http-client/1.1",
    "Go-http-client/2.0",
    "RestSharp/110.2.0.0",
    "node",
    "undici",
    "PHP-SOAP/8.1.2",
    "Zeep/4.2.1 (www.python-zeep.org)",
    "Axis/1.4",
    "Ruby",
    "Faraday v2.9.0",
    "go-autotask/1.2.0",
    "py-autotask/2.0.0",
    "Apigrate/1.0 autotask-restapi",
    "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)",
};
constexpr std::string_view kAutomations[] = {
    "Zapier", "n8n", "Make/production",
    "azure-logic-apps/1.0 (workflow 3f2b8c; version 08585) microsoft-flow/1.0"};
// In no row of the table.
constexpr std::string_view kPlain[] = {"okhttp/4.12.0", "Apache-HttpClient/4.5.14 (Java/17.0.9)",
                                       "Java/17.0.9", "curl/8.5.0", "libwww-perl/6.72"};

template <class List>
void add_with_signature(std::string_view id, const List& list,
                        std::vector<std::string_view>& agents) {
  for (const std::string_view agent : list)
    if (const auto* signature = match_client(agent); signature != nullptr && signature->id == id)
      agents.push_back(agent);
}

std::vector<std::string_view> documented_agents(const Integration& product) {
  std::vector<std::string_view> agents;
  for (const std::string_view id : product.clients) {
    add_with_signature(id, kLibraries, agents);
    add_with_signature(id, kAutomations, agents);
  }
  return agents;
}

}  // namespace

std::string browser_agent(Random& random) { return std::string(random.pick(kBrowsers)); }

std::string script_agent(Random& random) { return std::string(random.pick(kScripts)); }

std::string attacker_agent(Random& random) {
  if (random.chance(35)) return {};
  return random.chance(50) ? browser_agent(random) : std::string(random.pick(kLibraries));
}

std::string machine_agent(Random& random, const Integration* product, bool plain) {
  if (product != nullptr) {
    const auto agents = documented_agents(*product);
    if (!agents.empty()) return std::string(random.pick(agents));
  }
  if (random.chance(65)) return {};
  if (plain || random.chance(30)) return std::string(random.pick(kPlain));
  for (;;) {  // libraries for Autotask alone serve own code, not products
    const std::string_view agent = random.pick(kLibraries);
    if (match_client(agent)->kind != ClientKind::autotask_library) return std::string(agent);
  }
}

}  // namespace whylocked::sim
