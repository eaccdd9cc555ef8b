// Sources: the texts of the vendor and of sibling systems (Autotask API faults, Entra sign-in logs,
// Okta and Duo events) and plain wordings of both languages.
#include "normalize/event/phrases.hpp"

namespace whylocked::normalize {

namespace {

constexpr PhraseRow kRows[] = {
    // Somebody tries to sign in.
    {Says::attempt, Reason::unknown,
     "login, log in, log into, logging in, logon, log on, sign in, sign into, signin, "
     "signing in, sign on, signon, session start, authentication, authenticate, auth, sso, "
     "password check, anmeldung, anmeldungen, anmeldeversuch, anmelden, benutzeranmeldung, "
     "einloggen, einwahl, authentifizierung, authentisierung"},

    // By which way.
    {Says::channel, Reason::unknown,
     "api, api user, api call, rest, soap, web, web services, webservices, ui, browser, "
     "mobile, interactive, non interactive, noninteractive, interaktiv, nicht interaktiv"},

    // It worked.
    {Says::success, Reason::unknown,
     "success, successful, successfully, succeeded, ok, okay, passed, allow, allowed, "
     "accepted, granted, logged in, logged on, signed in, signed on, authenticated, "
     "user approved, erfolg, erfolgreich, erfolgreiche, erfolgreicher, angemeldet, "
     "eingeloggt, bestanden, zugelassen, erlaubt"},

    // It did not.
    {Says::failure, Reason::unknown,
     "failure, failed, fail, fails, unsuccessful, unsuccessfully, not successful, "
     "not successfully, not succeeded, not succeed, no success, without success, not ok, "
     "not passed, not allowed, not accepted, not granted, not logged in, not signed in, "
     "not authenticated, denied, deny, rejected, refused, forbidden, error, invalid, "
     "could not, couldnt, cannot, unable, fehlgeschlagen, fehlgeschlagene, fehlgeschlagener, "
     "fehlschlag, fehler, fehlerhaft, fehlerhafte, fehlerhafter, fehlanmeldung, "
     "anmeldefehler, fehlversuch, erfolglos, erfolglose, erfolgloser, nicht erfolgreich, "
     "nicht erfolgreiche, kein erfolg, ohne erfolg, nicht angemeldet, nicht zugelassen, "
     "nicht erlaubt, nicht moeglich, konnte nicht, abgelehnt, abgewiesen, zurueckgewiesen, "
     "verweigert, ungueltig, gescheitert, misslungen"},

    // So many times.
    {Says::failures, Reason::unknown,
     "failed attempts, failed * attempts, failed logins, failed logons, failed sign ins, "
     "invalid attempts, invalid * attempts, unsuccessful attempts, unsuccessful * attempts, "
     "unsuccessful logins, incorrect * attempts, wrong * attempts, login failures, "
     "logon failures, authentication failures, fehlversuche, fehlversuchen, fehlanmeldungen, "
     "fehlgeschlagene anmeldungen, fehlgeschlagenen anmeldungen, "
     "fehlgeschlagene anmeldeversuche, fehlgeschlagenen anmeldeversuchen"},

    // The account is locked.
    {Says::lock, Reason::locked,
     "locked, locked out, login locked, lock, lock out, lockout, lockouts, too many attempts, "
     "too many * attempts, too many failed logins, attempts exceeded, "
     "max * attempts exceeded, maximum * attempts exceeded, gesperrt, ausgesperrt, sperre, "
     "sperrung, kontosperre, kontosperrung, benutzersperrung, zu viele * versuche, "
     "zu viele fehlversuche, zu viele anmeldeversuche, zu viele * anmeldeversuche"},
    {Says::state, Reason::locked,
     "locked account, locked user, gesperrtes konto, gesperrten konto, gesperrtem konto, "
     "gesperrter benutzer, gesperrten benutzer"},
    {Says::nothing, Reason::unknown, "not locked, not locked out, nicht gesperrt"},
    {Says::other, Reason::unknown, "lockout policy, lockout threshold"},

    // And open again.
    {Says::unlock, Reason::unknown,
     "unlock, unlocked, unlocking, no longer locked, lock removed, lock cleared, "
     "lock released, lockout removed, lockout cleared, lockout reset, lockout ended, "
     "entsperrt, entsperren, entsperrung, kontoentsperrung, freigeschaltet, freischaltung, "
     "nicht mehr gesperrt, sperre aufgehoben, sperrung aufgehoben, kontosperre aufgehoben, "
     "kontosperrung aufgehoben"},

    // The password or secret is a new one.
    {Says::reset, Reason::unknown,
     "password change, password changed, password * changed, change password, "
     "change * password, changed password, changed * password, password reset, "
     "password * reset, reset password, reset * password, password set, set password, "
     "password update, password updated, password * updated, update password, "
     "updated password, password modified, new password, secret changed, secret * changed, "
     "secret reset, secret regenerated, secret rotated, secret updated, new secret, "
     "credentials changed, credentials updated, credentials rotated, credential changed, "
     "credential updated, credential rotated, kennwort geaendert, kennwort * geaendert, "
     "kennwort aendern, kennwort zurueckgesetzt, kennwort * zurueckgesetzt, "
     "kennwort zuruecksetzen, kennwort aktualisiert, kennwortaenderung, "
     "kennwortzuruecksetzung, neues kennwort, passwort geaendert, passwort * geaendert, "
     "passwort aendern, passwort zurueckgesetzt, passwort * zurueckgesetzt, "
     "passwort zuruecksetzen, passwort aktualisiert, passwortaenderung, "
     "passwortzuruecksetzung, neues passwort"},
    {Says::other, Reason::unknown,
     "password reset requested, password reset request, password reset email, "
     "password reset link, password policy"},
    {Says::state, Reason::expired,
     "password change required, password must be changed, must change * password, "
     "muss das kennwort aendern, muss das passwort aendern"},

    // It is too old.
    {Says::expiry, Reason::expired,
     "password expired, password * expired, expired password, password expiry, "
     "password expiration, secret expired, credentials expired, kennwort abgelaufen, "
     "kennwort * abgelaufen, abgelaufenes kennwort, kennwortablauf, passwort abgelaufen, "
     "passwort * abgelaufen, abgelaufenes passwort, passwortablauf"},
    {Says::other, Reason::unknown, "password will expire, password expires"},
    {Says::nothing, Reason::unknown, "password not expired"},

    // The account has another name.
    {Says::rename, Reason::unknown,
     "username change, username changed, username * changed, changed username, "
     "username updated, user name change, user name changed, user name * changed, "
     "login name changed, renamed, rename, benutzername geaendert, benutzername * geaendert, "
     "anmeldename geaendert, umbenannt, umbenennung"},

    // Wrong secret.
    {Says::fault, Reason::bad_password,
     "incorrect password, wrong password, invalid password, bad password, password incorrect, "
     "password wrong, password invalid, password is incorrect, password is wrong, "
     "password is invalid, password is not correct, password was incorrect, "
     "password mismatch, password does not match, password rejected, invalid credentials, "
     "invalid credential, incorrect credentials, wrong credentials, bad credentials, "
     "credentials invalid, credentials are invalid, credentials are incorrect, "
     "invalid username or password, invalid user name or password, "
     "incorrect username or password, incorrect user name or password, "
     "incorrect user id or password, wrong username or password, wrong user name or password, "
     "bad username or password, bad user name or password, unknown user name or bad password, "
     "invalid secret, incorrect secret, wrong secret, secret is invalid, unauthorized, "
     "not authorized, falsches kennwort, kennwort falsch, kennwort * falsch, "
     "kennwort inkorrekt, ungueltiges kennwort, kennwort ungueltig, kennwort * ungueltig, "
     "falsches passwort, passwort falsch, passwort * falsch, passwort inkorrekt, "
     "ungueltiges passwort, passwort ungueltig, passwort * ungueltig, falsche anmeldedaten, "
     "falsche anmeldeinformationen, falsche zugangsdaten, ungueltige anmeldedaten, "
     "ungueltige anmeldeinformationen, ungueltige zugangsdaten, "
     "unbekannter benutzername oder falsches kennwort, "
     "unbekannter benutzername oder falsches passwort"},

    // No such account.
    {Says::fault, Reason::unknown_user,
     "unknown user, unknown username, unknown user name, unknown account, user unknown, "
     "no such user, no such account, user not found, user * not found, username not found, "
     "account not found, user does not exist, user * does not exist, user doesnt exist, "
     "user account does not exist, user account * does not exist, username does not exist, "
     "account does not exist, invalid user, invalid username, invalid user name, "
     "zone information could not be determined, unbekannter benutzer, "
     "unbekannter benutzername, unbekanntes konto, benutzer unbekannt, "
     "benutzername unbekannt, benutzer nicht gefunden, benutzer * nicht gefunden, "
     "benutzername nicht gefunden, benutzer existiert nicht, benutzer * existiert nicht, "
     "konto existiert nicht, konto nicht gefunden, ungueltiger benutzername"},

    // The tracking identifier of the integration.
    {Says::state, Reason::bad_integration_code,
     "integration code, integrationscode, tracking identifier, integration vendor"},
    {Says::fault, Reason::bad_integration_code,
     "integration code * invalid, invalid integration code, integrationscode * ungueltig, "
     "ungueltiger integrationscode"},

    // Why an account is refused in general.
    {Says::state, Reason::expired, "expired, account expired, abgelaufen"},
    {Says::state, Reason::disabled,
     "disabled, inactive, not active, deactivated, suspended, deaktiviert, inaktiv, "
     "nicht aktiv"},
    {Says::nothing, Reason::unknown, "not expired, not disabled, not blocked"},
    {Says::state, Reason::blocked,
     "blocked, block, malicious, conditional access, ip restriction, ip not allowed, "
     "ip address not allowed, blockiert, geblockt"},
    {Says::state, Reason::quota,
     "quota, rate limit, rate limited, request limit, thread limit, limit exceeded, "
     "threshold exceeded, too many requests, throttled, kontingent, zu viele anfragen"},

    // A second factor.
    {Says::state, Reason::mfa,
     "mfa, 2fa, two factor, two step, second factor, multi factor, multifactor, "
     "multi factor authentication, strong authentication, one time password, "
     "one time passcode, one time code, passcode, verification code, otp, totp, zwei faktor, "
     "multi faktor, einmalkennwort, einmalpasswort, einmalcode"},
    {Says::fault, Reason::mfa, "invalid passcode"},
    {Says::challenge, Reason::mfa, "challenge, interrupted"},
    {Says::other, Reason::unknown,
     "mfa enabled, mfa disabled, 2fa enabled, 2fa disabled, two factor * enabled, "
     "two factor * disabled"},

    // Known, and not about signing in.
    {Says::other, Reason::unknown,
     "logout, log out, logged out, logoff, log off, logged off, sign out, signout, "
     "signed out, session end, session expired, session timeout, token expired, created, "
     "deleted, removed, added, activated, enabled, viewed, exported, downloaded, updated, "
     "modified, security level, abmeldung, abgemeldet, erstellt, angelegt, geloescht, "
     "entfernt, hinzugefuegt, aktiviert, bearbeitet, exportiert, sicherheitsstufe"},
};

}  // namespace

std::span<const PhraseRow> phrase_rows() { return kRows; }

}  // namespace whylocked::normalize
