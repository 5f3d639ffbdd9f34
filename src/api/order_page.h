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

std::string_view order_action_words(OrderAction action, std::string_view language);

// /orders: where the operator does not offer it, then orders in force, to come, and ended; newest
// first in each.
std::string orders_page(const std::vector<ShownOrder>& orders,
                        const std::vector<Country>& not_offered_in,
                        std::string_view accept_language);
// What a blocked visitor sees with status 451; null: it is not offered there.
std::string blocked_page(const Order* order, std::string_view accept_language);

}  // namespace soleil
