#include "api/transparency_page.h"

#include "api/order_page.h"
#include "api/plain_page.h"
#include "api/transparency_words.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kRequestsShownMax = 300;

using Words = TransparencyWords;

std::string text(std::string_view words) {
  return html_escape(words);
}

std::string element(std::string_view tag, const std::string& inner) {
  return "<" + std::string(tag) + ">" + inner + "</" + std::string(tag) + ">";
}

std::string half_name(const Words& w, const std::string& half) {
  return std::string(w.months[half.ends_with("1") ? 0 : 1]) + half.substr(0, 4);
}

std::string number(int64_t value) {
  return std::to_string(value);
}

std::string with_share(int64_t part, int64_t whole) {
  const auto share = percent(part, whole);
  return number(part) + (share && part > 0 ? " <small>(" + number(*share) + " %)</small>" : "");
}

// A table whose rows become cards where it is too narrow: each cell knows its column's name.
class Table {
 public:
  // `is_told`: the heading above says already what it is.
  Table(std::string_view name, std::vector<std::string_view> columns, bool is_told = false)
      : columns_(std::move(columns)) {
    out_ = is_told ? "<table aria-label=\"" + text(name) + "\">"
                   : "<table><caption>" + text(name) + "</caption>";
    out_ += "<thead><tr>";
    for (const std::string_view name : columns_)
      out_ += "<th scope=\"col\">" + text(name) + "</th>";
    out_ += "</tr></thead><tbody>";
  }
  void row(const std::string& head, const std::vector<std::string>& cells, bool is_sum = false) {
    out_ +=
        std::string(is_sum ? "<tr class=\"sum\">" : "<tr>") + "<th scope=\"row\">" + head + "</th>";
    for (size_t i = 0; i < cells.size(); ++i)
      out_ += "<td data-name=\"" + text(columns_[i + 1]) + "\">" + cells[i] + "</td>";
    out_ += "</tr>";
  }
  std::string take() { return out_ + "</tbody></table>"; }

 private:
  std::vector<std::string_view> columns_;
  std::string out_;
};

template <class Cells>
void add_rows(Table& table, const Words& w, const TransparencyReport& report, ReportTable which,
              Cells cells) {
  const auto& countries = report.tables[static_cast<size_t>(which)];
  for (const auto& [country, tally] : countries) table.row(text(country), cells(tally));
  if (countries.size() > 1) table.row(text(w.all), cells(report.total(which)), true);
}

std::string asked_table(const Words& w, const TransparencyReport& report, ReportTable which) {
  if (which == ReportTable::government) {
    Table table(w.asked, {w.country, w.legal, w.emergency, w.requests, w.accounts, w.with_data});
    add_rows(table, w, report, which, [](const RequestTally& t) -> std::vector<std::string> {
      return {number(t.legal), number(t.emergency), number(t.requests), number(t.accounts),
              with_share(t.with_data, t.requests)};
    });
    return table.take();
  }
  Table table(w.asked, {w.country, w.number, w.accounts});
  add_rows(table, w, report, which, [](const RequestTally& t) -> std::vector<std::string> {
    return {number(t.requests), number(t.accounts)};
  });
  return table.take();
}

std::string answered_table(const Words& w, const TransparencyReport& report, ReportTable which) {
  std::vector<std::string_view> columns = {w.country,  w.complied,        w.refused,
                                           w.nothing,  w.unanswered,      w.challenged,
                                           w.notified, w.notice_forbidden};
  const bool gives = which == ReportTable::government || which == ReportTable::civil;
  if (gives) columns.push_back(w.accounts_produced);
  Table table(w.answered, std::move(columns));
  add_rows(table, w, report, which, [&](const RequestTally& t) {
    std::vector<std::string> cells = {
        number(t.complied),   number(t.refused),  number(t.nothing),         number(t.unanswered),
        number(t.challenged), number(t.notified), number(t.notice_forbidden)};
    if (gives) cells.push_back(with_share(t.accounts_produced, t.accounts));
    return cells;
  });
  return table.take();
}

std::string orders_section(const Words& w, const TransparencyReport& report) {
  std::string out;
  for (const ReportedOrder& order : report.orders) {
    std::string countries;
    for (const std::string& country : order.countries)
      countries += (countries.empty() ? "" : ", ") + text(country);
    const auto action = parse_action(order.action);
    out += "<li><a href=\"/orders#" + text(order.id) + "\">" +
           text(action ? order_action_words(*action, w.language) : order.action) + "</a> · " +
           countries + " · " + text(std::string_view(order.at).substr(0, 10)) + "</li>";
  }
  return out.empty() ? "" : element("ul", out);
}

