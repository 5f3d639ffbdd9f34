// A database whose nth transaction fails, as a FaultPlan says: for tests and simulations.
#pragma once

#include "platform/database/database.h"
#include "platform/fault.h"

namespace soleil {

class FaultyDatabase final : public Database {  // both must outlive it
 public:
  FaultyDatabase(Database& database, FaultPlan& plan) : database_(database), plan_(plan) {}
  Result<void> read(const std::function<Result<void>(Transaction&)>& body) override {
    return with_fault(plan_, [&] { return database_.read(body); });
  }
  Result<void> write(const std::function<Result<void>(Transaction&)>& body) override {
    return with_fault(plan_, [&] { return database_.write(body); });
  }
  std::string_view dialect() const override { return database_.dialect(); }

 private:
  Database& database_;
  FaultPlan& plan_;
};

}  // namespace soleil
