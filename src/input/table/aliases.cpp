// Priorities order the names of one field, and the fields of one name: 9 a name that can mean
// nothing else, 6 the usual word, 3 a word that other systems use for something else, 1 better
// than nothing.
#include "input/table/aliases.hpp"

#include <algorithm>
#include <vector>

namespace whylocked::input {

namespace {

constexpr Alias kAliases[] = {
    {"isotimestamp", Field::time, 9},
    {"date time", Field::time, 9},
    {"date & time", Field::time, 9},
    {"timestamp", Field::time, 8},
    {"event date", Field::time, 8},
    {"event time", Field::time, 7},
    {"time generated", Field::time, 8},
    {"time created", Field::time, 8},
    {"created date time", Field::time, 8},
    {"created at", Field::time, 7},
    {"created on", Field::time, 7},
    {"creation date", Field::time, 7},
    {"creation time", Field::time, 7},
    {"published", Field::time, 7},
    {"entered date", Field::time, 7},
    {"login date", Field::time, 8},
    {"login time", Field::time, 7},
    {"login date time", Field::time, 9},
    {"sign in time", Field::time, 8},
    {"attempt time", Field::time, 8},
    {"attempted at", Field::time, 8},
    {"attempted on", Field::time, 8},
    {"occurred", Field::time, 7},
    {"occurred at", Field::time, 7},
    {"occurred on", Field::time, 7},
    {"logged", Field::time, 6},
    {"logged at", Field::time, 6},
    {"created", Field::time, 6},
    {"created time", Field::time, 7},
    {"create date", Field::time, 7},
    {"created date", Field::time, 7},
    {"@timestamp", Field::time, 8},
    {"ts", Field::time, 5},
    {"when", Field::time, 6},
    {"lockout timestamp", Field::time, 6},
    {"date", Field::time, 6},
    {"date (utc)", Field::time, 8},
    {"utc time", Field::time, 8},
    {"utc date", Field::time, 8},
    {"local time", Field::time, 4},
    {"asctime", Field::time, 5},  // of Python's logging
    {"time", Field::time, 5},
    {"locked at", Field::time, 4},
    {"lockout time", Field::time, 4},
    {"datum uhrzeit", Field::time, 9},
    {"datum & uhrzeit", Field::time, 9},
    {"datum und uhrzeit", Field::time, 9},
    {"zeitstempel", Field::time, 8},
    {"zeitpunkt", Field::time, 8},
    {"anmeldezeit", Field::time, 8},
    {"anmeldezeitpunkt", Field::time, 8},
    {"datum", Field::time, 6},
    {"zeit", Field::time, 5},
    {"happened at", Field::time, 6},
    {"time (utc)", Field::time, 8},
    {"event created", Field::time, 7},
    {"event timestamp", Field::time, 8},
    {"event date time", Field::time, 9},
    {"log time", Field::time, 7},
    {"date heure", Field::time, 9},
    {"date et heure", Field::time, 9},
    {"horodatage", Field::time, 8},
    {"heure", Field::time, 5},
    {"tijdstip", Field::time, 8},
    {"tijdstempel", Field::time, 8},
    {"datum tijd", Field::time, 9},
    {"datum en tijd", Field::time, 9},
    {"tijd", Field::time, 5},
    {"wanneer", Field::time, 6},
    {"fecha y hora", Field::time, 9},
    {"fecha hora", Field::time, 9},
    {"marca de tiempo", Field::time, 8},
    {"fecha", Field::time, 6},
    {"data e ora", Field::time, 9},
    {"data ora", Field::time, 9},
    {"ora", Field::time, 2},
    {"data e hora", Field::time, 9},
    {"data hora", Field::time, 9},
    {"data i godzina", Field::time, 9},
    {"data godzina", Field::time, 9},
    {"czas", Field::time, 2},
    {"data", Field::time, 3},

    {"time", Field::clock, 1},
    {"event time", Field::clock, 1},
    {"login time", Field::clock, 1},
    {"creation time", Field::clock, 1},
    {"time of day", Field::clock, 2},
    {"zeit", Field::clock, 1},
    {"uhrzeit", Field::clock, 2},
    {"hour", Field::clock, 3},
    {"stunde", Field::clock, 3},
    {"heure", Field::clock, 1},
    {"tijd", Field::clock, 1},
    {"hora", Field::clock, 2},
    {"ora", Field::clock, 1},
    {"godzina", Field::clock, 2},
    {"czas", Field::clock, 1},

    {"username", Field::user, 9},
    {"userprincipalname", Field::user, 9},
    {"upn", Field::user, 9},
    {"actor alternateid", Field::user, 9},
    {"initiated by username", Field::user, 9},
    {"initiated by email", Field::user, 8},
    {"target user name", Field::user, 8},
    {"login name", Field::user, 8},
    {"login id", Field::user, 8},
    {"api user", Field::user, 7},
    {"login", Field::user, 6},
    {"user", Field::user, 6},
    {"account", Field::user, 5},
    {"account name", Field::user, 5},
    {"user account", Field::user, 6},
    {"locked account", Field::user, 5},
    {"locked user", Field::user, 5},
    {"locked out account", Field::user, 5},
    {"locked out user", Field::user, 5},
    {"security principal", Field::user, 5},
    {"principal", Field::user, 4},
    {"actor", Field::user, 5},
    {"actor email", Field::user, 6},
    {"actor name", Field::user, 4},
    {"performed by", Field::user, 4},
    {"initiated by", Field::user, 4},
    {"created by", Field::user, 4},
    {"created by name", Field::user, 4},
    {"resource username", Field::user, 5},
    {"entered by", Field::user, 5},
    {"resource name", Field::user, 4},
    {"user email", Field::user, 7},
    {"email", Field::user, 3},
    {"email address", Field::user, 3},
    {"who", Field::user, 3},
    {"user id", Field::user, 3},
    {"resource", Field::user, 2},
    {"name", Field::user, 2},
    {"benutzername", Field::user, 9},
    {"anmeldename", Field::user, 8},
    {"kontoname", Field::user, 7},
    {"api benutzer", Field::user, 7},
    {"benutzer", Field::user, 6},
    {"benutzerkonto", Field::user, 6},
    {"konto", Field::user, 5},
    {"mitarbeiter", Field::user, 4},
    {"ressource", Field::user, 2},
    {"nom d'utilisateur", Field::user, 9},
    {"utilisateur", Field::user, 6},
    {"identifiant", Field::user, 5},
    {"compte", Field::user, 5},
    {"gebruikersnaam", Field::user, 9},
    {"gebruiker", Field::user, 6},
    {"aanmeldnaam", Field::user, 8},
    {"nombre de usuario", Field::user, 9},
    {"usuario", Field::user, 6},
    {"cuenta", Field::user, 5},
    {"nome utente", Field::user, 9},
    {"utente", Field::user, 6},
    {"nome de utilizador", Field::user, 9},
    {"utilizador", Field::user, 6},
    {"nome de usuário", Field::user, 9},
    {"usuário", Field::user, 6},
    {"conta", Field::user, 5},
    {"nazwa użytkownika", Field::user, 9},
    {"użytkownik", Field::user, 6},
    {"konto użytkownika", Field::user, 7},

    {"user display name", Field::display_name, 9},
    {"actor displayname", Field::display_name, 9},
    {"display name", Field::display_name, 8},
    {"full name", Field::display_name, 7},
    {"resource name", Field::display_name, 3},
    {"user", Field::display_name, 2},
    {"name", Field::display_name, 1},
    {"anzeigename", Field::display_name, 8},
    {"benutzer", Field::display_name, 2},
    {"mitarbeiter", Field::display_name, 2},

    {"ip address", Field::address, 9},
    {"client ip address", Field::address, 9},
    {"access device ip", Field::address, 9},
    {"ip", Field::address, 8},
    {"ip addr", Field::address, 8},
    {"client ip", Field::address, 8},
    {"source ip", Field::address, 8},
    {"source ip address", Field::address, 8},
    {"source address", Field::address, 7},
    {"source network address", Field::address, 7},
    {"src ip", Field::address, 7},
    {"remote ip", Field::address, 7},
    {"remote address", Field::address, 7},
    {"remote addr", Field::address, 7},
    {"request ip", Field::address, 7},
    {"caller ip", Field::address, 8},
    {"public ip", Field::address, 7},
    {"originating ip", Field::address, 7},
    {"x forwarded for", Field::address, 4},
    {"request ipchain ip", Field::address, 3},
    {"request ipchain", Field::address, 3},
    {"ip address (seen by resource)", Field::address, 2},
    {"auth device ip", Field::address, 2},
    {"src", Field::address, 5},
    {"where", Field::address, 2},
    {"host", Field::address, 1},
    {"ip adresse", Field::address, 9},
    {"quell ip", Field::address, 8},
    {"adresse ip", Field::address, 9},
    {"ip adres", Field::address, 9},
    {"dirección ip", Field::address, 9},
    {"indirizzo ip", Field::address, 9},
    {"endereço ip", Field::address, 9},
    {"adres ip", Field::address, 9},
    {"source", Field::address, 1},

    {"login result", Field::outcome, 9},
    {"outcome result", Field::outcome, 9},
    {"outcome", Field::outcome, 8},
    {"result", Field::outcome, 8},
    {"result status", Field::outcome, 8},
    {"succeeded failed", Field::outcome, 8},
    {"success", Field::outcome, 7},
    {"successful", Field::outcome, 7},
    {"succeeded", Field::outcome, 7},
    {"status", Field::outcome, 3},
    {"ergebnis", Field::outcome, 8},
    {"erfolgreich", Field::outcome, 7},
    {"résultat", Field::outcome, 8},
    {"resultaat", Field::outcome, 8},
    {"resultado", Field::outcome, 8},
    {"risultato", Field::outcome, 8},
    {"esito", Field::outcome, 7},
    {"wynik", Field::outcome, 8},
    {"res", Field::outcome, 4},
    {"failed", Field::outcome, 5},
    {"anmeldeergebnis", Field::outcome, 8},
    {"anmeldestatus", Field::outcome, 5},
    {"statut", Field::outcome, 3},
    {"état", Field::outcome, 3},
    {"estado", Field::outcome, 3},
    {"stato", Field::outcome, 3},

    {"failure reason", Field::reason, 9},
    {"status failurereason", Field::reason, 9},
    {"outcome reason", Field::reason, 9},
    {"reason", Field::reason, 8},
    {"status reason", Field::reason, 7},
    {"status detail", Field::reason, 7},
    {"status details", Field::reason, 7},
    {"status message", Field::reason, 7},
    {"status description", Field::reason, 7},
    {"result description", Field::reason, 7},
    {"error message", Field::reason, 7},
    {"error message text", Field::reason, 7},
    {"error", Field::reason, 6},
    {"message", Field::reason, 5},
    {"description", Field::reason, 4},
    {"text", Field::reason, 2},
    {"details", Field::reason, 2},
    {"action", Field::reason, 1},
    {"grund", Field::reason, 8},
    {"ursache", Field::reason, 7},
    {"fehlermeldung", Field::reason, 7},
    {"fehlerursache", Field::reason, 8},
    {"fehler", Field::reason, 6},
    {"meldung", Field::reason, 5},
    {"beschreibung", Field::reason, 4},
    {"detail", Field::reason, 2},
    {"failure message", Field::reason, 8},
    {"failure detail", Field::reason, 8},
    {"motif", Field::reason, 8},
    {"raison", Field::reason, 8},
    {"reden", Field::reason, 8},
    {"melding", Field::reason, 5},
    {"omschrijving", Field::reason, 4},
    {"motivo", Field::reason, 8},
    {"causa", Field::reason, 7},
    {"mensaje", Field::reason, 5},
    {"descripción", Field::reason, 4},
    {"messaggio", Field::reason, 5},
    {"descrizione", Field::reason, 4},
    {"mensagem", Field::reason, 5},
    {"descrição", Field::reason, 4},
    {"powód", Field::reason, 8},
    {"komunikat", Field::reason, 5},
    {"opis", Field::reason, 4},

    {"sign in error code", Field::reason_code, 9},
    {"status errorcode", Field::reason_code, 9},
    {"error code", Field::reason_code, 8},
    {"sub status", Field::reason_code, 9},
    {"failure code", Field::reason_code, 8},
    {"result code", Field::reason_code, 8},
    {"unterstatus", Field::reason_code, 9},
    {"anmeldefehlercode", Field::reason_code, 9},
    {"reason code", Field::reason_code, 8},
    {"http status", Field::reason_code, 6},
    {"http status code", Field::reason_code, 6},
    {"status code", Field::reason_code, 5},
    {"code", Field::reason_code, 3},
    {"fehlercode", Field::reason_code, 8},

    {"event type", Field::event, 9},
    {"event", Field::event, 8},
    {"event type name", Field::event, 8},
    {"event name", Field::event, 8},
    {"audit sub type", Field::event, 7},
    {"audit type", Field::event, 6},
    {"operation", Field::event, 6},
    {"activity", Field::event, 6},
    {"display message", Field::event, 5},
    {"action", Field::event, 3},
    {"type", Field::event, 3},
    {"what", Field::event, 3},
    {"category", Field::event, 2},
    {"event id", Field::event, 2},
    {"ereignis id", Field::event, 2},
    {"ereignis", Field::event, 8},
    {"ereignistyp", Field::event, 9},
    {"aktion", Field::event, 3},
    {"actie", Field::event, 3},
    {"acción", Field::event, 3},
    {"azione", Field::event, 3},
    {"ação", Field::event, 3},
    {"akcja", Field::event, 3},
    {"vorgang", Field::event, 6},
    {"aktivität", Field::event, 6},
    {"événement", Field::event, 8},
    {"evénement", Field::event, 8},
    {"activité", Field::event, 6},
    {"gebeurtenis", Field::event, 8},
    {"activiteit", Field::event, 6},
    {"evento", Field::event, 8},
    {"actividad", Field::event, 6},
    {"attività", Field::event, 6},
    {"atividade", Field::event, 6},
    {"zdarzenie", Field::event, 8},
    {"what happened", Field::event, 6},

    {"application", Field::application, 9},
    {"application name", Field::application, 9},
    {"appdisplayname", Field::application, 9},
    {"app", Field::application, 8},
    {"client app", Field::application, 4},
    {"audit source", Field::application, 4},
    {"service", Field::application, 4},
    {"provider", Field::application, 3},
    {"source", Field::application, 3},
    {"resource", Field::application, 1},
    {"anwendung", Field::application, 9},

    {"integration vendor", Field::vendor, 9},
    {"api vendor", Field::vendor, 9},
    {"vendor", Field::vendor, 8},
    {"vendor name", Field::vendor, 8},
    {"integration", Field::vendor, 6},
    {"integrationsanbieter", Field::vendor, 9},
    {"anbieter", Field::vendor, 8},
    {"lieferant", Field::vendor, 7},

    {"api tracking identifier", Field::tracking_id, 9},
    {"api tracking id", Field::tracking_id, 9},
    {"tracking identifier", Field::tracking_id, 8},
    {"tracking id", Field::tracking_id, 8},
    {"api integration code", Field::tracking_id, 8},
    {"integration code", Field::tracking_id, 7},

    {"user agent", Field::user_agent, 9},
    {"client user agent raw user agent", Field::user_agent, 9},
    {"useragent name", Field::user_agent, 7},
    {"access device browser", Field::user_agent, 7},
    {"browser", Field::user_agent, 5},
    {"client", Field::user_agent, 5},
    {"client app used", Field::user_agent, 4},
    {"client app", Field::user_agent, 3},
    {"device", Field::user_agent, 2},

    {"number of attempts", Field::count, 9},
    {"attempts", Field::count, 8},
    {"failed attempts", Field::count, 8},
    {"repeat count", Field::count, 8},
    {"count", Field::count, 7},
    {"api calls", Field::count, 6},
    {"calls", Field::count, 6},
    {"requests", Field::count, 6},
    {"fehlversuche", Field::count, 8},
    {"versuche", Field::count, 8},
    {"anzahl", Field::count, 7},
    {"aufrufe", Field::count, 6},

    {"request id", Field::id, 9},
    {"uuid", Field::id, 9},
    {"txid", Field::id, 9},
    {"message id", Field::id, 8},
    {"unique id", Field::id, 8},
    {"record id", Field::id, 6},
    {"id", Field::id, 4},

    {"account locked", Field::locked, 9},
    {"user locked", Field::locked, 9},
    {"is locked", Field::locked, 9},
    {"locked", Field::locked, 8},
    {"gesperrt", Field::locked, 8},

    {"time zone", Field::time_zone, 9},
    {"tz", Field::time_zone, 8},
    {"utc offset", Field::time_zone, 8},
    {"zeitzone", Field::time_zone, 9},

    {"target user", Field::target, 9},
    {"target account", Field::target, 9},
    {"affected user", Field::target, 9},
    {"affected account", Field::target, 9},
    {"modified user", Field::target, 8},
    {"target alternateid", Field::target, 8},

    {"caller computer name", Field::computer, 9},
    {"caller computer", Field::computer, 9},
    {"caller machine", Field::computer, 9},
    {"workstation name", Field::computer, 9},
    {"source workstation", Field::computer, 9},
    {"workstation", Field::computer, 8},
    {"client workstation", Field::computer, 9},
    {"lockout source", Field::computer, 8},
    {"client computer", Field::computer, 8},
    {"client computer name", Field::computer, 8},
    {"client host name", Field::computer, 8},
    {"client machine", Field::computer, 8},
    {"client machine name", Field::computer, 8},
    {"source computer", Field::computer, 8},
    {"source computer name", Field::computer, 8},
    {"source host", Field::computer, 7},
    {"source host name", Field::computer, 7},
    {"source machine", Field::computer, 7},
    {"src host", Field::computer, 7},
    {"access device hostname", Field::computer, 8},
    {"device name", Field::computer, 6},
    {"device host name", Field::computer, 6},
    {"client name", Field::computer, 5},
    {"computer", Field::computer, 3},
    {"computer name", Field::computer, 3},
    {"device", Field::computer, 2},
    {"name der arbeitsstation", Field::computer, 9},
    {"arbeitsstationsname", Field::computer, 9},
    {"quellarbeitsstation", Field::computer, 9},
    {"arbeitsstation", Field::computer, 8},
    {"aufrufercomputername", Field::computer, 9},
    {"quellcomputer", Field::computer, 8},
    {"gerätename", Field::computer, 6},
    {"rechnername", Field::computer, 5},
    {"rechner", Field::computer, 4},

    {"logon type", Field::logon_type, 9},
    {"anmeldetyp", Field::logon_type, 9},

    {"target domain name", Field::realm, 9},
    {"account domain", Field::realm, 8},
    {"user domain", Field::realm, 8},
    {"realm", Field::realm, 8},
    {"tenant name", Field::realm, 8},
    {"tenant", Field::realm, 7},
    {"customer name", Field::realm, 7},
    {"customer", Field::realm, 6},
    {"domain", Field::realm, 6},
    {"domain name", Field::realm, 6},
    {"tenant id", Field::realm, 5},
    {"kontodomäne", Field::realm, 8},
    {"mandant", Field::realm, 7},
    {"kunde", Field::realm, 6},
    {"domäne", Field::realm, 6},
    {"company name", Field::realm, 5},
    {"company", Field::realm, 4},
    {"organization name", Field::realm, 4},
    {"organization", Field::realm, 3},
    {"organisation", Field::realm, 3},
    {"firma", Field::realm, 4},
};

constexpr std::size_t kMaxName = 64;

// "occurredAt" and "occurred at" are one name.
std::string without_blanks(std::string_view name) {
  std::string joined(name);
  std::erase(joined, ' ');
  return joined;
}

bool before(const Alias& a, const Alias& b) {
  return without_blanks(a.name) < without_blanks(b.name);
}

const std::vector<Alias>& sorted() {
  static const std::vector<Alias> all = [] {
    std::vector<Alias> aliases(std::begin(kAliases), std::end(kAliases));
    std::stable_sort(aliases.begin(), aliases.end(), before);
    return aliases;
  }();
  return all;
}

std::span<const Alias> find(std::string_view folded) {
  const auto range =
      std::equal_range(sorted().begin(), sorted().end(), Alias{folded, Field::time, 0}, before);
  return {range.first, range.second};
}

// Length of the blank, or what counts as one, at the start of `text`; 0 if there is none.
std::size_t blank_length(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f_-./", kNoBreak = "\xc2\xa0";
  if (text.starts_with(kNoBreak)) return kNoBreak.size();
  return kBlanks.find(text[0]) == kBlanks.npos ? 0 : 1;
}

// ASCII and, where they are two bytes of UTF-8 from C3 80 on, Latin-1 letters.
char lower_after(char c, char before_it) {
  const auto code = static_cast<unsigned char>(c);
  const bool latin = before_it == '\xc3' && code >= 0x80 && code <= 0x9e && code != 0x97;
  return latin || (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 0x20) : c;
}

}  // namespace

std::string fold(std::string_view name) {
  constexpr std::string_view kMark = "\xef\xbb\xbf", kApostrophe = "\xe2\x80\x99";
  std::string folded;
  char last = 0;
  for (bool blank = false; !name.empty() && folded.size() <= kMaxName;) {
    const std::size_t blanks = name.starts_with(kMark) ? kMark.size() : blank_length(name);
    if (blanks != 0) {
      blank |= !name.starts_with(kMark);
      name.remove_prefix(blanks);
      continue;
    }
    if (blank && !folded.empty()) folded += ' ';
    blank = false;
    if (name.starts_with(kApostrophe)) {
      folded += '\'';
      name.remove_prefix(kApostrophe.size());
      continue;
    }
    folded += lower_after(name[0], last);
    last = name[0];
    name.remove_prefix(1);
  }
  return folded.size() <= kMaxName ? folded : std::string();
}

std::span<const Alias> aliases_of(std::string_view folded) {
  const auto found = find(folded);
  if (!found.empty() || !folded.ends_with(')')) return found;
  const std::size_t bracket = folded.rfind(" (");
  return bracket == folded.npos ? found : find(folded.substr(0, bracket));
}

std::span<const Alias> all_aliases() { return kAliases; }

}  // namespace whylocked::input

namespace whylocked {

std::optional<Field> guess_field(std::string_view column_name) {
  const auto found = input::aliases_of(input::fold(column_name));
  if (found.empty()) return std::nullopt;
  return std::max_element(
             found.begin(), found.end(),
             [](const input::Alias& a, const input::Alias& b) { return a.priority < b.priority; })
      ->field;
}

}  // namespace whylocked
