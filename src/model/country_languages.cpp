#include "model/country_languages.h"

#include <string_view>

#include "base/text.h"

namespace soleil {
namespace {

// By language, so that the table can be read; a country's languages come in the order of the rows.
// Official and most read languages (CLDR 44, territory information).
struct Row {
  std::string_view language, countries;
};
constexpr Row kRows[] = {
    {"sq", "AL XK"},
    {"am", "ET"},
    {"ar", "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE"},
    {"hy", "AM"},
    {"az", "AZ"},
    {"be", "BY"},
    {"bn", "BD"},
    {"bs", "BA"},
    {"bg", "BG"},
    {"my", "MM"},
    {"ca", "AD"},
    {"zh", "CN HK MO SG TW"},
    {"hr", "HR"},
    {"cs", "CZ"},
    {"da", "DK FO GL"},
    {"nl", "AW BE BQ CW NL SR SX"},
    {"dz", "BT"},
    {"et", "EE"},
    {"fi", "AX FI"},
    {"ka", "GE"},
    {"de", "AT CH DE LI LU"},
    {"el", "CY GR"},
    {"he", "IL"},
    {"hi", "IN"},
    {"hu", "HU"},
    {"is", "IS"},
    {"id", "ID"},
    {"it", "IT SM VA"},
    {"ja", "JP"},
    {"kk", "KZ"},
    {"km", "KH"},
    {"rw", "RW"},
    {"ky", "KG"},
    {"ko", "KP KR"},
    {"lo", "LA"},
    {"lv", "LV"},
    {"lt", "LT"},
    {"mk", "MK"},
    {"mg", "MG"},
    {"ms", "BN MY"},
    {"mt", "MT"},
    {"mn", "MN"},
    {"ne", "NP"},
    {"nb", "BV NO SJ"},
    {"fa", "AF IR"},
    {"ps", "AF"},
    {"pl", "PL"},
    {"pt", "AO BR CV GW MZ PT ST TL"},
    {"ro", "MD RO"},
    {"rn", "BI"},
    {"ru", "RU BY KG KZ MD"},
    {"sr", "ME RS BA"},
    {"si", "LK"},
    {"sk", "SK"},
    {"sl", "SI"},
    {"so", "SO"},
    {"es", "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE"},
    {"sw", "KE TZ UG"},
    {"sv", "SE AX FI"},
    {"tg", "TJ"},
    {"ta", "LK"},
    {"th", "TH"},
    {"ti", "ER"},
    {"tr", "TR CY"},
    {"tk", "TM"},
    {"uk", "UA"},
    {"ur", "PK"},
    {"uz", "UZ"},
    {"vi", "VN"},
    {"fr",
     "BE BF BI BJ BL CA CD CF CG CH CI CM DJ DZ FR GA GF GN GP GQ HT KM LU MA MC MF MG ML MQ "
     "MU NC NE PF PM RE RW SC SN TD TF TG TN VU WF YT"},
    {"it", "CH"},
    {"ht", "HT"},
    {"en",
     "AG AI AS AU BB BM BS BW BZ CA CC CK CM CX DM ER FJ FK FM GB GD GG GH GI GM GS GU GY HK "
     "HM IE IM IN IO JE JM KE KI KN KY LC LR LS MH MP MS MT MU MW MY NA NF NG NR NU NZ PG PH "
     "PK PN PR PW RW SB SC SD SG SH SL SS SX SZ TC TK TO TT TV TZ UG UM US VC VG VI VU WS ZA "
     "ZM ZW"},
    {"es", "US"},
    {"tl", "PH"},
    {"af", "ZA NA"},
    {"zu", "ZA"},
    {"eu", "ES"},
    {"ca", "ES"},
    {"ar", "IL"},
};

constexpr size_t kLanguagesMax = 4;

bool names(std::string_view countries, std::string_view code) {
  for (const std::string_view one : split(countries, ' '))
    if (one == code) return true;
  return false;
}

}  // namespace

std::vector<std::string> languages_of(Country country) {
  std::vector<std::string> out;
  for (const Row& row : kRows)
    if (out.size() < kLanguagesMax && names(row.countries, country.code()))
      out.emplace_back(row.language);
  return out;
}

}  // namespace soleil
