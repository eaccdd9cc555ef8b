// Sources: Autotask API faults; "Microsoft Entra sign-in log" texts and KDC_ERR names of RFC 4120;
// Okta "Event types" and "System Log" outcome reasons; Keycloak "EventType" and "Errors" (server
// SPI); Duo "Authentication logs" reasons; Google Workspace "Login audit activity events"; Fortinet
// "FortiOS Log Message Reference"; and plain wordings of eight languages. Rows of one statement may
// follow each other, a language each.
#include "normalize/event/phrases.hpp"

namespace whylocked::normalize {

namespace {

constexpr PhraseRow kRows[] = {
    // Somebody tries to sign in.
    {Statement::attempt, Reason::unknown,
     "login, log in, log into, logging in, logon, log on, sign in, sign into, signin, "
     "signing in, sign on, signon, session start, authentication, authenticate, auth, sso, "
     "password check, anmeldung, anmeldungen, anmeldeversuch, anmelden, benutzeranmeldung, "
     "einloggen, einwahl, authentifizierung, authentisierung"},
    {Statement::attempt, Reason::unknown,
     "connexion, tentative de connexion, ouverture de session, identification"},
    {Statement::attempt, Reason::unknown,
     "aanmelding, aanmelden, aanmeldpoging, inloggen, inlogpoging, authenticatie"},
    {Statement::attempt, Reason::unknown,
     "inicio de sesion, inicio sesion, iniciar sesion, intento de acceso, acceso, "
     "autenticacion"},
    {Statement::attempt, Reason::unknown, "accesso, tentativo di accesso, autenticazione"},
    {Statement::attempt, Reason::unknown,
     "inicio de sessao, iniciar sessao, tentativa de acesso, tentativa de login, acesso, "
     "autenticacao"},
    {Statement::attempt, Reason::unknown,
     "logowanie, logowania, proba logowania, uwierzytelnianie, uwierzytelnienie"},

    // By which way.
    {Statement::channel, Reason::unknown,
     "api, api user, api call, rest, soap, web, web services, webservices, ui, browser, "
     "mobile, interactive, non interactive, noninteractive, interaktiv, nicht interaktiv, "
     "password, passwort, kennwort, saml, ldap, oauth, oauth2, oidc, openid connect, radius, "
     "kerberos, ntlm, passkey, certificate, forms, basic"},

    // It worked.
    {Statement::success, Reason::unknown,
     "success, successful, successfully, succeeded, ok, okay, passed, allow, allowed, "
     "accepted, granted, logged in, logged on, signed in, signed on, authenticated, "
     "user approved, erfolg, erfolgreich, erfolgreiche, erfolgreicher, angemeldet, "
     "eingeloggt, bestanden, zugelassen, erlaubt"},
    {Statement::success, Reason::unknown,
     "reussi, reussie, reussite, connecte, connectee, autorise, autorisee, acces accorde"},
    {Statement::success, Reason::unknown,
     "geslaagd, geslaagde, gelukt, succesvol, succesvolle, succes, aangemeld, ingelogd, "
     "toegestaan"},
    {Statement::success, Reason::unknown,
     "exito, con exito, exitoso, exitosa, correcto, correcta, sesion iniciada, permitido, "
     "concedido"},
    {Statement::success, Reason::unknown,
     "riuscito, riuscita, successo, con successo, consentito, eseguito"},
    {Statement::success, Reason::unknown,
     "sucesso, com sucesso, bem sucedido, bem sucedida, com exito, sessao iniciada"},
    {Statement::success, Reason::unknown,
     "sukces, udane, udana, udany, pomyslnie, pomyslne, powodzenie, zalogowano, zalogowany"},

    // It did not.
    {Statement::failure, Reason::unknown,
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
    {Statement::failure, Reason::unknown,
     "echec, echoue, echouee, refuse, refusee, rejete, rejetee, erreur, non autorise, non "
     "autorisee, "
     "sans succes, non reussi, non reussie"},
    {Statement::failure, Reason::unknown,
     "mislukt, mislukte, gefaald, geweigerd, geweigerde, afgewezen, niet gelukt, "
     "niet geslaagd, fout"},
    {Statement::failure, Reason::unknown,
     "fallo, fallido, fallida, fallidos, rechazado, rechazada, denegado, denegada, sin exito, "
     "no permitido, no autorizado"},
    {Statement::failure, Reason::unknown,
     "fallito, fallita, non riuscito, non riuscita, non consentito, errore, negato, "
     "rifiutato, rifiutata"},
    {Statement::failure, Reason::unknown,
     "falha, falhou, falhado, falhada, malsucedido, malsucedida, mal sucedido, mal sucedida, "
     "negado, recusado, recusada, erro, sem sucesso"},
    {Statement::failure, Reason::unknown,
     "nieudane, nieudana, nieudany, niepowodzenie, niepomyslne, niepomyslnie, blad, odmowa, "
     "odrzucono, odrzucone, nie powiodlo, nie powiodla"},

    // So many times.
    {Statement::failures, Reason::unknown,
     "failed attempts, failed * attempts, failed logins, failed logons, failed sign ins, "
     "invalid attempts, invalid * attempts, unsuccessful attempts, unsuccessful * attempts, "
     "unsuccessful logins, incorrect * attempts, wrong * attempts, login failures, "
     "logon failures, authentication failures, fehlversuche, fehlversuchen, fehlanmeldungen, "
     "fehlgeschlagene anmeldungen, fehlgeschlagenen anmeldungen, "
     "fehlgeschlagene anmeldeversuche, fehlgeschlagenen anmeldeversuchen"},

    // The account is locked.
    {Statement::lock, Reason::locked,
     "locked, locked out, login locked, lock, lock out, lockout, lockouts, too many attempts, "
     "too many * attempts, too many failed logins, attempts exceeded, "
     "max * attempts exceeded, maximum * attempts exceeded, gesperrt, ausgesperrt, sperre, "
     "sperrung, kontosperre, kontosperrung, benutzersperrung, zu viele * versuche, "
     "zu viele fehlversuche, zu viele anmeldeversuche, zu viele * anmeldeversuche"},
    {Statement::lock, Reason::locked,
     "verrouille, verrouillee, verrouillage, compte bloque, blocage du compte"},
    {Statement::lock, Reason::locked,
     "vergrendeld, vergrendeling, account geblokkeerd, account is geblokkeerd, "
     "gebruiker geblokkeerd, buitengesloten"},
    {Statement::lock, Reason::locked,
     "cuenta bloqueada, cuenta * bloqueada, usuario bloqueado, bloqueo de cuenta, "
     "bloqueo de la cuenta"},
    {Statement::lock, Reason::locked,
     "account bloccato, account * bloccato, utente bloccato, blocco account, "
     "blocco dell account"},
    {Statement::lock, Reason::locked,
     "conta bloqueada, conta * bloqueada, utilizador bloqueado, bloqueio de conta, "
     "bloqueio da conta"},
    {Statement::lock, Reason::locked,
     "konto zablokowane, konto * zablokowane, zablokowano konto, zablokowane konto, "
     "uzytkownik zablokowany, blokada konta"},
    {Statement::state, Reason::locked,
     "locked account, locked user, gesperrtes konto, gesperrten konto, gesperrtem konto, "
     "gesperrter benutzer, gesperrten benutzer"},
    {Statement::nothing, Reason::unknown, "not locked, not locked out, nicht gesperrt"},
    {Statement::other, Reason::unknown,
     "lockout policy, lockout threshold, lockout duration, lockout setting, lockout settings, "
     "login threshold, logon threshold, attempts threshold, failed login limit"},
    // A lock that may follow.
    {Statement::nothing, Reason::unknown,
     "attempts remaining, attempt remaining, attempts left, attempt left, remaining attempts, "
     "tries left, tries remaining, attempts before, before lockout, before * lockout, "
     "until lockout, before * locked, until * locked, before * locks, until * locks, "
     "will be locked, will be locked out, will lock, would be locked, may be locked, "
     "versuche uebrig, verbleibende versuche, versuche verbleiben, bis zur sperre, "
     "bis zur sperrung, vor der sperrung, wird * gesperrt werden, tentatives restantes, "
     "avant verrouillage, avant le verrouillage, avant blocage, pogingen over, "
     "voor vergrendeling, intentos restantes, antes del bloqueo, tentativi rimasti, "
     "prima del blocco, tentativas restantes, antes do bloqueio, pozostalo prob"},

    // And open again.
    {Statement::unlock, Reason::unknown,
     "unlock, unlocked, unlocking, no longer locked, lock removed, lock cleared, "
     "lock released, lock lifted, lockout removed, lockout cleared, lockout reset, "
     "lockout ended, lockout lifted, reactivated after lockout, enabled after lockout, "
     "entsperrt, entsperren, entsperrung, kontoentsperrung, freigeschaltet, freischaltung, "
     "nicht mehr gesperrt, sperre aufgehoben, sperrung aufgehoben, kontosperre aufgehoben, "
     "kontosperrung aufgehoben"},
    {Statement::unlock, Reason::unknown,
     "deverrouille, deverrouillee, deverrouillage, debloque, deblocage"},
    {Statement::unlock, Reason::unknown,
     "ontgrendeld, ontgrendeling, gedeblokkeerd, deblokkering, blokkering opgeheven, "
     "blokkade opgeheven"},
    {Statement::unlock, Reason::unknown,
     "desbloqueada, desbloqueado, desbloqueo, desbloquear, desbloqueio"},
    {Statement::unlock, Reason::unknown,
     "sbloccato, sblocco, odblokowane, odblokowano, odblokowanie, odblokowany"},

    // The password or secret is a new one.
    {Statement::reset, Reason::unknown,
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
    {Statement::reset, Reason::unknown,
     "mot de passe modifie, mot de passe change, mot de passe reinitialise, "
     "reinitialisation du mot de passe, changement de mot de passe, "
     "modification du mot de passe"},
    {Statement::reset, Reason::unknown,
     "wachtwoord gewijzigd, wachtwoord * gewijzigd, wachtwoord opnieuw ingesteld, "
     "wachtwoordwijziging, wachtwoord hersteld"},
    {Statement::reset, Reason::unknown,
     "contrasena cambiada, contrasena modificada, contrasena restablecida, "
     "cambio de contrasena, restablecimiento de contrasena"},
    {Statement::reset, Reason::unknown,
     "password modificata, password cambiata, password reimpostata, cambio password, "
     "reimpostazione password, modifica password"},
    {Statement::reset, Reason::unknown,
     "senha alterada, senha redefinida, alteracao de senha, redefinicao de senha, "
     "palavra passe alterada, palavra passe reposta"},
    {Statement::reset, Reason::unknown,
     "haslo zmienione, haslo * zmienione, zmieniono haslo, zmiana hasla, haslo zresetowane, "
     "resetowanie hasla"},
    {Statement::other, Reason::unknown,
     "password reset requested, password reset request, password reset email, "
     "password reset link, password policy, password policy updated, password policy changed, "
     "password policy modified, password expires, password will expire, kennwort laeuft ab"},
    {Statement::state, Reason::expired,
     "password change required, password must be changed, must change * password, "
     "muss das kennwort aendern, muss das passwort aendern"},

    // It is too old.
    {Statement::expiry, Reason::expired,
     "password expired, password * expired, expired password, password expiry, "
     "password expiration, secret expired, credentials expired, kennwort abgelaufen, "
     "kennwort * abgelaufen, abgelaufenes kennwort, kennwortablauf, passwort abgelaufen, "
     "passwort * abgelaufen, abgelaufenes passwort, passwortablauf"},
    {Statement::expiry, Reason::expired,
     "mot de passe expire, wachtwoord verlopen, wachtwoord is verlopen, contrasena caducada, "
     "contrasena expirada, password scaduta, senha expirada, palavra passe expirada, "
     "haslo wygaslo"},
    {Statement::other, Reason::unknown, "password will expire, password expires"},
    {Statement::nothing, Reason::unknown, "password not expired"},

    // The account has another name.
    {Statement::rename, Reason::unknown,
     "username change, username changed, username * changed, changed username, "
     "username updated, user name change, user name changed, user name * changed, "
     "login name changed, renamed, rename, benutzername geaendert, benutzername * geaendert, "
     "anmeldename geaendert, umbenannt, umbenennung"},

    // Wrong secret.
    {Statement::fault, Reason::bad_password,
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
    {Statement::fault, Reason::bad_password,
     "badcreds, bad creds, wrongpass, wrong pass, bad password count, "
     "invalid user credentials, invalid client credentials, invalid login, invalid logon, "
     "login invalid, login incorrect, incorrect login, passwd invalid, bad passwd, "
     "password authentication failed, password did not match, password doesnt match, "
     "passwords do not match, bad username password, wrong username password, "
     "invalid username password, incorrect username password, preauth failed, pre authentication "
     "failed, preauthentication failed, "
     "sslvpn login permission denied, zugangsdaten ungueltig, anmeldedaten ungueltig, "
     "zugangsdaten falsch, anmeldedaten falsch"},
    {Statement::fault, Reason::bad_password,
     "mot de passe incorrect, mot de passe invalide, mot de passe errone, "
     "mauvais mot de passe, identifiants incorrects, identifiants invalides"},
    {Statement::fault, Reason::bad_password,
     "onjuist wachtwoord, wachtwoord onjuist, wachtwoord is onjuist, verkeerd wachtwoord, "
     "ongeldig wachtwoord, wachtwoord ongeldig, onjuiste inloggegevens, "
     "ongeldige inloggegevens, onjuiste gebruikersnaam of wachtwoord"},
    {Statement::fault, Reason::bad_password,
     "contrasena incorrecta, contrasena no valida, contrasena invalida, contrasena erronea, "
     "credenciales incorrectas, credenciales no validas, credenciales invalidas, "
     "usuario o contrasena incorrectos, usuario o contrasena no validos, "
     "usuario o contrasena incorrecta, contrasena no coincide"},
    {Statement::fault, Reason::bad_password,
     "password errata, password non valida, password non corretta, password sbagliata, "
     "credenziali non valide, credenziali errate, nome utente o password errati"},
    {Statement::fault, Reason::bad_password,
     "senha incorreta, senha invalida, senha errada, palavra passe incorreta, "
     "palavra passe invalida, credenciais invalidas, credenciais incorretas, "
     "usuario ou senha invalidos, usuario ou senha incorretos, utilizador ou senha invalidos"},
    {Statement::fault, Reason::bad_password,
     "nieprawidlowe haslo, bledne haslo, niepoprawne haslo, zle haslo, haslo nieprawidlowe, "
     "nieprawidlowe dane logowania, bledne dane logowania, bledny login lub haslo, "
     "nieprawidlowy login lub haslo, bledna nazwa uzytkownika lub haslo"},

    // No such account.
    {Statement::fault, Reason::unknown_user,
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
    {Statement::fault, Reason::unknown_user,
     "principal unknown, name invalid, sslvpn login unknown user, utilisateur inconnu, "
     "compte inconnu, utilisateur introuvable, onbekende gebruiker, gebruiker onbekend, "
     "gebruiker niet gevonden, gebruiker bestaat niet, usuario desconocido, "
     "usuario no encontrado, usuario inexistente, usuario no existe, utente sconosciuto, "
     "utente non trovato, utente inesistente, usuario desconhecido, utilizador desconhecido, "
     "usuario nao encontrado, utilizador nao encontrado, nieznany uzytkownik, "
     "uzytkownik nieznany, uzytkownik nie istnieje, nie znaleziono uzytkownika"},

    // The tracking identifier of the integration.
    {Statement::state, Reason::bad_integration_code,
     "integration code, integrationscode, tracking identifier, integration vendor"},
    {Statement::fault, Reason::bad_integration_code,
     "integration code * invalid, invalid integration code, integrationscode * ungueltig, "
     "ungueltiger integrationscode"},

    // Why an account is refused in general.
    {Statement::state, Reason::revoked, "client revoked, credentials revoked"},
    {Statement::state, Reason::locked,
     "user temporarily disabled, temporarily disabled, exceed limit, account temporarily locked"},
    {Statement::state, Reason::expired, "expired, account expired, abgelaufen, key expired"},
    {Statement::state, Reason::disabled,
     "disabled, inactive, not active, deactivated, suspended, deaktiviert, inaktiv, "
     "nicht aktiv"},
    {Statement::nothing, Reason::unknown, "not expired, not disabled, not blocked"},
    {Statement::state, Reason::blocked,
     "blocked, block, malicious, conditional access, ip restriction, ip not allowed, "
     "ip address not allowed, blockiert, geblockt"},
    {Statement::state, Reason::quota,
     "quota, rate limit, rate limited, request limit, thread limit, limit exceeded, "
     "threshold exceeded, too many requests, throttled, kontingent, zu viele anfragen"},

    // A second factor.
    {Statement::state, Reason::mfa,
     "mfa, 2fa, two factor, two step, second factor, multi factor, multifactor, "
     "multi factor authentication, strong authentication, one time password, "
     "one time passcode, one time code, passcode, verification code, otp, totp, zwei faktor, "
     "multi faktor, einmalkennwort, einmalpasswort, einmalcode"},
    {Statement::fault, Reason::mfa,
     "invalid passcode, invalid code, incorrect code, wrong code, code incorrect, code invalid, "
     "invalid second factor, no response, user cancelled, user marked fraud, "
     "unenrolled user, verification error"},
    {Statement::challenge, Reason::mfa, "challenge, interrupted"},
    {Statement::other, Reason::unknown,
     "mfa enabled, mfa disabled, 2fa enabled, 2fa disabled, two factor * enabled, "
     "two factor * disabled"},

    // Sign-ins are mentioned, but none is judged: limits, policies, provisioning, administration.
    {Statement::other, Reason::unknown,
     "rate limit violation, rate limit warning, rate limit exceeded by, operation rate limit, "
     "policy evaluate, policy evaluation, evaluate policy, policy evaluate sign on, "
     "evaluate sign on, policy rule, provision, provisioning, deprovision, deprovisioning, "
     "push profile, push new user, import user, user import, synchronization, directory sync, "
     "device registration, register device, device enrollment, enroll device, device add, "
     "role assignment, group membership, membership add, membership remove, privilege grant, "
     "privilege revoke, admin action, by administrator, session context change, "
     "code to token, refresh token, introspect token, token exchange, token refresh, "
     "token grant, oauth2 token, app oauth2, consent, user info request, reset factor, "
     "factor activate, factor deactivate, factor reset, authenticator enrolled"},

    // Known, and not about signing in.
    {Statement::other, Reason::unknown,
     "logout, log out, logged out, logoff, log off, logged off, sign out, signout, "
     "signed out, session end, session expired, session timeout, token expired, created, "
     "deleted, removed, added, activated, enabled, viewed, exported, downloaded, updated, "
     "modified, security level, deconnexion, "
     "afmelding, afgemeld, uitloggen, uitgelogd, cierre de sesion, "
     "disconnessione, fim de sessao, wylogowanie, wylogowano, tunnel down, abmeldung, abgemeldet, "
     "erstellt, angelegt, geloescht, "
     "entfernt, hinzugefuegt, aktiviert, bearbeitet, exportiert, sicherheitsstufe"},
};

}  // namespace

std::span<const PhraseRow> phrase_rows() { return kRows; }

}  // namespace whylocked::normalize
