#include "trust/transparency_report.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "ledger/sealed.h"

namespace soleil {
namespace {

struct SealedEntry {
  TreeHash commit{};
  std::string what, half;  // "" where it does not say
  bool repeated = false;
  bool open = false;

  bool is_request() const { return !repeated && what != "answer"; }
  // Does it say of itself what turned out to be in it?
  bool told_truly(const json::object& line, const std::string& kind) const {
    if (!what.empty() && what != kind) return false;
    if (kind != "request" || half.empty()) return true;
    const auto day = string_field(line, "received_on").and_then([](const std::string& text) {
      return parse_date(text);
    });
    return day && half_of(*day) == half;
  }
};

// Everything that a log says of requests and orders, whatever the half.
class LegalLog {
 public:
  explicit LegalLog(const std::vector<std::string>& entries) {
    for (uint64_t index = 0; index < entries.size(); ++index) read(index, entries[index]);
  }

  const AnswerDraft* answer_to(const LoggedRequest& request) const {
    const auto at = answers_.find(request.id);
    if (at == answers_.end() || !check_answer(at->second, request.said)) return nullptr;
    return &at->second;
  }
  // An answer to nothing that is told, and one that can't be an answer to what is.
  int64_t answers_astray() const {
    int64_t count = 0;
    for (const auto& [id, answer] : answers_) {
      const auto at = requests.find(id);
      count += at == requests.end() || !check_answer(answer, at->second.request.said);
    }
    return count;
  }

  std::map<RequestId, ReportedRequest> requests;
  std::vector<ReportedOrder> orders;
  std::map<uint64_t, SealedEntry> seals;
  int64_t unreadable = 0;

 private:
  void read(uint64_t index, const std::string& text) {
    const auto line = parse_json_object(text);
    const auto kind = line ? string_field(*line, "kind") : Result<std::string>("");
    if (!line || !kind) return;
    bool fits = true;
    if (*kind == "request" || *kind == "answer") fits = told(index, *line, *kind);
    if (*kind == "sealed") fits = seal(index, *line);
    if (*kind == "opening") fits = opened(index, *line);
    if (*kind == "gag") fits = parse_seal_move(*line).has_value();
    if (*kind == "order") fits = ordered(index, *line);
    unreadable += !fits;
  }

  bool told(uint64_t index, const json::object& line, const std::string& kind) {
    if (kind == "request") {
      const auto request = parse_request_line(line);
      if (request) requests.emplace(request->id, ReportedRequest{index, *request, std::nullopt});
      return request.has_value();
    }
    const auto answer = parse_answer_line(line);
    if (answer) answers_.insert_or_assign(answer->request, answer->said);
    return answer.has_value();
  }

  bool seal(uint64_t index, const json::object& line) {
    const auto commit = string_field(line, "commit");
    const auto hash = commit ? hash_from_base64(*commit) : tl::unexpected<Error>(commit.error());
    const auto opens = string_field(line, "opens");
    if (!hash || !opens || !is_day(*opens)) return false;
    // The same commitment again is the same request: it must be opened too, but counts once.
    const bool repeated = !commits_.insert(*hash).second;
    seals[index] = {*hash, string_field(line, "what").value_or(""),
                    string_field(line, "half").value_or(""), repeated, false};
    return true;
  }

  bool opened(uint64_t index, const json::object& line) {
    const auto of = int_field(line, "of");
    const auto salt = string_field(line, "salt"), body = string_field(line, "body");
    if (!of || !salt || !body) return false;
    const auto seal = seals.find(static_cast<uint64_t>(*of));
    const auto bytes = hash_from_base64(*salt);
    if (seal == seals.end() || !bytes || commitment_of(*bytes, *body) != seal->second.commit)
      return false;
    seal->second.open = true;
    const auto inner = parse_json_object(*body);
    const auto kind = inner ? string_field(*inner, "kind") : Result<std::string>("");
    if (!kind || (*kind != "request" && *kind != "answer")) return false;
    return told(index, *inner, *kind) && seal->second.told_truly(*inner, *kind);
  }

  // The text that is signed: "key: value" a line (residency/order.h).
  bool ordered(uint64_t index, const json::object& line) {
    const auto event = string_field(line, "event"), id = string_field(line, "order");
    const auto text = optional_string_field(line, "text");
    const auto at = string_field(line, "at");
    if (!event || !id || !text || !at || !is_day(std::string_view(*at).substr(0, 10))) return false;
    if (*event != "approved") return true;
    ReportedOrder order{index, *id, *at, "", {}};
    const std::string lines = text->value_or("");
    for (const std::string_view row : split(lines, '\n')) {
      if (row.starts_with("action: ")) order.action = row.substr(8);
      if (row.starts_with("countries: "))
        for (const std::string_view country : split(row.substr(11), ' '))
          order.countries.emplace_back(country);
    }
    const bool fits = !order.action.empty() && !order.countries.empty();
    if (fits && orders_seen_.insert(*id).second) orders.push_back(std::move(order));
    return fits;
  }

