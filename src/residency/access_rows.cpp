#include "residency/access_rows.h"

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kColumns =
    "id, person_id, reason, case_ref, scope, country, hours, asked_by, role, asked_ms, first_by, "
    "first_ms, second_by, approved_ms, denied_by, denied_ms, counter";
constexpr std::string_view kReportCase = "report ";

std::string scope_text(const std::vector<DataClass>& scope) {
  std::string out;
  for (const DataClass data : scope)
    out += (out.empty() ? "" : " ") + std::string(class_name(data));
  return out;
}

std::vector<DataClass> scope_from(std::string_view text) {
  std::vector<DataClass> out;
  for (const std::string_view name : split(text, ' '))
    if (const auto data = parse_class(name)) out.push_back(*data);
  return out;
}

AccessRequest request_from(const Row& r) {
  AccessRequest out;
  out.id = AccessRequestId::from_sql(r.int_at(0));
  out.said = {ViewerId::from_sql(r.int_at(1)), r.text_at(2), r.text_at(3), r.text_at(5),
              scope_from(r.text_at(4)),        r.int_at(6)};
  out.asked_by = AccountId::from_sql(r.int_at(7));
  out.role = r.text_at(8);
  out.asked_ms = r.int_at(9);
  out.first_by = AccountId::from_sql(r.int_at(10));
  out.first_ms = r.int_at(11);
  out.second_by = AccountId::from_sql(r.int_at(12));
  out.approved_ms = r.int_at(13);
  out.denied_by = AccountId::from_sql(r.int_at(14));
  out.denied_ms = r.int_at(15);
  out.counter = r.int_at(16);
  return out;
}

std::string_view source_of(DataClass data) {
  switch (data) {
    case DataClass::controls:
      return "SELECT controls, updated_ms FROM personal_control WHERE viewer_id = $1";
    case DataClass::devices:
      return "SELECT device, created_ms FROM personal_session WHERE account_id = $1";
    case DataClass::uploads:
      return "SELECT filename, created_ms FROM personal_upload WHERE account_id = $1";
    case DataClass::reports:
      return "SELECT note, created_ms FROM personal_report WHERE reporter_id = $1";
    case DataClass::account:
      return "SELECT country, declared_ms FROM personal_residence WHERE account_id = $1";
  }
  return "";
}

}  // namespace

std::string case_of(ReportId report) {
  return std::string(kReportCase) + report.text();
}

Result<std::vector<AccessRequest>> read_requests(Transaction& tx, std::string_view where,
                                                 std::vector<SqlValue> values) {
  const Rows rows = SOLEIL_TRY(tx.query(
      "SELECT " + std::string(kColumns) + " FROM personal_access_request " + std::string(where),
      std::move(values)));
  std::vector<AccessRequest> out;
  for (const Row& row : rows) out.push_back(request_from(row));
  return out;
}

Result<void> insert_request(Transaction& tx, const AccessRequest& request) {
  const AccessDraft& said = request.said;
  SOLEIL_TRY(tx.run(
      "INSERT INTO personal_access_request (id, person_id, reason, case_ref, scope, country, "
      "hours, asked_by, role, asked_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {request.id.sql(), said.person.sql(), said.reason, said.case_ref, scope_text(said.scope),
       said.country, said.hours, request.asked_by.sql(), request.role, request.asked_ms}));
  return {};
}

Result<void> update_decision(Transaction& tx, const AccessRequest& request) {
  SOLEIL_TRY(
      tx.run("UPDATE personal_access_request SET first_by = $2, first_ms = $3, second_by = $4, "
             "approved_ms = $5, denied_by = $6, denied_ms = $7, counter = $8 WHERE id = $1",
             {request.id.sql(), request.first_by.sql(), request.first_ms, request.second_by.sql(),
              request.approved_ms, request.denied_by.sql(), request.denied_ms, request.counter}));
  return {};
}

Result<std::vector<SealedText>> read_scope(Transaction& tx, const AccessDraft& draft) {
  std::vector<SealedText> out;
  for (const DataClass data : draft.scope) {
    std::string sql(source_of(data));
    std::vector<SqlValue> values{draft.person.sql()};
    if (data == DataClass::reports && draft.case_ref.starts_with(kReportCase)) {
      const auto id = ReportId::parse(draft.case_ref.substr(kReportCase.size()));
      sql += " AND id = $2";
      values.emplace_back(id ? id->sql() : 0);
    }
    for (const Row& row : SOLEIL_TRY(tx.query(sql + " LIMIT 1000", std::move(values))))
      if (!row.text_at(0).empty()) out.push_back({data, row.text_at(0), row.int_at(1)});
  }
  return out;
}

}  // namespace soleil
