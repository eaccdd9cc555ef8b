// The systems that are known, one a row. In `recognize` names are divided by "; ", in `columns`
// "field=Column" likewise, where several columns for one field stand with " | " between them, and
// in `words` "field: from=to". A field with nothing behind "=" is one that the system does not
// have, though a column looks like it.
#include <string_view>

#include "input/log_patterns.hpp"
#include "input/mail_patterns.hpp"
#include "input/profiles.hpp"

namespace whylocked {

namespace {

using input::ProfileRow;

constexpr std::string_view kWindowsWords =
    "event: 4624=login succeeded; event: 4625=login failed; event: 4740=account locked; "
    "event: 4767=account unlocked; event: 4723=password changed; event: 4724=password reset; "
    "event: 4771=login failed; event: 4776=login; reason_code: 0x0=0; "
    "reason_code: 0x18=wrong password; reason_code: 0x6=unknown user; "
    "reason_code: 0x17=password expired";

constexpr ProfileRow kRows[] = {
    {.system = LogSystem::identity_provider,
     .name = "entra-sign-ins",
     .title = "Microsoft Entra ID: sign-ins, CSV of the portal",
     .source =
         "header of a real export, 56 columns; error codes: Microsoft Learn, \"Microsoft Entra "
         "authentication and authorization error codes\"",
     .recognize = "Date (UTC); Request ID; Username; IP address; Sign-in error code",
     .columns =
         "time=Date (UTC); user=Username; display_name=User; address=IP address; "
         "outcome=Status; reason=Failure reason; reason_code=Sign-in error code; "
         "application=Application; user_agent=User agent | Client app; id=Request ID; event=",
     .words = "",
     .time_zone = "UTC",
     .example =
         "Date (UTC),Request ID,User,Username,Application,IP address,Status,"
         "Sign-in error code,Failure reason\n"
         "2026-05-19T08:07:19Z,8f1c,Ann Meyer,ann@msp.example.com,Autotask,198.51.100.7,"
         "Failure,50126,Error validating credentials due to invalid username or password.\n"},
    {.system = LogSystem::identity_provider,
     .name = "entra-applications",
     .title = "Microsoft Entra ID: sign-ins of applications, CSV of the portal",
     .source = "header of a real export, 22 columns; the account is the service principal",
     .recognize = "Date (UTC); Request ID; Service principal ID; Service principal name",
     .columns = "time=Date (UTC); user=Service principal name; address=IP address; outcome=Status; "
                "reason=Failure reason; reason_code=Sign-in error code; application=Application; "
                "id=Request ID; event=",
     .words = "",
     .time_zone = "UTC",
     .example = "Date (UTC),Request ID,Service principal ID,Service principal name,Application,"
                "IP address,Status,Sign-in error code,Failure reason\n"
                "2026-05-19T08:07:19Z,8f1c,77aa,backup-sync,Backup,198.51.100.7,Failure,7000222,"
                "The provided client secret keys are expired.\n"},
    {.system = LogSystem::identity_provider,
     .name = "entra-sign-ins-older",
     .title = "Microsoft Entra ID: sign-ins, other CSV exports",
     .source = "header of a real export; its times read both ways, and it names no zone",
     .recognize = "CreatedDateTime; UserPrincipalName; AppDisplayName; Status",
     .columns = "time=CreatedDateTime; user=UserPrincipalName; display_name=UserDisplayName; "
                "address=IPAddress; outcome=Status; application=AppDisplayName; "
                "user_agent=Browser | Device; event=",
     .words = "",
     .example =
         "CreatedDateTime,UserPrincipalName,UserDisplayName,AppDisplayName,IPAddress,Status\n"
         "5/19/2026 8:07:19 AM,ann@msp.example.com,Ann Meyer,Autotask,198.51.100.7,Failure\n"},
    {.system = LogSystem::identity_provider,
     .name = "entra-sign-ins-json",
     .title = "Microsoft Entra ID: sign-ins, JSON",
     .source = "Microsoft Learn, \"sign-in log schema\" (reference-sign-ins-log-schema)",
     .recognize = "createdDateTime; userPrincipalName; status.errorCode",
     .columns = "time=createdDateTime; user=userPrincipalName; display_name=userDisplayName; "
                "address=ipAddress; reason=status.failureReason; reason_code=status.errorCode; "
                "application=appDisplayName; user_agent=userAgent | clientAppUsed; "
                "id=id; event=; outcome=",
     .words = "",
     .time_zone = "UTC",
     .example = R"({"createdDateTime":"2026-05-19T08:07:19Z","userPrincipalName":)"
                R"("ann@msp.example.com","appDisplayName":"Autotask","ipAddress":"198.51.100.7",)"
                R"("status":{"errorCode":50126,"failureReason":"Invalid password"}})"
                "\n"},
    {.system = LogSystem::identity_provider,
     .name = "microsoft-365-audit",
     .title = "Microsoft 365 unified audit log: JSON, or CSV with the column AuditData",
     .source =
         "Microsoft Learn, \"Office 365 Management Activity API schema\"; times are UTC without "
         "a zone, records repeat by Id",
     .recognize = "CreationTime; Operation; UserId; Id",
     .columns = "time=CreationTime; event=Operation; user=UserId; target=ObjectId; "
                "address=ClientIP | ActorIpAddress; outcome=ResultStatus; reason=LogonError; "
                "reason_code=ErrorNumber; application=ApplicationId; "
                "user_agent=ExtendedProperties.UserAgent; id=Id",
     .words = "event: UserLoggedIn=login succeeded; event: UserLoginFailed=login failed; "
              "event: Change user password.=password changed; "
              "event: Reset user password.=password reset; "
              "reason: InvalidUserNameOrPassword=wrong password; "
              "reason: IdsLocked=account is locked; reason: UserAccountNotFound=unknown user",
     .time_zone = "UTC",
     .example =
         R"({"CreationTime":"2026-05-19T08:07:19","Id":"5f0c","Operation":"UserLoginFailed",)"
         R"("UserId":"ann@msp.example.com","ClientIP":"198.51.100.7",)"
         R"("LogonError":"InvalidUserNameOrPassword","ErrorNumber":"50126",)"
         R"("ExtendedProperties":[{"Name":"UserAgent","Value":"python-requests/2.31"}]})"
         "\n"},
    {.system = LogSystem::identity_provider,
     .name = "okta",
     .title = "Okta system log, JSON",
     .source = "Okta developer documentation, \"System Log\"; lock event: SigmaHQ rule "
               "okta_user_account_locked_out",
     .recognize = "published; eventType; actor.alternateId; outcome.result",
     .columns =
         "time=published; event=eventType; user=actor.alternateId; target=target.alternateId; "
         "display_name=actor.displayName; address=client.ipAddress; outcome=outcome.result; "
         "reason=outcome.reason; user_agent=client.userAgent.rawUserAgent; id=uuid",
     .words = "reason: INVALID_CREDENTIALS=wrong password; reason: LOCKED_OUT=account is locked; "
              "reason: PASSWORD_EXPIRED=password expired",
     .time_zone = "UTC",
     .example = R"({"published":"2026-05-19T08:07:19.000Z","eventType":"user.session.start",)"
                R"("uuid":"c1","actor":{"alternateId":"ann@msp.example.com"},)"
                R"("client":{"ipAddress":"198.51.100.7","userAgent":{"rawUserAgent":"axios/1.6"}},)"
                R"("outcome":{"result":"FAILURE","reason":"INVALID_CREDENTIALS"}})"
                "\n"},
    {.system = LogSystem::identity_provider,
     .name = "duo",
     .title = "Duo authentication log, JSON",
     .source = "Duo Admin API, authentication logs v2; sample events of elastic/integrations, "
               "package cisco_duo",
     .recognize = "user.name; access_device.ip; result; txid",
     .columns = "time=isotimestamp | timestamp; user=user.name | email; address=access_device.ip; "
                "outcome=result; reason=reason; application=application.name; "
                "user_agent=access_device.browser; id=txid; event=event_type",
     .words = "reason: locked_out=account is locked; reason: user_approved=; "
              "reason: invalid_passcode=invalid passcode",
     .time_zone = "UTC",
     .example = R"({"isotimestamp":"2026-05-19T08:07:19.351346+00:00","txid":"3402",)"
                R"("user":{"name":"ann@msp.example.com"},"access_device":{"ip":"198.51.100.7"},)"
                R"("application":{"name":"Autotask"},"result":"denied","reason":"locked_out"})"
                "\n"},
    {.system = LogSystem::identity_provider,
     .name = "jumpcloud",
     .title = "JumpCloud Directory Insights, JSON",
     .source =
         "JumpCloud Directory Insights API 1.0; fields of elastic/integrations, package jumpcloud",
     .recognize = "timestamp; event_type; client_ip; success",
     .columns = "time=timestamp; event=event_type; "
                "user=initiated_by.username | initiated_by.email | username | resource.username; "
                "address=client_ip | src_ip; outcome=success; reason=error_message | message; "
                "reason_code=error_code; application=application.name | service; "
                "user_agent=useragent.name; id=id",
     .words = "",
     .time_zone = "UTC",
     .example = R"({"timestamp":"2026-05-19T08:07:19Z","event_type":"user_login_attempt",)"
                R"("initiated_by":{"username":"ann@msp.example.com"},"client_ip":"198.51.100.7",)"
                R"("success":false,"error_message":"invalid password"})"
                "\n"},
    {.system = LogSystem::application,
     .name = "datto-rmm",
     .title = "Datto RMM activity log, CSV of the classic interface",
     .source = "Datto RMM help, \"User activity\": the columns shown; the zone is in the value",
     .recognize = "Date/Time; User; IP Address; Details; Parameters",
     .columns = "time=Date/Time; user=User; address=IP Address; event=Details; reason=Parameters",
     .words = "",
     .example = "Date/Time,User,IP Address,Details,Parameters\n"
                "2026-05-19 08:07:19 UTC,ann,198.51.100.7,Login failed,wrong password\n"},
    {.system = LogSystem::application,
     .name = "it-glue",
     .title = "IT Glue activity log",
     .source =
         "IT Glue help, \"Activity logs\": the columns shown; times are in the zone of the user "
         "who exports",
     .recognize = "User; Organization; Action; Resource; Public IP",
     .columns = "time=Date/Time | Date & Time | Date; user=User; address=Public IP; event=Action; "
                "application=",
     .words = "",
     .example = "Date/Time,User,Organization,Action,Resource,Public IP\n"
                "2026-05-19 08:07:19,ann@msp.example.com,Example MSP,login failed,,198.51.100.7\n"},
    {.system = LogSystem::application,
     .name = "kaseya-backup-audit",
     .title = "Datto Endpoint Backup and Unitrends: audit log, CSV",
     .source =
         "help pages of both (EB2 audit log, UniView audit log): UTC, and the values captured",
     .recognize = "Timestamp; Username; Source IP; Event Type; Failure Reason",
     .columns = "time=Timestamp; user=Username; address=Source IP; event=Event Type; "
                "reason=Failure Reason; application=Authentication Method | Method",
     .words = "",
     .time_zone = "UTC",
     .example =
         "Timestamp,Event Type,Username,Source IP,Authentication Method,Failure Reason\n"
         "2026-05-19 08:07:19,User Login Failure,ann,198.51.100.7,Password,wrong password\n"},
    {.system = LogSystem::application,
     .name = "connectwise-psa-audit",
     .title = "ConnectWise PSA audit trail, JSON",
     .source = "type AuditTrailEntry of the public client dsrosen6/go-connectwise-psa; it has no "
               "address",
     .recognize = "auditType; enteredBy; enteredDate; text",
     .columns = "time=enteredDate; user=enteredBy; event=auditSubType | auditType; reason=text; "
                "application=auditSource; address=",
     .words = "",
     .example = R"({"enteredDate":"2026-05-19T08:07:19Z","enteredBy":"ann","auditType":"Login",)"
                R"("auditSubType":"Login failed","auditSource":"API","text":"wrong password"})"
                "\n"},
    {.system = LogSystem::windows,
     .name = "windows-security",
     .title = "Windows security events, flat columns or keys",
     .source = "Microsoft Learn, \"4625: An account failed to log on\" and its like: 4624, 4740, "
               "4767, 4723, 4724, 4776, \"4771: Kerberos pre-authentication failed\"",
     .recognize = "EventID; TargetUserName",
     .columns =
         "time=EventTime | TimeCreated | @timestamp | TimeGenerated | UtcTime; event=EventID; "
         "user=TargetUserName; address=IpAddress | SourceAddress; outcome=Keywords; reason=; "
         "reason_code=SubStatus | Status | FailureCode; application=LogonProcessName; "
         "id=RecordNumber | EventRecordID | RecordId; user_agent=; target=",
     .words = kWindowsWords,
     .example = "EventTime,EventID,TargetUserName,IpAddress,Status,SubStatus\n"
                "2026-05-19 08:07:19,4625,ann,198.51.100.7,0xC000006D,0xC000006A\n"},
    {.system = LogSystem::windows,
     .name = "windows-security-winlogbeat",
     .title = "Windows security events, JSON of Winlogbeat",
     .source = "Winlogbeat documentation, \"winlog\"; events: as windows-security",
     .recognize = "@timestamp; winlog.event_id; winlog.event_data.TargetUserName",
     .columns = "time=@timestamp; event=winlog.event_id; user=winlog.event_data.TargetUserName; "
                "address=winlog.event_data.IpAddress | source.ip; "
                "outcome=event.outcome | winlog.keywords; reason=; "
                "reason_code=winlog.event_data.SubStatus | winlog.event_data.Status; "
                "application=winlog.event_data.LogonProcessName; id=winlog.record_id; user_agent=; "
                "target=",
     .words = kWindowsWords,
     .time_zone = "UTC",
     .example =
         R"({"@timestamp":"2026-05-19T08:07:19.000Z","winlog":{"event_id":4625,"event_data":)"
         R"({"TargetUserName":"ann","IpAddress":"198.51.100.7","SubStatus":"0xc000006a"}}})"
         "\n"},
    {.system = LogSystem::windows,
     .name = "windows-security-xml",
     .title = "Windows security events, JSON made from their XML",
     .source = "keys as the event's XML has them; events: as windows-security",
     .recognize = "Event.System.EventID; Event.EventData.TargetUserName",
     .columns = "time=Event.System.TimeCreated.#attributes.SystemTime | "
                "Event.System.TimeCreated.@SystemTime | Event.System.TimeCreated.SystemTime; "
                "event=Event.System.EventID; user=Event.EventData.TargetUserName; "
                "address=Event.EventData.IpAddress; reason=; "
                "reason_code=Event.EventData.SubStatus | Event.EventData.Status; "
                "application=Event.EventData.LogonProcessName; id=Event.System.EventRecordID; "
                "user_agent=; outcome=; target=",
     .words = kWindowsWords,
     .time_zone = "UTC",
     .example = R"({"Event":{"System":{"EventID":4625,"TimeCreated":{"#attributes":{"SystemTime":)"
                R"("2026-05-19T08:07:19.000Z"}}},"EventData":{"TargetUserName":"ann",)"
                R"("IpAddress":"198.51.100.7","SubStatus":"0xc000006a"}}})"
                "\n"},
};

}  // namespace

const std::vector<Profile>& built_in_profiles() {
  static const std::vector<Profile> all = [] {
    std::vector<Profile> profiles;
    for (const ProfileRow& row : kRows) profiles.push_back(input::to_profile(row));
    profiles.push_back(input::notice_profile());
    profiles.push_back(input::linux_auth_profile());
    return profiles;
  }();
  return all;
}

}  // namespace whylocked
