#include "platform/database/database.h"

#include "base/text.h"
#include "platform/database/adapter_transaction.h"

namespace soleil {

int64_t Row::int_at(size_t column) const {
  const SqlValue& value = values_.at(column);
  if (auto* number = std::get_if<int64_t>(&value)) return *number;
  if (auto* number = std::get_if<double>(&value)) return static_cast<int64_t>(*number);
  return 0;
}

double Row::double_at(size_t column) const {
  const SqlValue& value = values_.at(column);
  if (auto* number = std::get_if<double>(&value)) return *number;
  if (auto* number = std::get_if<int64_t>(&value)) return static_cast<double>(*number);
  return 0;
}

const std::string& Row::text_at(size_t column) const {
  static const std::string kNone;
  const SqlValue& value = values_.at(column);
  if (auto* text = std::get_if<std::string>(&value)) return *text;
  if (auto* bytes = std::get_if<Bytes>(&value)) return bytes->data;
  return kNone;
}

Result<Rows> AdapterTransaction::query(std::string_view sql, std::vector<SqlValue> parameters) {
  return SOLEIL_TRY(execute_once(sql, parameters)).rows;
}

Result<int64_t> AdapterTransaction::run(std::string_view sql, std::vector<SqlValue> parameters) {
  return SOLEIL_TRY(execute_once(sql, parameters)).changed;
}

static Result<void> check_texts(const std::vector<SqlValue>& parameters) {
  for (const SqlValue& value : parameters) {
    auto* text = std::get_if<std::string>(&value);
    if (text && (text->find('\0') != std::string::npos || !is_utf8(*text)))
      return fail(Code::invalid, "bad_text",
                  "A text holds a NUL or bytes that are not UTF-8. Send plain UTF-8 text.");
  }
  return {};
}

Result<AdapterTransaction::Outcome> AdapterTransaction::execute_once(
    std::string_view sql, const std::vector<SqlValue>& parameters) {
  if (error_) return tl::unexpected<Error>(*error_);
  auto checked = check_texts(parameters);
  Result<Outcome> outcome =
      checked ? execute(sql, parameters) : Result<Outcome>(tl::unexpect, checked.error());
  if (!outcome) error_ = outcome.error();
  return outcome;
}

Result<void> run_body(AdapterTransaction& tx,
                      const std::function<Result<void>(Transaction&)>& body) {
  SOLEIL_TRY(body(tx));
  if (tx.error()) return tl::unexpected<Error>(*tx.error());
  return {};
}

Result<std::unique_ptr<Database>> open_database(const std::string& url,
                                                const DatabaseLimits& limits) {
  constexpr std::string_view kFile = "sqlite://";
  if (url == "sqlite::memory:") return open_sqlite(":memory:", limits);
  if (url.starts_with("sqlite:///")) return open_sqlite(url.substr(kFile.size()), limits);
  if (url.starts_with("postgres://") || url.starts_with("postgresql://"))
    return open_postgres(url, limits);
  return fail(Code::invalid, "bad_database_url",
              "The database URL must be sqlite:///folder/file or postgres://user@host:port/name.");
}

}  // namespace soleil
