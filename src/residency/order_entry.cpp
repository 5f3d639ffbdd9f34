#include "residency/order_entry.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

const char* event_name(OrderEvent event) {
  switch (event) {
    case OrderEvent::entered:
      return "entered";
    case OrderEvent::approved:
      return "approved";
    case OrderEvent::withdrawn:
      return "withdrawn";
  }
  return "";
}

int64_t time_of(OrderEvent event, const Order& order) {
  if (event == OrderEvent::approved) return order.approved_ms;
  return event == OrderEvent::withdrawn ? order.withdrawn_ms : order.entered_ms;
}

}  // namespace

std::string order_entry(OrderEvent event, const Order& order) {
  const std::string text = order_text(order);
  json::object out{{"kind", "order"},
                   {"version", 1},
                   {"event", event_name(event)},
                   {"order", order.id.text()},
                   {"at", rfc3339(time_of(event, order))},
                   {"document_sha256", order.said.document_sha256},
                   {"text_sha256", hex_encode(sha256(text))}};
  if (event == OrderEvent::approved) {
    out["text"] = text;
    out["signature"] = order.signature;
  }
  return json::serialize(out);
}

}  // namespace soleil