  std::map<RequestId, AnswerDraft> answers_;
  std::set<TreeHash> commits_;
  std::set<std::string> orders_seen_;
};

ReportTable table_of(RequestType type) {
  switch (type) {
    case RequestType::civil:
      return ReportTable::civil;
    case RequestType::removal:
      return ReportTable::removal;
    case RequestType::preservation:
      return ReportTable::preservation;
    default:
      return ReportTable::government;
  }
}

std::string half_at(const std::string& at) {
  const auto day = parse_date(std::string_view(at).substr(0, 10));
  return day ? half_of(*day) : "";
}

void count_requests(const LegalLog& log, TransparencyReport& out) {
  for (const auto& [id, found] : log.requests) {
    const RequestDraft& said = found.request.said;
    if (half_of(said.received_on) != out.half) continue;
    const AnswerDraft* const answer = log.answer_to(found.request);
    out.tables[static_cast<size_t>(table_of(said.type))][std::string(said.from.country.code())].add(
        said, answer);
    out.types[static_cast<size_t>(said.type)].add(said, answer);
    if (answer && answer->recipient) {
      auto& recipient = out.recipients[std::string(answer->recipient->country.code())];
      ++recipient.requests;
      recipient.accounts += answer->accounts_produced;
    }
    out.requests.push_back(found);
    if (answer) out.requests.back().answer = *answer;
  }
  std::sort(out.requests.begin(), out.requests.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
}

void count_orders(const LegalLog& log, TransparencyReport& out) {
  for (const ReportedOrder& order : log.orders) {
    if (half_at(order.at) != out.half) continue;
    for (const std::string& country : order.countries)
      ++out.tables[static_cast<size_t>(ReportTable::orders)][country].requests;
    out.orders.push_back(order);
  }
}

// The day itself is the day on which a seal is opened.
int64_t overdue_seals(const std::vector<std::string>& entries, const ReportBasis& basis) {
  int64_t overdue = 0;
  for (const SealFinding& finding : check_seals(entries, date_text(add_days(basis.as_of, -1))))
    overdue += finding.kind == SealFinding::Kind::overdue;
  return overdue;
}

TransparencyReport report_of(const LegalLog& log, const std::string& half, const ReportBasis& basis,
                             int64_t overdue) {
  TransparencyReport out;
  out.half = half;
  out.basis = basis;
  out.overdue = overdue;
  out.unreadable = log.unreadable + log.answers_astray();
  count_requests(log, out);
  count_orders(log, out);
  for (const auto& [index, seal] : log.seals)
    out.sealed += !seal.open && seal.is_request() && (seal.half.empty() || seal.half == half);
  return out;
}

std::set<std::string, std::greater<>> halves_of(const LegalLog& log, const CivilDate& today) {
  std::set<std::string, std::greater<>> halves{half_of(today)};
  for (const auto& [id, found] : log.requests)
    halves.insert(half_of(found.request.said.received_on));
  for (const ReportedOrder& order : log.orders) halves.insert(half_at(order.at));
  for (const auto& [index, seal] : log.seals)
    if (parse_half(seal.half)) halves.insert(seal.half);
  return halves;
}

}  // namespace

std::string_view table_name(ReportTable table) {
  constexpr std::array<std::string_view, kReportTables> kNames = {"government", "civil", "removal",
                                                                  "preservation", "orders"};
  return kNames[static_cast<size_t>(table)];
}

void RequestTally::add(const RequestDraft& request, const AnswerDraft* answer) {
  ++requests;
  legal += is_legal_process(request.type);
  emergency += request.type == RequestType::emergency;
  accounts += request.accounts;
  if (!answer) {
    ++unanswered;
    return;
  }
  with_data += answer->accounts_produced > 0;
  accounts_produced += answer->accounts_produced;
  notified += answer->notice == AnswerNotice::yes;
  notice_forbidden += answer->notice == AnswerNotice::forbidden;
  challenged += answer->challenged;
  const AnswerOutcome outcome = answer->outcome;
  complied += outcome == AnswerOutcome::complied || outcome == AnswerOutcome::partly;
  refused += outcome == AnswerOutcome::refused;
  nothing += outcome == AnswerOutcome::nothing_held || outcome == AnswerOutcome::taken_back;
}

void RequestTally::add(const RequestTally& o) {
  legal += o.legal;
  emergency += o.emergency;
  requests += o.requests;
  accounts += o.accounts;
  with_data += o.with_data;
  accounts_produced += o.accounts_produced;
  notified += o.notified;
  notice_forbidden += o.notice_forbidden;
  challenged += o.challenged;
  complied += o.complied;
  refused += o.refused;
  nothing += o.nothing;
  unanswered += o.unanswered;
}

RequestTally TransparencyReport::total(ReportTable table) const {
  RequestTally sum;
  for (const auto& [country, tally] : tables[static_cast<size_t>(table)]) sum.add(tally);
  // One order may name many countries.
  if (table == ReportTable::orders) sum.requests = static_cast<int64_t>(orders.size());
  return sum;
}

TransparencyReport transparency_report(const std::vector<std::string>& entries,
                                       const std::string& half, const ReportBasis& basis) {
  return report_of(LegalLog(entries), half, basis, overdue_seals(entries, basis));
}

std::vector<TransparencyReport> transparency_reports(const std::vector<std::string>& entries,
                                                     const ReportBasis& basis) {
  const LegalLog log(entries);
  const int64_t overdue = overdue_seals(entries, basis);
  std::vector<TransparencyReport> out;
  for (const std::string& half : halves_of(log, basis.as_of))
    out.push_back(report_of(log, half, basis, overdue));
  return out;
}

std::optional<int64_t> percent(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return (200 * part + whole) / (2 * whole);
}

}  // namespace soleil
