// Papers: what goes between seller and buyer beside the bundle, each a JSON text signed by who made
// it: {"body": "…", "signature": "<base64>"}. The buyer's offer, the seller's plan and manifest,
// the buyer's signature over the manifest's root, the seller's statement that nothing is left. No
// person is named in any of them. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/country.h"
#include "model/id.h"
#include "residency/carve_out/merkle_sum.h"
#include "residency/region_keys.h"

namespace soleil {

struct Operator {
  std::string address;       // "https://videos.example"
  std::string sign_key;      // of its region, 32 bytes
  std::string box_key;       // what the bundle's key is sealed to
  std::string transfer_key;  // of its key service (key_transfer.h)
  std::string service_key;   // the same service's signatures of receipts: a verifier key
};

struct CarveOutOffer {  // by the buyer
  Operator buyer;
  RegionIndex region = 0;
};

struct CountedTable {
  std::string table, country;
  int64_t records = 0, bytes = 0;
};

struct CarveOutPlan {
  std::string id;  // 16 hex digits
  std::vector<std::string> countries;
  RegionIndex region = 0;  // ids carry it: the buyer's has the same
  Operator seller, buyer;
  int64_t frozen_ms = 0, until_ms = 0;
  int64_t persons = 0;
  std::vector<std::string> approved_by;
  std::vector<CountedTable> counts;
  std::map<std::string, int64_t> edges;  // by name (move_list.h)
};

struct CarveOutManifest {
  std::string plan_sha256;  // hex, of the plan's whole text
  int64_t persons = 0, parts = 0;
  SumNode root;
};

struct CarveOutSignature {  // by the buyer
  std::string plan_sha256;
  SumNode root;
};

struct CarveOutAbsence {                 // by the seller, at the end
  std::string plan_sha256, root_sha256;  // of what went
  int64_t erased_ms = 0, receipts = 0, rows_looked_at = 0, remaining = 0;
  std::string receipts_sha256;
  std::string
      remaining_root;  // Merkle root (RFC 6962) of the ids of who remains, hashed and sorted
};

std::string encode_offer(const CarveOutOffer& paper, const RegionKeys& keys);
std::string encode_plan(const CarveOutPlan& paper, const RegionKeys& keys);
std::string encode_moved(const CarveOutManifest& paper, const RegionKeys& keys);
std::string encode_signature(const CarveOutSignature& paper, const RegionKeys& keys);
std::string encode_absence(const CarveOutAbsence& paper, const RegionKeys& keys);

// denied "not_signed": not by this key, or changed since; invalid "bad_paper". An offer and a plan
// say who signs them: the offer by the buyer's own key, the plan by the seller's.
Result<CarveOutOffer> decode_offer(std::string_view text);
Result<CarveOutPlan> decode_plan(std::string_view text);
Result<CarveOutManifest> decode_moved(std::string_view text, std::string_view sign_key);
Result<CarveOutSignature> decode_signature(std::string_view text, std::string_view sign_key);
Result<CarveOutAbsence> decode_absence(std::string_view text, std::string_view sign_key);

std::string paper_sha256(std::string_view text);  // hex

// How an id stands among those that remain: to be looked for, and saying nothing else.
std::string remaining_hash(std::string_view plan_sha256, int64_t account);

}  // namespace soleil
