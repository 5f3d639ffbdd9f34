// /transparency and /transparency/2026-H2 as pages without script. They show what the report has
// and add nothing to it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trust/transparency_report.h"

namespace soleil {

struct TransparencySite {
  std::string name;
  std::string public_url;  // no slash at the end
};

// `reports`: newest first.
std::string transparency_list_page(const std::vector<TransparencyReport>& reports,
                                   const TransparencySite& site, std::string_view language);
std::string transparency_report_page(const TransparencyReport& report, const TransparencySite& site,
                                     std::string_view language);

}  // namespace soleil
