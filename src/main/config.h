// Config: everything an operator may set, with every limit, from one TOML file. `soleil
// check-config` prints it whole. A key that is not known, has the wrong type or is out of bounds is
// an error that names it: nothing starts half-configured.
#pragma once

#include <string>
#include <vector>

#include "api/identify.h"
#include "catalog/catalog.h"
#include "ingest/uploads.h"
#include "learning/exchange/terms.h"
#include "media/process_video.h"
#include "net/server.h"
#include "people/limits.h"
#include "platform/database/database.h"
#include "platform/queue/fact_log.h"
#include "platform/queue/job_queue.h"
#include "trust/fediverse/limits.h"

namespace soleil {

struct Config {
  std::string address = "127.0.0.1";
  int64_t port = 8080;
  std::string public_url;  // "" : http://localhost:<port>
  std::string name = "Soleil";
  std::string sign_up = "open";  // or "closed"
  std::string web_folder;        // "" : beside the program or in the source tree
  std::string region_name = "home";
  int64_t region_index = 1;     // of a single region; of several the deployment file tells
  std::string deployment_file;  // "" : <data>/deployment.json, or a single region
  std::string ledger_origin;    // the name of its public logs; "": from public_url, at first start
  std::string keys_socket;      // of a key service; "": one of its own, in <data>/keys
  std::string fediverse_account = "on";  // with a public_url of https; or "off"
  std::string fediverse_allowed;         // hosts that may be asked over http and at home: for tests
  std::string geo_url;       // mmdb:///path of address to country; "": as installed by ./dev setup
  std::string database_url;  // "" : sqlite:///<data>/soleil.db
  std::string owner_url;     // postgres: the role that owns the tables; "" : the same
  std::string blob_url;      // "" : file:///<data>/blobs
  std::string queue_url;     // "" : log:///<data>/queue
  std::string backup_vault;  // where the backup goes: http://… or file:///…; "" : nowhere
  int64_t backup_every_ms = 500;
  int64_t api_threads = 4;
  int64_t api_queue_max = 256;
  int64_t media_workers = 1;
  int64_t shutdown_grace_ms = 10'000;

  ExchangeTerms exchange;  // of several regions
  HttpLimits http;
  DatabaseLimits database;
  CatalogLimits catalog;
  IngestLimits ingest;
  MediaLimits media;
  PeopleLimits people;
  JobLimits jobs;
  FactLogLimits facts;
  FediverseLimits fediverse;
};

// Reads path; "" gives the defaults. Code::invalid names the line or the key.
Result<Config> load_config(const std::string& path);

struct StorageUrls {
  std::string database, blobs, facts, jobs;
};

// Where things are kept: as configured, or in the data folder.
StorageUrls storage_urls(const Config& config, const std::string& data_folder);

// Every key with its value, as TOML that load_config takes back.
std::string describe_config(const Config& config);

}  // namespace soleil
