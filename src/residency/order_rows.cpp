#include "residency/order_rows.h"

#include "base/text.h"

namespace soleil {
namespace {

std::string joined(const std::vector<Country>& countries) {
  std::string out;
  for (const Country country : countries)
    out += (out.empty() ? "" : " ") + std::string(country.code());
  return out;
}

tl::unexpected<Error> corrupt(const char* column) {
  return fail(Code::corrupt, "bad_order_row",
              std::string("A row of availability_order has a wrong ") + column + ".");
}

Result<OrderDraft> draft_of(const Row& r) {
  OrderDraft out;
  out.title = r.text_at(1);
  out.document_sha256 = r.text_at(2);
  for (const std::string_view code : split(r.text_at(3), ' ')) {
    const auto country = Country::parse(code);
    if (!country) return corrupt("country");
    out.countries.push_back(*country);
  }
  const auto action = parse_action(r.text_at(4));
  if (!action) return corrupt("action");
  out.action = *action;
  out.video = VideoId::from_sql(r.int_at(5));
  out.signed_on = SOLEIL_TRY(parse_date(r.text_at(6)));
  out.days = static_cast<int>(r.int_at(7));
  out.zone = r.text_at(8);
  out.supersedes = OrderId::from_sql(r.int_at(11));
  if (!r.text_at(18).empty()) out.expires_on = SOLEIL_TRY(parse_date(r.text_at(18)));
  return out;
}

}  // namespace

Result<std::vector<Order>> read_orders(Transaction& tx) {
  Rows rows = SOLEIL_TRY(tx.query(
      "SELECT id, title, document_sha256, countries, action, video_id, signed_on, days, zone, "
      "effective_ms, expires_ms, supersedes, entered_by, entered_ms, approved_by, approved_ms, "
      "withdrawn_ms, signature, expires_on FROM availability_order ORDER BY id"));
  std::vector<Order> out;
  for (const Row& r : rows) {
    Order order;
    order.id = OrderId::from_sql(r.int_at(0));
    order.said = SOLEIL_TRY(draft_of(r));
    order.effective_ms = r.int_at(9);
    order.expires_ms = r.int_at(10);
    order.entered_by = AccountId::from_sql(r.int_at(12));
    order.entered_ms = r.int_at(13);
    order.approved_by = AccountId::from_sql(r.int_at(14));
    order.approved_ms = r.int_at(15);
    order.withdrawn_ms = r.int_at(16);
    order.signature = r.text_at(17);
    out.push_back(std::move(order));
  }
  return out;
}

Result<void> insert_order(Transaction& tx, const Order& o) {
  SOLEIL_TRY(tx.run(
      "INSERT INTO availability_order (id, title, document_sha256, countries, action, video_id, "
      "signed_on, days, zone, effective_ms, expires_ms, supersedes, entered_by, entered_ms, "
      "expires_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      {o.id.sql(), o.said.title, o.said.document_sha256, joined(o.said.countries),
       std::string(action_name(o.said.action)), o.said.video.sql(), date_text(o.said.signed_on),
       int64_t{o.said.days}, o.said.zone, o.effective_ms, o.expires_ms, o.said.supersedes.sql(),
       o.entered_by.sql(), o.entered_ms, o.said.expires_on ? date_text(*o.said.expires_on) : ""}));
  return {};
}

// Only what nobody decided yet: two people who press at once don't both win.
Result<void> update_order_decision(Transaction& tx, const Order& o) {
  const int64_t changed = SOLEIL_TRY(
      tx.run("UPDATE availability_order SET approved_by = $2, approved_ms = $3, withdrawn_ms = $4, "
             "signature = $5 WHERE id = $1 AND approved_ms = 0 AND withdrawn_ms = 0",
             {o.id.sql(), o.approved_by.sql(), o.approved_ms, o.withdrawn_ms, o.signature}));
  if (changed == 1) return {};
  return fail(Code::conflict, "already_decided", "This order was approved or withdrawn already.");
}

}  // namespace soleil
