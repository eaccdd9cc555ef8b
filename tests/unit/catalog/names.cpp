// Names: whole texts and usernames to products. Expected: ids in order, after their strength.
#include <string>

#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

namespace {

// "product: it-glue", "vendor: datto-rmm datto-bcdr"; several strengths are joined with "; ".
std::string matched_names(const std::vector<NameMatch>& matches) {
  constexpr const char* names[] = {"tracking", "product", "vendor"};
  std::string text, last;
  for (const NameMatch& match : matches) {
    const std::string strength = names[static_cast<int>(match.strength)];
    if (strength != last) text += (text.empty() ? "" : "; ") + strength + ':';
    last = strength;
    text += ' ' + std::string(match.integration->id);
  }
  return text;
}

struct NameRow {
  const char* text;
  const char* expected;
};

}  // namespace

TEST_CASE("match_name: whole texts") {
  const NameRow rows[] = {
      {"ITG - Documentation Management", "tracking: it-glue"},
      {"itg \xe2\x80\x93 documentation management", "tracking: it-glue"},  // a long dash
      {"IT Glue - Documentation Management", "tracking: it-glue"},
      {"Quickpass - Password Management", "tracking: cyberqp"},
      {"Solarwinds - N-able N-central (on premise)", "tracking: n-central"},
      {"Custom (Internal Integration)", "tracking: custom-rest"},
      {"Datto RMM", "tracking: datto-rmm"},
      {"Barracuda MSP", "tracking: barracuda-rmm"},
      {"it glue", "product: it-glue"},
      {"it-glue", "product: it-glue"},
      {"ITGlue", "product: it-glue"},
      {"Autotask Endpoint Management", "product: datto-rmm"},
      {"AEM", "product: datto-rmm"},
      {"n8n", "product: n8n"},
      {"make", "product: make"},
      {"Thread", "product: thread"},
      {"Power BI", "product: data-warehouse"},
      {"Azure AD", "product: entra-oidc"},
      {"QuickBooks", "product: quickbooks-online quickbooks-desktop"},
      {"Xero", "product: wise-sync xero-gorilla"},
      {"ScalePad", "product: scalepad"},
      {"Datto", "vendor: datto-rmm datto-bcdr datto-workplace"},
      {"N-able", "vendor: n-sight passportal n-central cove"},
      {"Intuit", "vendor: quickbooks-online quickbooks-desktop"},
      {"", ""},
      {" - ", ""},
      {"customer", ""},
      {"various", ""},
      {"Autotask", ""},
      {"Datto RMM sync", ""},
      {"node", ""},
  };
  for (const NameRow& row : rows) {
    INFO(row.text);
    CHECK(matched_names(match_name(row.text)) == row.expected);
  }
}

TEST_CASE("match_name: the names of the vendor's article") {
  const NameRow rows[] = {
      {"Acronis", "acronis"},
      {"AT2Sage", "at2sage"},
      {"Autotask Endpoint Management (AEM)", "datto-rmm"},
      {"AVG Managed Workplace", "barracuda-rmm"},
      {"ConnectBooster", "connectbooster"},
      {"Labtech", "connectwise-automate"},
      {"Quosal", "connectwise-sell"},
      {"Continuum", "continuum"},
      {"Customer Thermometer", "customer-thermometer"},
      {"Datto", "datto-bcdr"},
      {"Email2AT (MSP Integrations)", "email2at"},
      {"Email2DB (Rapidfire Tools)", "email2db"},
      {"GFI (Max Focus)", "n-sight"},
      {"IDSync", "idsync"},
      {"ITGlue", "it-glue"},
      {"LogicMonitor", "logicmonitor"},
      {"MS Outlook Extension", "outlook-extension"},
      {"Dashlane", "dashlane"},
      {"LogMeIn", "lastpass"},
      {"Passportal", "passportal"},
      {"Keeper", "keeper"},
      {"1Password", "1password"},
      {"QuickBooks Online", "quickbooks-online"},
      {"QuickBooks Desktop", "quickbooks-desktop"},
      {"QuoteWerks", "quotewerks"},
      {"Salesforce (by TBoxCloud)", "salesforce-tboxcloud"},
      {"Solarwinds (N-Able)", "n-central"},
      {"Work Market", "work-market"},
  };
  for (const NameRow& row : rows) {
    INFO(row.text);
    bool found = false;
    for (const NameMatch& match : match_name(row.text))
      found |= match.integration->id == row.expected;
    CHECK(found);
  }
}

