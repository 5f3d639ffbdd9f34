#include "residency/carve_out/papers.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "residency/carve_out/move_list.h"

namespace soleil {
namespace {

constexpr const char *kOffer = "carve-out offer", *kPlan = "carve-out plan",
                     *kMoved = "carve-out manifest", *kSignature = "carve-out signature",
                     *kAbsence = "carve-out absence";

tl::unexpected<Error> bad_paper() {
  return fail(Code::invalid, "bad_paper", "This is not a paper of a carve-out, or not whole.");
}

std::string signed_paper(const char* purpose, const json::object& body, const RegionKeys& keys) {
  const std::string text = json::serialize(body);
  return json::serialize(
             json::object{{"body", text}, {"signature", base64_encode(keys.sign(purpose, text))}}) +
         "\n";
}

struct Opened {
  std::string body, signature;
  json::object said;
};

Result<Opened> opened(std::string_view paper) {
  const auto outer = SOLEIL_TRY(parse_json_object(trim(paper)));
  Opened out;
  out.body = SOLEIL_TRY(string_field(outer, "body"));
  out.signature = base64_decode(SOLEIL_TRY(string_field(outer, "signature"))).value_or("");
  out.said = SOLEIL_TRY(parse_json_object(out.body));
  return out;
}

Result<void> check_signed(const char* purpose, const Opened& paper, std::string_view key) {
  if (RegionKeys::verify(purpose, paper.body, paper.signature, key)) return {};
  return fail(
      Code::denied, "not_signed",
      std::string("This ") + purpose +
          " is not signed by whom it should be, or was changed since. Ask them for it again.");
}

json::object operator_json(const Operator& o) {
  return {{"address", o.address},
          {"sign_key", base64_encode(o.sign_key)},
          {"box_key", base64_encode(o.box_key)},
          {"transfer_key", base64_encode(o.transfer_key)},
          {"service_key", o.service_key}};
}

Result<json::object> object_field(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  if (!found || !found->is_object()) return bad_paper();
  return found->get_object();
}

Result<Operator> operator_of(const json::object& from, std::string_view name) {
  const auto o = SOLEIL_TRY(object_field(from, name));
  Operator out;
  out.address = SOLEIL_TRY(string_field(o, "address"));
  out.service_key = SOLEIL_TRY(string_field(o, "service_key"));
  for (auto [key, to] : {std::pair("sign_key", &out.sign_key), std::pair("box_key", &out.box_key),
                         std::pair("transfer_key", &out.transfer_key)}) {
    *to = base64_decode(SOLEIL_TRY(string_field(o, key))).value_or("");
    if (to->size() != 32) return bad_paper();
  }
  return out;
}

Result<std::vector<std::string>> texts_field(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  if (!found || !found->is_array()) return bad_paper();
  std::vector<std::string> out;
  for (const json::value& value : found->get_array()) {
    if (!value.is_string()) return bad_paper();
    out.emplace_back(value.get_string());
  }
  return out;
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

// {"account": [records, bytes], …}: people read it, too.
json::object root_json(const SumNode& root) {
  json::object tables;
  const auto names = summed_names();
  for (size_t i = 0; i < names.size(); ++i)
    tables[names[i]] = json::array{root.sums[2 * i], root.sums[2 * i + 1]};
  return {{"hash", hex_encode(root.hash)}, {"tables", std::move(tables)}};
}

Result<SumNode> root_of(const json::object& from) {
  const auto o = SOLEIL_TRY(object_field(from, "root"));
  const auto tables = SOLEIL_TRY(object_field(o, "tables"));
  SumNode out{hex_decode(SOLEIL_TRY(string_field(o, "hash"))).value_or(""), {}};
  for (const std::string& name : summed_names()) {
    const auto* sums = tables.if_contains(name);
    if (!sums || !sums->is_array() || sums->get_array().size() != 2) return bad_paper();
    for (const json::value& sum : sums->get_array()) {
      if (!sum.is_int64()) return bad_paper();
      out.sums.push_back(sum.get_int64());
    }
  }
  if (out.hash.size() != 32) return bad_paper();
  return out;
}

json::object plan_json(const CarveOutPlan& p) {
  json::array counts;
  for (const CountedTable& c : p.counts)
    counts.push_back(json::object{
        {"table", c.table}, {"country", c.country}, {"records", c.records}, {"bytes", c.bytes}});
  json::object edges;
  for (const auto& [name, count] : p.edges) edges[name] = count;
  return {{"id", p.id},
          {"countries", texts_json(p.countries)},
          {"region", p.region},
          {"seller", operator_json(p.seller)},
          {"buyer", operator_json(p.buyer)},
          {"frozen_ms", p.frozen_ms},
          {"until_ms", p.until_ms},
          {"persons", p.persons},
          {"approved_by", texts_json(p.approved_by)},
          {"counts", std::move(counts)},
          {"edges", std::move(edges)}};
}

Result<std::vector<CountedTable>> counts_of(const json::object& from) {
  const auto* list = from.if_contains("counts");
  if (!list || !list->is_array()) return bad_paper();
  std::vector<CountedTable> out;
  for (const json::value& value : list->get_array()) {
    if (!value.is_object()) return bad_paper();
    const json::object& o = value.get_object();
    CountedTable one;
    one.table = SOLEIL_TRY(string_field(o, "table"));
    one.country = SOLEIL_TRY(string_field(o, "country"));
    one.records = SOLEIL_TRY(int_field(o, "records"));
    one.bytes = SOLEIL_TRY(int_field(o, "bytes"));
    out.push_back(std::move(one));
  }
  return out;
}

bool is_plan_id(std::string_view id) {
  return id.size() == 16 && hex_decode(id).has_value();
}

Result<CarveOutPlan> plan_of(const json::object& o) {
  CarveOutPlan out;
  out.id = SOLEIL_TRY(string_field(o, "id"));
  if (!is_plan_id(out.id)) return bad_paper();
  out.countries = SOLEIL_TRY(texts_field(o, "countries"));
  for (const std::string& code : out.countries)
    if (!Country::parse(code)) return bad_paper();
  out.region = static_cast<RegionIndex>(SOLEIL_TRY(int_field(o, "region")));
  out.seller = SOLEIL_TRY(operator_of(o, "seller"));
  out.buyer = SOLEIL_TRY(operator_of(o, "buyer"));
  out.frozen_ms = SOLEIL_TRY(int_field(o, "frozen_ms"));
  out.until_ms = SOLEIL_TRY(int_field(o, "until_ms"));
  out.persons = SOLEIL_TRY(int_field(o, "persons"));
  out.approved_by = SOLEIL_TRY(texts_field(o, "approved_by"));
  out.counts = SOLEIL_TRY(counts_of(o));
  const auto edges = SOLEIL_TRY(object_field(o, "edges"));
  for (const auto& [name, count] : edges)
    if (count.is_int64()) out.edges[name] = count.get_int64();
  return out;
}

}  // namespace

std::string paper_sha256(std::string_view text) {
  return hex_encode(sha256(text));
}

std::string remaining_hash(std::string_view plan_sha256, int64_t account) {
  return sha256("soleil remaining v1\n" + std::string(plan_sha256) + "\n" +
                id_text(static_cast<uint64_t>(account)));
}

std::string encode_offer(const CarveOutOffer& paper, const RegionKeys& keys) {
  return signed_paper(kOffer, {{"buyer", operator_json(paper.buyer)}, {"region", paper.region}},
                      keys);
}

Result<CarveOutOffer> decode_offer(std::string_view text) {
  const Opened paper = SOLEIL_TRY(opened(text));
  CarveOutOffer out{SOLEIL_TRY(operator_of(paper.said, "buyer")), 0};
  SOLEIL_TRY(check_signed(kOffer, paper, out.buyer.sign_key));
  out.region = static_cast<RegionIndex>(SOLEIL_TRY(int_field(paper.said, "region")));
  return out;
}

std::string encode_plan(const CarveOutPlan& paper, const RegionKeys& keys) {
  return signed_paper(kPlan, plan_json(paper), keys);
}

Result<CarveOutPlan> decode_plan(std::string_view text) {
  const Opened paper = SOLEIL_TRY(opened(text));
  CarveOutPlan out = SOLEIL_TRY(plan_of(paper.said));
  SOLEIL_TRY(check_signed(kPlan, paper, out.seller.sign_key));
  return out;
}

std::string encode_moved(const CarveOutManifest& paper, const RegionKeys& keys) {
  return signed_paper(kMoved,
                      {{"plan_sha256", paper.plan_sha256},
                       {"persons", paper.persons},
                       {"parts", paper.parts},
                       {"root", root_json(paper.root)}},
                      keys);
}

Result<CarveOutManifest> decode_moved(std::string_view text, std::string_view sign_key) {
  const Opened paper = SOLEIL_TRY(opened(text));
  SOLEIL_TRY(check_signed(kMoved, paper, sign_key));
  CarveOutManifest out;
  out.plan_sha256 = SOLEIL_TRY(string_field(paper.said, "plan_sha256"));
  out.persons = SOLEIL_TRY(int_field(paper.said, "persons"));
  out.parts = SOLEIL_TRY(int_field(paper.said, "parts"));
  out.root = SOLEIL_TRY(root_of(paper.said));
  return out;
}

std::string encode_signature(const CarveOutSignature& paper, const RegionKeys& keys) {
  return signed_paper(kSignature,
                      {{"plan_sha256", paper.plan_sha256}, {"root", root_json(paper.root)}}, keys);
}

Result<CarveOutSignature> decode_signature(std::string_view text, std::string_view sign_key) {
  const Opened paper = SOLEIL_TRY(opened(text));
  SOLEIL_TRY(check_signed(kSignature, paper, sign_key));
  return CarveOutSignature{SOLEIL_TRY(string_field(paper.said, "plan_sha256")),
                           SOLEIL_TRY(root_of(paper.said))};
}

std::string encode_absence(const CarveOutAbsence& p, const RegionKeys& keys) {
  return signed_paper(kAbsence,
                      {{"plan_sha256", p.plan_sha256},
                       {"root_sha256", p.root_sha256},
                       {"erased_ms", p.erased_ms},
                       {"receipts", p.receipts},
                       {"receipts_sha256", p.receipts_sha256},
                       {"rows_looked_at", p.rows_looked_at},
                       {"remaining", p.remaining},
                       {"remaining_root", p.remaining_root}},
                      keys);
}

Result<CarveOutAbsence> decode_absence(std::string_view text, std::string_view sign_key) {
  const Opened paper = SOLEIL_TRY(opened(text));
  SOLEIL_TRY(check_signed(kAbsence, paper, sign_key));
  const json::object& o = paper.said;
  CarveOutAbsence out;
  out.plan_sha256 = SOLEIL_TRY(string_field(o, "plan_sha256"));
  out.root_sha256 = SOLEIL_TRY(string_field(o, "root_sha256"));
  out.receipts_sha256 = SOLEIL_TRY(string_field(o, "receipts_sha256"));
  out.remaining_root = SOLEIL_TRY(string_field(o, "remaining_root"));
  out.erased_ms = SOLEIL_TRY(int_field(o, "erased_ms"));
  out.receipts = SOLEIL_TRY(int_field(o, "receipts"));
  out.rows_looked_at = SOLEIL_TRY(int_field(o, "rows_looked_at"));
  out.remaining = SOLEIL_TRY(int_field(o, "remaining"));
  return out;
}

}  // namespace soleil
