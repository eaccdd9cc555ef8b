// Secrets as logs contain them, and ordinary words that look like them.
#include "catch.hpp"
#include "event/secrets.hpp"

using namespace whylocked;

TEST_CASE("the value after a secret's name is masked, byte by byte") {
  struct Row {
    const char *text, *masked;
  };
  const Row rows[] = {
      {"Secret: a1b2c3", "Secret: ******"},
      {"secret=a1b2c3&user=ann", "secret=******&user=ann"},
      {"ApiIntegrationCode: XYZ123, UserName: ann", "ApiIntegrationCode: ******, UserName: ann"},
      {"api_integration_code=XYZ", "api_integration_code=***"},
      {"{\"Secret\":\"a\\\"b\",\"UserName\":\"ann\"}",
       "{\"Secret\":\"****\",\"UserName\":\"ann\"}"},
      {"{\"password\": \"geheim\"}", "{\"password\": \"******\"}"},
      {"{\\\"Secret\\\":\\\"abc\\\"}", "{\\\"Secret\\\":\\\"***\\\"}"},
      {"password=geheim ok", "password=****** ok"},
      {"Authorization: Basic YW5uOmdlaGVpbQ==", "Authorization: **********************"},
      {"Authorization: Bearer abc.def; next", "Authorization: **************; next"},
      {"sent Basic YW5uOmdlaGVpbQ== to", "sent Basic **************** to"},
      {"X-Api-Key: k", "X-Api-Key: *"},
      {"client_secret='a b'", "client_secret='***'"},
      // Sentences.
      {"password: incorrect", "password: incorrect"},
      {"Invalid secret", "Invalid secret"},
      {"secret changed", "secret changed"},
      {"Basic authentication", "Basic authentication"},
      {"basic plan", "basic plan"},
      {"token expired", "token expired"},
      {"", ""},
      {"Secret:", "Secret:"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(mask_secrets(row.text) == row.masked);
  }
}

TEST_CASE("names of columns that hold secrets") {
  for (const char* name : {"Secret", "ApiIntegrationCode", "api_key", "Authorization", "PASSWORD",
                           "client-secret", "API Key"})
    CHECK(names_secret(name));
  for (const char* name : {"User", "Secretary", "Time", "", "Password changed"})
    CHECK_FALSE(names_secret(name));
}
