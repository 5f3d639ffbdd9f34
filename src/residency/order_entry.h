// What the log `legal` says of an order: one JSON object an event. An order that waits for its
// second person is told by hashes alone; from its approval on its whole text is public. Pure.
#pragma once

#include <string>

#include "residency/order.h"

namespace soleil {

enum class OrderEvent { entered, approved, withdrawn };

std::string order_entry(OrderEvent event, const Order& order);

}  // namespace soleil
