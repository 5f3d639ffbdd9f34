#include "main/config.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <variant>

#include <toml++/toml.h>

namespace soleil {
namespace {

// One line a key: where it goes and what it may be. `unit` is part of the key's name.
struct Key {
  std::string_view table, name;
  std::variant<std::string*, int64_t*, size_t*, int*, double*> slot;
  double least = 0, most = 9e15;
};

std::vector<Key> server_keys(Config& c) {
  return {
      {"server", "address", &c.address},
      {"server", "port", &c.port, 0, 65535},
      {"server", "public_url", &c.public_url},
      {"server", "name", &c.name},
      {"server", "sign_up", &c.sign_up},
      {"server", "web_folder", &c.web_folder},
      {"server", "api_threads", &c.api_threads, 1, 256},
      {"server", "api_queue_max", &c.api_queue_max, 1, 100'000},
      {"server", "shutdown_grace_ms", &c.shutdown_grace_ms, 0, 600'000},
      {"region", "name", &c.region_name},
      {"region", "index", &c.region_index, 0, kRegionIndexMax},
      {"region", "deployment", &c.deployment_file},
      {"region", "countries", &c.geo_url},
      {"region", "keys", &c.keys_socket},
      {"ledger", "origin", &c.ledger_origin},
      {"storage", "database", &c.database_url},
      {"storage", "owner", &c.owner_url},
      {"storage", "blobs", &c.blob_url},
      {"storage", "queue", &c.queue_url},
      {"storage", "connections_max", &c.database.connections_max, 1, 256},
      {"storage", "wait_ms_max", &c.database.wait_ms_max, 1, 600'000},
      {"backup", "vault", &c.backup_vault},
      {"backup", "every_ms", &c.backup_every_ms, 50, 600'000},
      {"exchange", "every_ms", &c.exchange.every_ms, 1'000},
      {"exchange", "persons_min", &c.exchange.persons_min, 2, 1'000'000},
      {"exchange", "videos_per_person", &c.exchange.videos_per_person, 1, 1'000},
      {"exchange", "epsilon", &c.exchange.epsilon, 0.01, 100},
      {"exchange", "delta", &c.exchange.delta, 1e-12, 0.01},
      {"exchange", "budget_ms", &c.exchange.budget_ms, 1'000},
      {"http", "connections_max", &c.http.connections_max, 1, 1'000'000},
      {"http", "header_bytes_max", &c.http.header_bytes_max, 1'024, 1 << 20},
      {"http", "body_bytes_max", &c.http.body_bytes_max, 1'024, 64 << 20},
      {"http", "header_ms_max", &c.http.header_ms_max, 100, 600'000},
      {"http", "idle_ms_max", &c.http.idle_ms_max, 100, 3'600'000},
      {"http", "body_stall_ms_max", &c.http.body_stall_ms_max, 100, 3'600'000},
      {"http", "write_stall_ms_max", &c.http.write_stall_ms_max, 100, 3'600'000},
      {"http", "threads", &c.http.threads, 1, 256},
      {"http", "trusted_proxies", &c.http.trusted_proxies},
  };
}

std::vector<Key> fediverse_keys(Config& c) {
  FediverseLimits& f = c.fediverse;
  return {
      {"fediverse", "account", &c.fediverse_account},
      {"fediverse", "allowed_hosts", &c.fediverse_allowed},
      {"fediverse", "followers_max", &f.followers_max, 0},
      {"fediverse", "followers_per_host_max", &f.followers_per_host_max, 0},
      {"fediverse", "follows_burst", &f.follows_burst, 1},
      {"fediverse", "follow_every_ms", &f.follow_every_ms, 1},
      {"fediverse", "body_bytes_max", &f.body_bytes_max, 1'024, 1 << 20},
      {"fediverse", "clock_skew_ms", &f.clock_skew_ms, 1'000, 86'400'000},
      {"fediverse", "away_ms_max", &f.away_ms_max, 100, 60'000},
      {"fediverse", "backoff_ms", &f.backoff_ms, 10, 86'400'000},
      {"fediverse", "backoff_ms_max", &f.backoff_ms_max, 10, 86'400'000},
      {"fediverse", "give_up_ms", &f.give_up_ms, 1'000},
      {"fediverse", "forget_ms", &f.forget_ms, 1'000},
      {"fediverse", "threads", &f.threads, 1, 64},
  };
}

std::vector<Key> content_keys(Config& c) {
  return {
      {"catalog", "title_length_max", &c.catalog.title_length_max, 1, 10'000},
      {"catalog", "tags_max", &c.catalog.tags_max, 0, 100},
      {"catalog", "tag_length_max", &c.catalog.tag_length_max, 1, 200},
      {"catalog", "restore_ms_max", &c.catalog.restore_ms_max},
      {"catalog", "captions_max", &c.catalog.captions_max, 0, 100},
      {"catalog", "captions_bytes_max", &c.catalog.captions.size_bytes_max, 1'024, 1 << 20},
      {"catalog", "cues_max", &c.catalog.captions.cues_max, 1, 100'000},
      {"catalog", "cue_length_max", &c.catalog.captions.cue_length_max, 20, 10'000},
      {"upload", "bytes_max", &c.ingest.upload_bytes_max, 1},
      {"upload", "quota_bytes_max", &c.ingest.quota_bytes_max, 1},
      {"upload", "open_uploads_max", &c.ingest.open_uploads_max, 1, 10'000},
      {"upload", "expire_ms", &c.ingest.expire_ms, 1'000},
      {"upload", "disk_floor_bytes", &c.ingest.disk_floor_bytes},
      {"upload", "processing_space_ratio", &c.ingest.processing_space_ratio, 0, 100},
      {"jobs", "lease_ms", &c.jobs.lease_ms, 1'000},
      {"jobs", "backoff_ms", &c.jobs.backoff_ms, 1},
      {"jobs", "backoff_ms_max", &c.jobs.backoff_ms_max, 1},
      {"jobs", "attempts_max", &c.jobs.attempts_max, 1, 100},
      {"jobs", "waiting_max", &c.jobs.waiting_max, 1},
      {"queue", "segment_bytes_max", &c.facts.segment_bytes_max, 4'096},
      {"queue", "record_bytes_max", &c.facts.record_bytes_max, 1'024, 16 << 20},
      {"queue", "group_wait_us", &c.facts.group_wait_us, 0, 1'000'000},
  };
}

std::vector<Key> media_keys(Config& c) {
  return {
      {"media", "workers", &c.media_workers, 1, 64},
      {"media", "threads", &c.media.threads, 1, 64},
      {"media", "duration_ms_max", &c.media.duration_ms_max, 1'000, 3'600'000},
      {"media", "side_px_max", &c.media.side_px_max, 64, 16'384},
      {"media", "side_px_min", &c.media.side_px_min, 2, 1'024},
      {"media", "frame_px_max", &c.media.frame_px_max, 4'096},
      {"media", "streams_max", &c.media.streams_max, 1, 1'000},
      {"media", "frame_rate_max", &c.media.frame_rate_max, 1, 240},
      {"media", "decode_px_max", &c.media.decode_px_max, 1},
      {"media", "wall_ms_base", &c.media.wall_ms_base, 1'000},
      {"media", "wall_ms_per_second", &c.media.wall_ms_per_second, 0},
      {"media", "memory_bytes_max", &c.media.memory_bytes_max, 64 << 20},
      {"media", "output_bytes_max", &c.media.output_bytes_max, 1 << 20},
  };
}

std::vector<Key> people_keys(Config& c) {
  PeopleLimits& p = c.people;
  return {
      {"people", "password_length_min", &p.password_length_min, 8, 100},
      {"people", "password_length_max", &p.password_length_max, 20, 1'000},
      {"people", "password_passes", &p.password_passes, 1, 100},
      {"people", "password_memory_bytes", &p.password_memory_bytes, 8 << 20},
      {"people", "password_threads", &p.password_threads, 1, 64},
      {"people", "password_queue_max", &p.password_queue_max, 1, 10'000},
      {"people", "session_ms", &p.session_ms, 60'000},
      {"people", "sessions_max", &p.sessions_max, 1, 10'000},
      {"people", "guest_ms", &p.guest_ms, 60'000},
      {"people", "sign_in_link_ms", &p.sign_in_link_ms, 60'000},
      {"people", "import_token_ms", &p.import_token_ms, 60'000},
      {"people", "display_name_length_max", &p.display_name_length_max, 1, 500},
      {"people", "bio_length_max", &p.bio_length_max, 0, 10'000},
      {"people", "note_length_max", &p.note_length_max, 0, 10'000},
      {"people", "explanation_length_max", &p.explanation_length_max, 1, 10'000},
      {"people", "follows_max", &p.follows_max, 0},
      {"people", "mutes_max", &p.mutes_max, 0, 10'000},
      {"people", "bends_max", &p.bends_max, 0, 1'000},
      {"people", "muted_word_length_max", &p.muted_word_length_max, 1, 200},
      {"people", "sign_ins_burst", &p.sign_ins_burst, 1},
      {"people", "sign_in_every_ms", &p.sign_in_every_ms, 1},
      {"people", "address_sign_ins_burst", &p.address_sign_ins_burst, 1},
      {"people", "address_sign_in_every_ms", &p.address_sign_in_every_ms, 1},
      {"people", "registrations_burst", &p.registrations_burst, 1},
      {"people", "registration_every_ms", &p.registration_every_ms, 1},
      {"people", "reports_burst", &p.reports_burst, 1},
      {"people", "report_every_ms", &p.report_every_ms, 1},
      {"people", "controls_burst", &p.controls_burst, 1},
      {"people", "control_every_ms", &p.control_every_ms, 1},
  };
}

std::vector<Key> all_keys(Config& config) {
  auto keys = server_keys(config);
  for (const auto& more :
       {fediverse_keys(config), content_keys(config), media_keys(config), people_keys(config)})
    keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

tl::unexpected<Error> bad_key(const Key& key, const std::string& wanted) {
  return fail(Code::invalid, "bad_config",
              "The key " + std::string(key.table) + "." + std::string(key.name) + " must be " +
                  wanted + ".");
}

Result<void> set(const Key& key, const toml::node& node) {
  if (auto* text = std::get_if<std::string*>(&key.slot)) {
    if (!node.is_string()) return bad_key(key, "a string in quotes");
    **text = node.as_string()->get();
    return {};
  }
  const auto number = node.value<double>();
  const bool whole = !std::holds_alternative<double*>(key.slot);
  if (!number || (whole && !node.is_integer()) || *number < key.least || *number > key.most) {
    std::ostringstream wanted;
    wanted << (whole ? "a whole number" : "a number") << " from " << key.least << " to "
           << key.most;
    return bad_key(key, wanted.str());
  }
  std::visit(
      [&](auto* slot) {
        if constexpr (!std::is_same_v<decltype(slot), std::string*>)
          *slot = static_cast<std::remove_pointer_t<decltype(slot)>>(*number);
      },
      key.slot);
  return {};
}

Result<void> apply(std::vector<Key>& keys, std::string_view table, const toml::table& values) {
  for (const auto& [name, node] : values) {
    const auto key = std::ranges::find_if(
        keys, [&](const Key& k) { return k.table == table && k.name == name.str(); });
    if (key == keys.end())
      return fail(Code::invalid, "bad_config",
                  "There is no key " + std::string(table) + "." + std::string(name.str()) +
                      ". `soleil check-config` lists them all.");
    SOLEIL_TRY(set(*key, node));
  }
  return {};
}

Result<toml::table> parse_toml_file(const std::string& path) {
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return fail(Code::invalid, "bad_config",
                path + ", line " + std::to_string(error.source().begin.line) + ": " +
                    std::string(error.description()) + ".");
  }
}

Result<void> check(const Config& config) {
  if (config.sign_up != "open" && config.sign_up != "closed")
    return fail(Code::invalid, "bad_config", "The key server.sign_up must be open or closed.");
  if (config.fediverse_account != "on" && config.fediverse_account != "off")
    return fail(Code::invalid, "bad_config", "The key fediverse.account must be on or off.");
  const auto& url = config.public_url;
  if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
    return fail(Code::invalid, "bad_config",
                "The key server.public_url must begin with http:// or https://.");
  return {};
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  Config config;
  if (path.empty()) return config;
  const toml::table file = SOLEIL_TRY(parse_toml_file(path));
  auto keys = all_keys(config);
  for (const auto& [table, node] : file) {
    if (!node.is_table())
      return fail(
          Code::invalid, "bad_config",
          "The key " + std::string(table.str()) + " must stand in a table such as [server].");
    SOLEIL_TRY(apply(keys, table.str(), *node.as_table()));
  }
  SOLEIL_TRY(check(config));
  return config;
}

StorageUrls storage_urls(const Config& config, const std::string& data_folder) {
  const auto or_default = [](const std::string& url, const std::string& otherwise) {
    return url.empty() ? otherwise : url;
  };
  const std::string queue = or_default(config.queue_url, "log://" + data_folder + "/queue");
  return {.database = or_default(config.database_url, "sqlite://" + data_folder + "/soleil.db"),
          .blobs = or_default(config.blob_url, "file://" + data_folder + "/blobs"),
          .facts = queue + "/facts",
          .jobs = queue + "/jobs"};
}

std::string describe_config(const Config& config) {
  Config copy = config;
  std::string table;
  std::ostringstream out;
  for (const Key& key : all_keys(copy)) {
    if (key.table != table) out << (table.empty() ? "" : "\n") << "[" << key.table << "]\n";
    table = key.table;
    out << key.name << " = ";
    if (auto* text = std::get_if<std::string*>(&key.slot)) {
      out << toml::value<std::string>(**text) << "\n";
    } else {
      std::visit(
          [&](auto* slot) {
            if constexpr (!std::is_same_v<decltype(slot), std::string*>) out << *slot;
          },
          key.slot);
      out << "\n";
    }
  }
  return out.str();
}

}  // namespace soleil
