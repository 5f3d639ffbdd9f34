#include "trust/register_rows.h"

namespace soleil {
namespace {

RegisterStep step_in(const Row& r) {
  RegisterStep out;
  out.id = r.int_at(0);
  out.request = RequestId::from_sql(r.int_at(1));
  out.is_answer = r.text_at(2) == "answer";
  out.said = r.text_at(3);
  out.drafted_by = AccountId::from_sql(r.int_at(4));
  out.drafted_ms = r.int_at(5);
  out.approved_by = AccountId::from_sql(r.int_at(6));
  out.approved_ms = r.int_at(7);
  out.withdrawn_ms = r.int_at(8);
  out.entry = r.text_at(9);
  out.body = r.text_at(10);
  out.salt = r.text_at(11);
  out.opens = r.text_at(12);
  out.log_index = r.int_at(13);
  out.opened_ms = r.int_at(14);
  return out;
}

Result<std::vector<RegisterStep>> read_where(Transaction& tx, const std::string& condition,
                                             std::vector<SqlValue> parameters = {}) {
  const Rows rows = SOLEIL_TRY(
      tx.query("SELECT id, request_id, kind, said, drafted_by, drafted_ms, approved_by, "
               "approved_ms, withdrawn_ms, entry, body, salt, opens_on, log_index, opened_ms "
               "FROM register_step " +
                   condition + " ORDER BY kind DESC, id",
               std::move(parameters)));
  std::vector<RegisterStep> out;
  for (const Row& row : rows) out.push_back(step_in(row));
  return out;
}

GagStep gag_in_row(const Row& r) {
  GagStep out;
  out.id = r.int_at(0);
  out.request = RequestId::from_sql(r.int_at(1));
  out.until = r.text_at(2);
  out.document_sha256 = r.text_at(3);
  out.drafted_by = AccountId::from_sql(r.int_at(4));
  out.drafted_ms = r.int_at(5);
  out.approved_by = AccountId::from_sql(r.int_at(6));
  out.approved_ms = r.int_at(7);
  out.withdrawn_ms = r.int_at(8);
  out.entry = r.text_at(9);
  out.log_index = r.int_at(10);
  return out;
}

Result<std::vector<GagStep>> read_gags_where(Transaction& tx, const std::string& condition,
                                             std::vector<SqlValue> parameters = {}) {
  const Rows rows = SOLEIL_TRY(
      tx.query("SELECT id, request_id, until_day, document_sha256, drafted_by, drafted_ms, "
               "approved_by, approved_ms, withdrawn_ms, entry, log_index FROM register_gag " +
                   condition + " ORDER BY id",
               std::move(parameters)));
  std::vector<GagStep> out;
  for (const Row& row : rows) out.push_back(gag_in_row(row));
  return out;
}

tl::unexpected<Error> decided_already() {
  return fail(Code::conflict, "already_decided", "This was approved or withdrawn already.");
}

}  // namespace

Result<std::vector<RegisterStep>> read_all_steps(Transaction& tx) {
  return read_where(tx, "");
}

Result<std::vector<RegisterStep>> read_steps_of(Transaction& tx, RequestId request) {
  return read_where(tx, "WHERE request_id = $1", {request.sql()});
}

Result<std::vector<RegisterStep>> read_unlogged_steps(Transaction& tx) {
  return read_where(tx, "WHERE entry <> '' AND log_index < 0");
}

Result<std::vector<RegisterStep>> read_due_steps(Transaction& tx, const std::string& today) {
  return read_where(tx, "WHERE salt <> '' AND log_index >= 0 AND opened_ms = 0 AND opens_on <= $1",
                    {today});
}

Result<int64_t> count_requests(Transaction& tx) {
  const Rows rows =
      SOLEIL_TRY(tx.query("SELECT COUNT(*) FROM register_step WHERE kind = 'request'"));
  return rows.at(0).int_at(0);
}

Result<void> insert_step(Transaction& tx, const RegisterStep& s) {
  SOLEIL_TRY(
      tx.run("INSERT INTO register_step (id, request_id, kind, said, drafted_by, drafted_ms)"
             " VALUES ($1, $2, $3, $4, $5, $6)",
             {s.id, s.request.sql(), std::string(s.is_answer ? "answer" : "request"), s.said,
              s.drafted_by.sql(), s.drafted_ms}));
  return {};
}

Result<void> decide_step(Transaction& tx, const RegisterStep& s) {
  const int64_t changed = SOLEIL_TRY(
      tx.run("UPDATE register_step SET approved_by = $2, approved_ms = $3, withdrawn_ms = $4, "
             "entry = $5, body = $6, salt = $7, opens_on = $8 "
             "WHERE id = $1 AND approved_ms = 0 AND withdrawn_ms = 0",
             {s.id, s.approved_by.sql(), s.approved_ms, s.withdrawn_ms, s.entry, s.body, s.salt,
              s.opens}));
  if (changed == 1) return {};
  return decided_already();
}

Result<void> note_logged(Transaction& tx, const RegisterStep& s) {
  SOLEIL_TRY(tx.run("UPDATE register_step SET log_index = $2 WHERE id = $1", {s.id, s.log_index}));
  return {};
}

Result<void> note_opened(Transaction& tx, const RegisterStep& s) {
  SOLEIL_TRY(tx.run("UPDATE register_step SET opened_ms = $2 WHERE id = $1", {s.id, s.opened_ms}));
  return {};
}

Result<std::vector<GagStep>> read_all_gags(Transaction& tx) {
  return read_gags_where(tx, "");
}

Result<std::vector<GagStep>> read_gags_of(Transaction& tx, RequestId request) {
  return read_gags_where(tx, "WHERE request_id = $1", {request.sql()});
}

Result<std::vector<GagStep>> read_unlogged_gags(Transaction& tx) {
  return read_gags_where(tx, "WHERE entry <> '' AND log_index < 0");
}

Result<void> insert_gag(Transaction& tx, const GagStep& g) {
  SOLEIL_TRY(tx.run(
      "INSERT INTO register_gag (id, request_id, until_day, document_sha256, drafted_by, "
      "drafted_ms) VALUES ($1, $2, $3, $4, $5, $6)",
      {g.id, g.request.sql(), g.until, g.document_sha256, g.drafted_by.sql(), g.drafted_ms}));
  return {};
}

Result<void> decide_gag(Transaction& tx, const GagStep& g) {
  const int64_t changed = SOLEIL_TRY(
      tx.run("UPDATE register_gag SET approved_by = $2, approved_ms = $3, withdrawn_ms = $4, "
             "entry = $5 WHERE id = $1 AND approved_ms = 0 AND withdrawn_ms = 0",
             {g.id, g.approved_by.sql(), g.approved_ms, g.withdrawn_ms, g.entry}));
  return changed == 1 ? Result<void>() : decided_already();
}

Result<void> note_gag_logged(Transaction& tx, const GagStep& g) {
  SOLEIL_TRY(tx.run("UPDATE register_gag SET log_index = $2 WHERE id = $1", {g.id, g.log_index}));
  SOLEIL_TRY(
      tx.run("UPDATE register_step SET opens_on = $2 WHERE request_id = $1 AND salt <> '' "
             "AND opened_ms = 0",
             {g.request.sql(), g.until}));
  return {};
}

}  // namespace soleil
