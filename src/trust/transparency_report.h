// The half-yearly report on requests and orders, made from the entries of the log `legal` and from
// nothing else: the server and soleil-verify call the same function, so what the server publishes
// is derived again by anybody who has the log. Pure.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"
#include "trust/register_entry.h"

namespace soleil {

// Of which log, how much of it, and as of which day: a seal is overdue or not by the day only.
struct ReportBasis {
  std::string origin;
  TreeHead tree;  // of the entries that were read
  CivilDate as_of;
};

enum class ReportTable {
  government,  // legal process and emergencies: requests for data
  civil,
  removal,
  preservation,
  orders,  // approved orders on where Soleil is offered; `requests` alone is counted
};
constexpr size_t kReportTables = 5;
std::string_view table_name(ReportTable table);

// Of requests received in the half. Their answers may be of any day.
struct RequestTally {
  int64_t legal = 0, emergency = 0, requests = 0;  // legal + emergency = requests of governments
  int64_t accounts = 0;                            // named
  int64_t with_data = 0;                           // requests for which some data were given
  int64_t accounts_produced = 0;
  int64_t notified = 0, notice_forbidden = 0, challenged = 0;      // requests
  int64_t complied = 0, refused = 0, nothing = 0, unanswered = 0;  // sum: requests
  void add(const RequestDraft& request, const AnswerDraft* answer);
  void add(const RequestTally& other);
};

struct ReportRecipient {
  int64_t requests = 0, accounts = 0;
};

struct ReportedRequest {
  uint64_t index = 0;  // in the log: of the request's own entry, or of the opening of its seal
  LoggedRequest request;
  std::optional<AnswerDraft> answer;  // the last one that was logged
};

struct ReportedOrder {
  uint64_t index = 0;
  std::string id, at;  // approved
  std::string action;
  std::vector<std::string> countries;
};

struct TransparencyReport {
  std::string half;
  ReportBasis basis;
  std::array<std::map<std::string, RequestTally>, kReportTables> tables;  // by country
  std::array<RequestTally, kRequestTypes> types;
  std::map<std::string, ReportRecipient> recipients;  // data were given to: by country
  int64_t sealed = 0;      // requests received in this half that may not be told yet
  int64_t overdue = 0;     // sealed entries of any half whose day has passed and that are not open
  int64_t unreadable = 0;  // entries that say they are the register's and are not as they must be
  std::vector<ReportedRequest> requests;
  std::vector<ReportedOrder> orders;

  RequestTally total(ReportTable table) const;
};

// `entries`: all of the log's, from the first; basis.tree is that of exactly these. An entry that
// is there twice counts once. An order counts in the half in which it was approved.
TransparencyReport transparency_report(const std::vector<std::string>& entries,
                                       const std::string& half, const ReportBasis& basis);

// Every half of which the log has something, and that of as_of; newest first.
std::vector<TransparencyReport> transparency_reports(const std::vector<std::string>& entries,
                                                     const ReportBasis& basis);

std::string report_csv(const TransparencyReport& report);   // RFC 4180, one header, CRLF
std::string report_json(const TransparencyReport& report);  // one object, one line

// Whole per cent, halves up; nothing of nothing is no share.
std::optional<int64_t> percent(int64_t part, int64_t whole);

}  // namespace soleil
