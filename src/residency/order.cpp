#include "residency/order.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 6> kActions = {
    "block_sign_up", "block_playback", "block_all", "remove_video", "preserve", "lift"};
constexpr size_t kTitleMax = 200;  // code points
constexpr int kDaysMax = 3'660;

bool about_a_video(OrderAction action) {
  return action == OrderAction::remove_video || action == OrderAction::preserve;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_title(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<void> check_words(const OrderDraft& d) {
  if (trim(d.title).empty())
    return fail(Code::invalid, "title_empty", "An order needs a title that the public can read.");
  if (!is_title(d.title))
    return fail(Code::invalid, "title_not_text", "The title must be one line of text.");
  if (utf8_length(d.title) > kTitleMax)
    return fail(Code::invalid, "title_too_long",
                "A title has at most " + std::to_string(kTitleMax) + " characters.");
  if (!is_hash(d.document_sha256))
    return fail(Code::invalid, "bad_document_hash",
                "document_sha256 is the SHA-256 of the document: 64 digits of 0-9a-f.");
  return {};
}

Result<void> check_scope(const OrderDraft& d) {
  if (d.countries.empty())
    return fail(Code::invalid, "no_countries", "Name at least one country, as [\"US\"].");
  if (about_a_video(d.action) && !d.video)
    return fail(Code::invalid, "video_needed", "This action is about one video: name it.");
  if (!about_a_video(d.action) && d.video)
    return fail(Code::invalid, "video_not_meant", "This action is not about one video.");
  if (d.action == OrderAction::lift && !d.supersedes)
    return fail(Code::invalid, "supersedes_needed", "Say which order is lifted, in supersedes.");
  if (d.days < 0 || d.days > kDaysMax)
    return fail(Code::invalid, "bad_days",
                "days is a count of calendar days, 0 to " + std::to_string(kDaysMax) + ".");
  return {};
}

const Order* superseding(const Order& order, const std::vector<Order>& all, int64_t now_ms) {
  for (const Order& other : all)
    if (other.said.supersedes == order.id && other.approved_ms && other.effective_ms <= now_ms)
      return &other;
  return nullptr;
}

}  // namespace

std::string_view action_name(OrderAction action) {
  return kActions[static_cast<size_t>(action)];
}

std::optional<OrderAction> parse_action(std::string_view name) {
  const auto* const at = std::find(kActions.begin(), kActions.end(), name);
  if (at == kActions.end()) return std::nullopt;
  return static_cast<OrderAction>(at - kActions.begin());
}

std::string_view state_name(OrderState state) {
  constexpr std::array<std::string_view, 5> kNames = {"proposed", "withdrawn", "approved",
                                                      "in_force", "ended"};
  return kNames[static_cast<size_t>(state)];
}

OrderState state_of(const Order& order, const std::vector<Order>& all, int64_t now_ms) {
  if (order.withdrawn_ms) return OrderState::withdrawn;
  if (!order.approved_ms) return OrderState::proposed;
  if (superseding(order, all, now_ms)) return OrderState::ended;
  if (order.expires_ms && order.expires_ms <= now_ms) return OrderState::ended;
  return order.effective_ms <= now_ms ? OrderState::in_force : OrderState::approved;
}

Result<Order> dated(const OrderDraft& draft) {
  SOLEIL_TRY(check_words(draft));
  SOLEIL_TRY(check_scope(draft));
  Order out;
  out.said = draft;
  auto& countries = out.said.countries;
  std::sort(countries.begin(), countries.end());
  countries.erase(std::unique(countries.begin(), countries.end()), countries.end());
  out.effective_ms = SOLEIL_TRY(start_of_day_ms(out.effective_on(), draft.zone));
  if (!draft.expires_on) return out;
  out.expires_ms = SOLEIL_TRY(start_of_day_ms(*draft.expires_on, draft.zone));
  if (out.expires_ms <= out.effective_ms)
    return fail(Code::invalid, "expires_before_effect",
                "The order would end on " + date_text(*draft.expires_on) +
                    " before it takes effect on " + date_text(out.effective_on()) + ".");
  return out;
}

std::string order_text(const Order& order) {
  const OrderDraft& d = order.said;
  std::string countries;
  for (const Country country : d.countries)
    countries += (countries.empty() ? "" : " ") + std::string(country.code());
  std::string out = "soleil order v1\nid: " + order.id.text() + "\ntitle: " + d.title;
  out += "\ndocument_sha256: " + d.document_sha256 + "\ncountries: " + countries;
  out += "\naction: " + std::string(action_name(d.action));
  if (d.video) out += "\nvideo: " + d.video.text();
  out += "\nsigned_on: " + date_text(d.signed_on) + "\ndays: " + std::to_string(d.days);
  out += "\nzone: " + d.zone + "\neffective_ms: " + std::to_string(order.effective_ms);
  if (order.expires_ms) out += "\nexpires_ms: " + std::to_string(order.expires_ms);
  if (d.supersedes) out += "\nsupersedes: " + d.supersedes.text();
  return out + "\n";
}

}  // namespace soleil