TEST_CASE("match_name: every name, alias, id and identifier names its own entry") {
  const auto names_it = [](std::string_view text, const Integration& one) {
    bool found = false;
    for (const NameMatch& match : match_name(text)) found |= match.integration == &one;
    return found;
  };
  for (const Integration& one : integrations()) {
    INFO(one.id);
    CHECK(names_it(one.id, one));
    CHECK(names_it(one.name, one));
    for (const std::string_view alias : one.aliases) CHECK(names_it(alias, one));
    for (const std::string_view text : one.tracking) CHECK(names_it(text, one));
  }
}

TEST_CASE("names_inside: usernames that contain a product's name") {
  const NameRow rows[] = {
      {"itglue", "product: it-glue"},
      {"svc-itglue", "product: it-glue"},
      {"it-glue", "product: it-glue"},
      {"api.it.glue.prod", "product: it-glue"},
      {"itgluesync", "product: it-glue"},
      {"svcitglue01", "product: it-glue"},
      {"ITGLUE", "product: it-glue"},
      {"itg-api", "product: it-glue"},
      {"lci-api", "product: lifecycle-insights"},
      {"mspintegrations", "product: email2at"},
      {"aem2", "product: datto-rmm"},
      {"dattormm", "product: datto-rmm"},
      {"datto-rmm-sync", "product: datto-rmm"},
      {"datto_sync", "vendor: datto-rmm datto-bcdr datto-workplace"},
      {"n-able.api", "vendor: n-sight passportal n-central cove"},
      {"n-able-passportal", "product: passportal"},
      {"api-n-sight", "product: n-sight"},
      {"svc-quickbooks", "product: quickbooks-online quickbooks-desktop"},
      {"quickbooksonline", "product: quickbooks-online"},
      {"at2sage", "product: at2sage"},
      {"n8n.autotask", "product: n8n"},
      {"thread-api", "product: thread"},
      {"hudu", "product: hudu"},
      {"zomentum", "product: zomentum"},
      {"huduandzapier", "product: zapier"},
      {"hudu+zapier", "product: hudu zapier"},
      {"zapier-hudu-zapier", "product: zapier hudu"},
      {"roar.sync", "product: liongard"},
      {"ticket-script", "product: custom-rest"},
      {"svc_powershell", "product: custom-rest"},
  };
  for (const NameRow& row : rows) {
    INFO(row.text);
    CHECK(matched_names(names_inside(row.text)) == row.expected);
  }
}

TEST_CASE("names_other_software: names of programs that the catalog does not list") {
  for (const char* text :
       {"hubspot", "svc.zendesk", "ticketflow", "assetwatch2", "api-invoicesync", "shiftly"}) {
    CAPTURE(text);
    CHECK(names_other_software(text));
  }
  // People, roles, the PSA itself, a single word, and a text too long to be a name.
  for (const char* text : {"jsmith", "ann.meyer", "john.gately", "d.wisely", "billpage",
                           "servicedesk", "helpdesk", "autotask", "svc.autotask", "portal",
                           "backup", "", "trackertrackertrackertrackertrackertracker"}) {
    CAPTURE(text);
    CHECK_FALSE(names_other_software(text));
  }
}

TEST_CASE("names_inside: false friends") {
  for (const char* text : {"jmakepeace",
                           "<script>",
                           "prescription",
                           "make",
                           "make-sync",
                           "threadgill",
                           "roarke",
                           "covey",
                           "ckeeper",
                           "j.keeper",
                           "keeper",
                           "kommando",
                           "command",
                           "insight",
                           "opencentral",
                           "intuition",
                           "enable-api",
                           "lon-able",
                           "summit-glue",
                           "binocular",
                           "thefolder",
                           "jim2",
                           "palto",
                           "j.alto",
                           "powerbi",
                           "azure.ad",
                           "logmein",
                           "microsoft-sync",
                           "adp",
                           "autotask",
                           "customer",
                           "adatto",
                           "dattoo",
                           "itgs",
                           "gaem",
                           "daemon",
                           "h\xc3\xbc"
                           "du",
                           "hudu\xc3\xa9",
                           "",
                           "-",
                           "1",
                           "jsmith"}) {
    INFO(text);
    CHECK(matched_names(names_inside(text)).empty());
  }
}

TEST_CASE("names_inside: returns the words it found") {
  const auto found = names_inside("svc-DattoRMM");
  REQUIRE(found.size() == 1);
  CHECK(found[0].matched == "Datto RMM");
}