std::string section(const Words& w, const TransparencyReport& report, ReportTable which) {
  const size_t at = static_cast<size_t>(which);
  std::string out =
      element("h2", text(w.tables[at])) + "<p class=\"lead\">" + text(w.leads[at]) + "</p>";
  if (report.tables[at].empty()) return out + "<p class=\"none\">" + text(w.none) + "</p>";
  if (which == ReportTable::orders) return out + orders_section(w, report);
  return out + asked_table(w, report, which) + answered_table(w, report, which);
}

std::string types_section(const Words& w, const TransparencyReport& report) {
  if (report.requests.empty()) return "";
  Table table(w.by_type, {w.type, w.number, w.accounts, w.complied, w.refused}, true);
  for (size_t i = 0; i < kRequestTypes; ++i) {
    const RequestTally& t = report.types[i];
    if (t.requests > 0)
      table.row(text(w.types[i]),
                {number(t.requests), number(t.accounts), number(t.complied), number(t.refused)});
  }
  return element("h2", text(w.by_type)) + table.take();
}

std::string recipients_section(const Words& w, const TransparencyReport& report) {
  const std::string head = element("h2", text(w.given_to));
  if (report.recipients.empty())
    return head + "<p class=\"none\">" + text(w.given_to_nobody) + "</p>";
  Table table(w.given_to, {w.country, w.number, w.accounts_produced}, true);
  for (const auto& [country, one] : report.recipients)
    table.row(text(country), {number(one.requests), number(one.accounts)});
  return head + "<p class=\"lead\">" + text(w.given_to_lead) + "</p>" + table.take();
}

std::string pair(std::string_view name, const std::string& value) {
  return element("dt", text(name)) + element("dd", text(value));
}

std::string article(const Words& w, const ReportedRequest& one) {
  const RequestDraft& said = one.request.said;
  std::string out = "<article id=\"" + one.request.id.text() + "\"><h3>" + text(said.from.name) +
                    " <small>" + text(said.from.country.code()) + "</small></h3><p><strong>" +
                    text(w.types[static_cast<size_t>(said.type)]) + "</strong> · ";
  out += text(one.answer ? w.outcomes[static_cast<size_t>(one.answer->outcome)] : w.unanswered);
  out += "</p><dl>" + pair(w.received, date_text(said.received_on)) +
         pair(w.accounts, number(said.accounts));
  if (one.answer) {
    out += pair(w.answered_on, date_text(one.answer->answered_on));
    if (one.answer->accounts_produced > 0)
      out += pair(w.accounts_produced, number(one.answer->accounts_produced));
    if (one.answer->recipient)
      out += pair(w.to, one.answer->recipient->name + ", " +
                            std::string(one.answer->recipient->country.code()));
  }
  if (said.sealed_until) out += pair(w.opened_after, date_text(*said.sealed_until));
  return out + pair(w.entry, number(static_cast<int64_t>(one.index))) +
         pair(w.document, said.document_sha256) + "</dl></article>";
}

std::string each_section(const Words& w, const TransparencyReport& report) {
  if (report.requests.empty()) return "";
  std::string out = "<details><summary>" + text(w.each) + " (" +
                    number(static_cast<int64_t>(report.requests.size())) +
                    ")</summary><p class=\"lead\">" + text(w.each_lead) + "</p>";
  for (size_t i = 0; i < report.requests.size() && i < kRequestsShownMax; ++i)
    out += article(w, report.requests[i]);
  if (report.requests.size() > kRequestsShownMax) out += element("p", text(w.only_first));
  return out + "</details>";
}

std::string sealed_words(const Words& w, int64_t count) {
  return count == 1 ? std::string(w.sealed_one) : number(count) + std::string(w.sealed_many);
}

std::string warnings(const Words& w, const TransparencyReport& report) {
  std::string out;
  if (report.overdue > 0)
    out += "<p class=\"alarm\" role=\"alert\">" + number(report.overdue) + text(w.overdue) + "</p>";
  if (report.unreadable > 0)
    out += "<p class=\"alarm\">" + number(report.unreadable) + text(w.unreadable) + "</p>";
  if (report.sealed > 0)
    out += "<p class=\"sealed\"><strong>" + text(sealed_words(w, report.sealed)) + "</strong> " +
           text(w.sealed_lead) + "</p>";
  return out;
}

std::string figure(const std::string& value, std::string_view name) {
  return "<li><strong>" + value + "</strong> " + text(name) + "</li>";
}

std::string figures(const Words& w, const TransparencyReport& report) {
  const RequestTally t = report.total(ReportTable::government);
  const auto share = percent(t.with_data, t.requests);
  return "<ul class=\"figures\">" + figure(number(t.requests), w.figure_requests) +
         figure(number(t.accounts), w.figure_accounts) +
         figure(share ? number(*share) + " %" : "—", w.figure_with_data) +
         figure(number(report.total(ReportTable::removal).requests), w.figure_removals) + "</ul>";
}

