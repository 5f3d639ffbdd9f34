// Region: a place where personal data is at home, with its own database, blobs, queue, keys and
// servers. Deployment: all regions of one Soleil, and whose home is which. Plain values; a
// deployment of one region is the usual case and needs no file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/country.h"
#include "model/id.h"

namespace soleil {

struct Region {
  RegionIndex index = 1;           // what the ids of all that is at home here carry
  std::string id = "home";         // [a-z][a-z0-9-]{0,30}: in handles, addresses and logs
  std::string name = "home";       // as people read it
  std::vector<Country> countries;  // whose residents are at home here; sorted
  bool others = false;             // and residents of every country that no region names
  std::string address;             // where people find it: "https://eu.soleil.example"
  std::string inside;    // where the other regions' servers find it: "http://…"; "" : address
  std::string backup;    // id of the region that keeps its backup; "" : none
  std::string sign_key;  // Ed25519, 32 bytes: signs its public feed and its backup
  std::string box_key;   // X25519, 32 bytes: what is sealed to it
};

struct Deployment {
  std::vector<Region> regions;          // at least one
  std::vector<Country> not_offered_in;  // by the operator's own choice; sorted

  bool is_single() const { return regions.size() == 1; }
  const Region* by_id(std::string_view id) const;   // nullptr: no such region
  const Region* by_index(RegionIndex index) const;  // nullptr: no such region
  const Region* home_of(Country country) const;     // nullptr: nobody takes its residents
  bool is_offered_in(Country country) const;
};

// One region that takes everybody.
Deployment single_region(std::string id, RegionIndex index);

}  // namespace soleil
