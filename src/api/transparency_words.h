// What the transparency pages say, French and English.
#pragma once

#include <array>
#include <string_view>

#include "trust/transparency_report.h"

namespace soleil {

struct TransparencyWords {
  std::string_view language, other_language, other_language_name;
  std::string_view title, list_lead, report_of, report_lead, half_goes_on, all_reports, orders_page;
  std::array<std::string_view, 2> months;  // of the halves
  std::array<std::string_view, kReportTables> tables, leads;
  std::string_view country, legal, emergency, requests, accounts, with_data, accounts_produced,
      complied, refused, nothing, unanswered, challenged, notified, notice_forbidden, all, none;
  std::string_view asked, answered;  // headings of the two halves of a table
  std::array<std::string_view, kRequestTypes> types;
  std::array<std::string_view, 5> outcomes;
  std::string_view figure_requests, figure_accounts, figure_with_data, figure_removals;
  std::string_view by_type, type, number, given_to, given_to_lead, given_to_nobody;
  std::string_view sealed_one, sealed_many, sealed_lead, overdue, unreadable;
  std::string_view each, each_lead, only_first, received, answered_on, to, document, entry,
      opened_after;
  std::string_view check, check_lead, as_of, entries, root, download;
  std::string_view card_some, card_none;  // with {requests}, {accounts}, {percent}
};

const TransparencyWords& transparency_words(std::string_view language);

}  // namespace soleil
