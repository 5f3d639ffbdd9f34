// Every limit of accounts, sessions and what people say, with its unit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace soleil {

struct PeopleLimits {
  int64_t password_length_min = 10, password_length_max = 200;  // code points
  // argon2id, the parameters libsodium calls INTERACTIVE.
  int64_t password_passes = 2;
  int64_t password_memory_bytes = 64 << 20;
  int64_t password_threads = 2;     // the pool of the routes that hash: sign-in floods stop there
  int64_t password_queue_max = 32;  // more waiting: 503

  int64_t session_ms = int64_t{90} * 86'400'000;  // since it was last used
  int64_t session_slide_ms = 3'600'000;           // how often "last used" is written
  int64_t session_cache_ms = 5'000;               // how long a row is believed without asking again
  int64_t sessions_max = 50;                      // a person's; the oldest goes
  int64_t import_token_ms = 86'400'000;
  int64_t sign_in_link_ms = 86'400'000;
  int64_t guest_ms = int64_t{180} * 86'400'000;

  int64_t display_name_length_max = 50;  // code points, as the next ones
  int64_t bio_length_max = 300;
  int64_t note_length_max = 1'000;
  int64_t explanation_length_max = 2'000;
  int64_t follows_max = 10'000;
  int64_t mutes_max = 200;  // a viewer's, of all kinds
  int64_t bends_max = 40;   // a viewer's, of tags; of languages as many again
  int64_t muted_word_length_max = 40;

  // Token buckets: so many at once, then one every so many milliseconds.
  int64_t sign_ins_burst = 10, sign_in_every_ms = 20'000;  // a handle from an address
  int64_t address_sign_ins_burst = 40, address_sign_in_every_ms = 5'000;
  int64_t registrations_burst = 30, registration_every_ms = 20'000;  // an address
  int64_t reports_burst = 20, report_every_ms = 30'000;              // an address
  int64_t controls_burst = 200, control_every_ms = 500;              // an address
};

}  // namespace soleil
