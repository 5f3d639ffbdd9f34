// Pages about orders, French or English, without script: they must be readable where nothing else
// is. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "residency/order.h"

namespace soleil {

struct ShownOrder {
  Order order;
  OrderState state;
};

// /orders: those in force, those to come, those that ended; newest first in each.
std::string orders_page(const std::vector<ShownOrder>& orders, std::string_view accept_language);
// What a blocked visitor sees with status 451.
std::string blocked_page(const Order& order, std::string_view accept_language);

}  // namespace soleil
