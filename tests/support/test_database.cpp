#include "support/test_database.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "base/random.h"
#include "base/text.h"
#include "platform/database/migrations.h"

namespace soleil {

namespace {

std::string server_url() {
  const char* url = std::getenv("SOLEIL_TEST_DATABASE_URL");
  return url ? url : "";
}

std::unique_ptr<Database> must_open(const std::string& url) {
  auto database = open_database(url, DatabaseLimits{});
  REQUIRE_MESSAGE(database.has_value(), (database ? "" : database.error().what));
  return std::move(*database);
}

void run_on_server(const std::string& sql) {
  auto done = must_open(server_url())->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run(sql));
    return {};
  });
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
}

}  // namespace

std::unique_ptr<Database> SqliteMemory::open() const {
  return must_open("sqlite::memory:");
}

std::unique_ptr<Database> SqliteFile::open() const {
  return must_open("sqlite://" + folder.path() + "/soleil.db");
}

bool Postgres::available() {
  return !server_url().empty();
}

Postgres::Postgres() {
  SystemRandom random;
  schema = "test_" + std::to_string(random.next());
  run_on_server("CREATE SCHEMA " + schema);
}

Postgres::~Postgres() {
  run_on_server("DROP SCHEMA " + schema + " CASCADE");
}

std::unique_ptr<Database> Postgres::open() const {
  const std::string url = server_url();
  const char* separator = url.find('?') == std::string::npos ? "?" : "&";
  return must_open(url + separator + "options=-csearch_path%3D" + schema);
}

// postgres://soleil@host -> postgres://role@host
std::unique_ptr<Database> Postgres::open_as(const std::string& role) const {
  std::string url = server_url();
  const size_t from = url.find("://") + 3, to = url.find('@', from);
  REQUIRE(to != std::string::npos);
  url.replace(from, to - from, role);
  const char* separator = url.find('?') == std::string::npos ? "?" : "&";
  return must_open(url + separator + "options=-csearch_path%3D" + schema);
}

TestDatabase::TestDatabase() {
  if (Postgres::available()) postgres_ = std::make_unique<Postgres>();
  database_ = postgres_ ? postgres_->open() : SqliteMemory().open();
  auto version = migrate(*database_);
  REQUIRE_MESSAGE(version.has_value(), (version ? "" : version.error().what));
}

}  // namespace soleil