std::string check_section(const Words& w, const TransparencyReport& report,
                          const TransparencySite& site) {
  const std::string address = site.public_url + "/transparency/" + report.half;
  // What soleil-verify reads is signed: it needs no TLS, and has none.
  const std::string plain = "http" + site.public_url.substr(std::min(site.public_url.size(),
                                                                     site.public_url.find("://")));
  const std::string commands =
      "curl -s " + site.public_url + "/ledger/trust-policy > policy\n" + "curl -s " + address +
      ".csv > report.csv\n" + "soleil-verify report " + plain +
      "/ledger/legal --policy policy \\\n" + "  --half " + report.half + " --compare report.csv";
  return element("h2", text(w.check)) + element("p", text(w.check_lead)) +
         "<pre tabindex=\"0\"><code>" + text(commands) + "</code></pre><p class=\"check\">" +
         text(w.as_of) + " " + date_text(report.basis.as_of) + " · " +
         number(static_cast<int64_t>(report.basis.tree.size)) + " " + text(w.entries) + " · " +
         text(w.root) + " <code>" + text(base64_of(report.basis.tree.root)) + "</code></p>";
}

std::string downloads(const Words& w, const std::string& half) {
  return text(w.download) + " <a href=\"/transparency/" + half +
         ".csv\">CSV</a>, <a href=\"/transparency/" + half + ".json\">JSON</a>";
}

std::string card_text(const Words& w, const TransparencyReport& report) {
  const RequestTally t = report.total(ReportTable::government);
  if (t.requests == 0 && report.sealed == 0) return std::string(w.card_none);
  std::string out(w.card_some);
  const auto put = [&](std::string_view place, const std::string& value) {
    const size_t at = out.find(place);
    if (at != std::string::npos) out.replace(at, place.size(), value);
  };
  put("{requests}", number(t.requests));
  put("{accounts}", number(t.accounts));
  put("{percent}", number(percent(t.with_data, t.requests).value_or(0)));
  return report.sealed > 0 ? out + " " + sealed_words(w, report.sealed) : out;
}

std::string languages(const Words& w) {
  return "<a href=\"?lang=" + std::string(w.other_language) + "\" hreflang=\"" +
         std::string(w.other_language) + "\" lang=\"" + std::string(w.other_language) + "\">" +
         text(w.other_language_name) + "</a>";
}

bool goes_on(const TransparencyReport& report) {
  return half_of(report.basis.as_of) == report.half;
}

}  // namespace

std::string transparency_report_page(const TransparencyReport& report, const TransparencySite& site,
                                     std::string_view language) {
  const Words& w = transparency_words(language);
  const std::string title = std::string(w.report_of) + half_name(w, report.half);
  std::string body = "<nav><a href=\"/transparency\">" + text(w.all_reports) + "</a> " +
                     languages(w) + "</nav><p class=\"lead\">" + text(w.report_lead) + "</p>";
  if (goes_on(report)) body += element("p", text(w.half_goes_on));
  body += warnings(w, report) + figures(w, report) + element("p", downloads(w, report.half));
  for (size_t i = 0; i < kReportTables; ++i)
    body += section(w, report, static_cast<ReportTable>(i));
  body += types_section(w, report) + recipients_section(w, report) + each_section(w, report) +
          check_section(w, report, site);
  const PlainCard card{title, card_text(w, report),
                       site.public_url + "/transparency/" + report.half,
                       site.public_url + "/icon-512.png", site.name};
  return plain_page({w.language, title, site.name, card_head(card), body, true});
}

std::string transparency_list_page(const std::vector<TransparencyReport>& reports,
                                   const TransparencySite& site, std::string_view language) {
  const Words& w = transparency_words(language);
  std::string body =
      "<nav>" + languages(w) + "</nav><p class=\"lead\">" + text(w.list_lead) + "</p>";
  for (const TransparencyReport& report : reports) {
    body += "<article><h2><a href=\"/transparency/" + report.half + "\">" +
            text(half_name(w, report.half)) + "</a></h2>";
    if (goes_on(report)) body += element("p", text(w.half_goes_on));
    body += figures(w, report) + warnings(w, report) + element("p", downloads(w, report.half)) +
            "</article>";
  }
  body += "<p class=\"check\"><a href=\"/orders\">" + text(w.orders_page) + "</a></p>";
  const std::string about = reports.empty() ? std::string(w.list_lead) : card_text(w, reports[0]);
  const PlainCard card{std::string(w.title), about, site.public_url + "/transparency",
                       site.public_url + "/icon-512.png", site.name};
  return plain_page({w.language, std::string(w.title), site.name, card_head(card), body, true});
}

}  // namespace soleil
