// SealedFacts: a fact log whose topic of personal facts holds sealed records, so that the files
// (and backups, and whoever copies them) say nothing of what anybody watched without the region's
// key service. Other topics pass as they are. A record from before there were keys begins with '{'
// and stands for itself. It is secrecy, not integrity: who writes the files can repeat a record, or
// swap two. A record costs kSealBytes + 1 more, and about a microsecond each way.
// Errors: as FactLog; read() also corrupt "facts_of_other_keys". Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "platform/queue/fact_log.h"
#include "residency/sealing.h"

namespace soleil {

// `random` must outlive it.
std::unique_ptr<FactLog> make_sealed_facts(std::unique_ptr<FactLog> log, const SecretKey& key,
                                           Random& random);

// One record, as it lies in the log; corrupt "facts_of_other_keys".
std::string seal_fact(const SecretKey& key, std::string_view fact, Random& random);
Result<std::string> open_fact(const SecretKey& key, const FactRecord& record);

}  // namespace soleil
