// Rows of the table availability_order. Inside a transaction of the caller's.
#pragma once

#include <vector>

#include "platform/database/database.h"
#include "residency/order.h"

namespace soleil {

Result<std::vector<Order>> read_orders(Transaction& tx);  // oldest first
Result<void> insert_order(Transaction& tx, const Order& order);
Result<void> update_order_decision(Transaction& tx, const Order& order);

}  // namespace soleil
