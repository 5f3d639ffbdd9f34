// The report as CSV and JSON: the two forms that soleil-verify derives again byte for byte.
#include "base/json.h"
#include "trust/transparency_report.h"

namespace soleil {
namespace {

constexpr std::string_view kHeader =
    "half,country,table,legal_requests,emergency_requests,requests,accounts_specified,"
    "requests_with_data,percent_with_data,accounts_produced,percent_of_accounts,notified,"
    "notice_forbidden,challenged,complied,refused,nothing,unanswered,as_of,log,log_size,log_root";

std::string text_of(const std::optional<int64_t>& number) {
  return number ? std::to_string(*number) : "";
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

class Csv {
 public:
  explicit Csv(const TransparencyReport& report) : report_(report) {
    const ReportBasis& basis = report.basis;
    basis_ = date_text(basis.as_of) + "," + quoted(basis.origin) + "," +
             std::to_string(basis.tree.size) + "," + base64_of(basis.tree.root);
    out_ = std::string(kHeader) + "\r\n";
  }

  void row(const std::string& country, std::string_view table, const RequestTally& t) {
    start(country, table);
    for (const int64_t n : {t.legal, t.emergency, t.requests, t.accounts, t.with_data}) number(n);
    cell(text_of(percent(t.with_data, t.requests)));
    number(t.accounts_produced);
    cell(text_of(percent(t.accounts_produced, t.accounts)));
    for (const int64_t n : {t.notified, t.notice_forbidden, t.challenged, t.complied, t.refused,
                            t.nothing, t.unanswered})
      number(n);
    out_ += basis_ + "\r\n";
  }

  // A row that counts one thing only; `accounts` where it counts accounts too.
  void count(const std::string& country, std::string_view table, int64_t requests,
             const std::optional<int64_t>& accounts = std::nullopt) {
    start(country, table);
    out_ += ",," + std::to_string(requests) + ",,,," + text_of(accounts) + ",,,,,,,,," + basis_;
    out_ += "\r\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void cell(const std::string& text) { out_ += text + ","; }
  void number(int64_t value) { cell(std::to_string(value)); }
  void start(const std::string& country, std::string_view table) {
    cell(report_.half);
    cell(country);
    cell(std::string(table));
  }
  const TransparencyReport& report_;
  std::string basis_, out_;
};

json::value number_or_null(const std::optional<int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object json_of(const RequestTally& t) {
  return {{"legal_requests", t.legal},
          {"emergency_requests", t.emergency},
          {"requests", t.requests},
          {"accounts_specified", t.accounts},
          {"requests_with_data", t.with_data},
          {"percent_with_data", number_or_null(percent(t.with_data, t.requests))},
          {"accounts_produced", t.accounts_produced},
          {"percent_of_accounts", number_or_null(percent(t.accounts_produced, t.accounts))},
          {"notified", t.notified},
          {"notice_forbidden", t.notice_forbidden},
          {"challenged", t.challenged},
          {"complied", t.complied},
          {"refused", t.refused},
          {"nothing", t.nothing},
          {"unanswered", t.unanswered}};
}

json::object json_of(const TransparencyReport& report, ReportTable table) {
  json::array countries;
  for (const auto& [country, tally] : report.tables[static_cast<size_t>(table)]) {
    json::object row{{"country", country}};
    for (const auto& field : json_of(tally)) row[field.key()] = field.value();
    countries.push_back(std::move(row));
  }
  return {{"all", json_of(report.total(table))}, {"countries", std::move(countries)}};
}

json::object json_of(const ReportedRequest& one) {
  json::object out{{"index", static_cast<int64_t>(one.index)},
                   {"id", one.request.id.text()},
                   {"at", one.request.at}};
  for (const auto& field : fields_of(one.request.said)) out[field.key()] = field.value();
  if (one.answer) out["answer"] = fields_of(*one.answer);
  return out;
}

json::object json_of(const ReportedOrder& order) {
  json::array countries;
  for (const std::string& country : order.countries) countries.emplace_back(country);
  return {{"index", static_cast<int64_t>(order.index)},
          {"id", order.id},
          {"at", order.at},
          {"action", order.action},
          {"countries", std::move(countries)}};
}

}  // namespace

std::string report_csv(const TransparencyReport& report) {
  Csv csv(report);
  for (size_t i = 0; i + 1 < kReportTables; ++i) {
    const auto table = static_cast<ReportTable>(i);
    csv.row("all", table_name(table), report.total(table));
    for (const auto& [country, tally] : report.tables[i])
      csv.row(country, table_name(table), tally);
  }
  for (size_t i = 0; i <= static_cast<size_t>(RequestType::emergency);
       ++i)  // the others are tables
    if (report.types[i].requests > 0)
      csv.row("all", type_name(static_cast<RequestType>(i)), report.types[i]);
  csv.count("all", "orders", static_cast<int64_t>(report.orders.size()));
  for (const auto& [country, tally] : report.tables[static_cast<size_t>(ReportTable::orders)])
    csv.count(country, "orders", tally.requests);
  for (const auto& [country, recipient] : report.recipients)
    csv.count(country, "given_to", recipient.requests, recipient.accounts);
  csv.count("all", "may_not_be_told_yet", report.sealed);
  csv.count("all", "overdue", report.overdue);
  csv.count("all", "unreadable", report.unreadable);
  return csv.take();
}

std::string report_json(const TransparencyReport& report) {
  const ReportBasis& basis = report.basis;
  json::object tables, types, given_to;
  for (size_t i = 0; i + 1 < kReportTables; ++i) {
    const auto table = static_cast<ReportTable>(i);
    tables[std::string(table_name(table))] = json_of(report, table);
  }
  for (size_t i = 0; i < kRequestTypes; ++i)
    if (report.types[i].requests > 0)
      types[std::string(type_name(static_cast<RequestType>(i)))] = json_of(report.types[i]);
  for (const auto& [country, one] : report.recipients)
    given_to[country] = json::object{{"requests", one.requests}, {"accounts", one.accounts}};
  json::array requests, orders;
  for (const ReportedRequest& one : report.requests) requests.push_back(json_of(one));
  for (const ReportedOrder& order : report.orders) orders.push_back(json_of(order));
  return json::serialize(
             json::object{{"half", report.half},
                          {"as_of", date_text(basis.as_of)},
                          {"log", json::object{{"origin", basis.origin},
                                               {"size", static_cast<int64_t>(basis.tree.size)},
                                               {"root", base64_of(basis.tree.root)}}},
                          {"may_not_be_told_yet", report.sealed},
                          {"overdue", report.overdue},
                          {"unreadable", report.unreadable},
                          {"tables", std::move(tables)},
                          {"types", std::move(types)},
                          {"given_to", std::move(given_to)},
                          {"requests", std::move(requests)},
                          {"orders", std::move(orders)}}) +
         "\n";
}

}  // namespace soleil
