// soleil upload FILE…: a tus client with a progress bar. Goes on after network loss, and after
// being run again: where an upload stands is kept in ~/.local/state/soleil/uploads.json until it is
// complete.
#include "main/upload_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "net/client.h"

namespace soleil {
namespace {

constexpr int64_t kChunkBytes = 4 << 20;
constexpr int kTriesMax = 8;

struct Options {
  std::string server = "http://localhost:8080";
  std::string token;
  std::string title, tags, language, visibility;
  std::vector<std::string> files;
};

std::string state_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  const std::string base = state ? state : std::string(home ? home : ".") + "/.local/state";
  return base + "/soleil/uploads.json";
}

// Where unfinished uploads stand: fingerprint -> address.
class Journal {
 public:
  Journal() {
    std::ifstream in(state_path());
    std::ostringstream text;
    text << in.rdbuf();
    if (auto object = parse_json_object(text.str())) entries_ = std::move(*object);
  }
  std::string find(const std::string& key) const {
    const auto* value = entries_.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : "";
  }
  void put(const std::string& key, const std::string& address) {
    entries_[key] = address;
    save();
  }
  void drop(const std::string& key) {
    entries_.erase(key);
    save();
  }

 private:
  void save() const {
    const std::filesystem::path path = state_path();
    std::error_code ignored;  // without a journal an upload works, it just can't be taken up again
    std::filesystem::create_directories(path.parent_path(), ignored);
    std::ofstream(path) << json::serialize(entries_);
  }
  json::object entries_;
};

std::string pair(std::string_view key, std::string_view value) {
  return std::string(key) + " " + base64_encode(value);
}

std::string metadata(const Options& options, const std::string& filename) {
  std::string out = pair("filename", filename);
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += "," + pair(key, value);
  };
  add("title", options.title.empty() ? filename.substr(0, filename.rfind('.')) : options.title);
  add("tags", options.tags);
  add("language", options.language);
  add("visibility", options.visibility);
  return out;
}

Error error_of(const ClientResponse& response) {
  Error error{Code::unavailable, "http_" + std::to_string(response.status),
              "The server answered " + std::to_string(response.status) + "."};
  if (auto body = parse_json_object(response.body))
    if (const auto* object = body->if_contains("error"); object && object->is_object())
      if (auto what = string_field(object->get_object(), "message")) error.what = *what;
  if (response.status >= 400 && response.status < 500) error.code = Code::invalid;
  return error;
}

class Transfer {
 public:
  Transfer(const Options& options, Journal& journal, std::string path)
      : options_(options), journal_(journal), path_(std::move(path)) {}

  Result<std::string> run() {  // the video's id
    client_ = SOLEIL_TRY(HttpClient::open(options_.server));
    std::error_code error;
    size_ = static_cast<int64_t>(std::filesystem::file_size(path_, error));
    if (error) return fail(Code::not_found, "no_file", "There is no file " + path_ + ".");
    const auto written = std::filesystem::last_write_time(path_, error).time_since_epoch().count();
    key_ = hex_encode(sha256(options_.server + "\n" + std::filesystem::absolute(path_).string() +
                             "\n" + std::to_string(size_) + "\n" + std::to_string(written)));
    address_ = journal_.find(key_);
    int64_t offset = SOLEIL_TRY(find_or_create());
    while (offset < size_) {
      offset = SOLEIL_TRY(send_chunk(offset));
      show(offset);
    }
    journal_.drop(key_);
    return video_;
  }

 private:
  Headers headers() const {
    Headers out;
    out.set("Tus-Resumable", "1.0.0");
    out.set("Authorization", "Bearer " + options_.token);
    return out;
  }

  Result<int64_t> find_or_create() {
    if (!address_.empty()) {
      if (auto offset = ask_offset()) return *offset;
    }
    ClientRequest request{Method::post, "/api/v1/uploads", headers(), ""};
    request.headers.set("Upload-Length", std::to_string(size_));
    request.headers.set("Upload-Metadata",
                        metadata(options_, std::filesystem::path(path_).filename().string()));
    const auto response = SOLEIL_TRY(client_->send(request));
    if (response.status != 201) return tl::unexpected(error_of(response));
    address_ = response.headers.get("Location");
    video_ = response.headers.get("X-Soleil-Video");
    journal_.put(key_, address_);
    return 0;
  }

  Result<int64_t> ask_offset() {
    const auto response = SOLEIL_TRY(client_->send({Method::head, address_, headers(), ""}));
    if (response.status != 200) return tl::unexpected(error_of(response));
    video_ = response.headers.get("X-Soleil-Video");
    return parse_int(response.headers.get("Upload-Offset")).value_or(0);
  }

  // Sends one chunk; after a lost connection asks where the server stands, with longer and longer
  // pauses.
  Result<int64_t> send_chunk(int64_t offset) {
    Error last;
    for (int tried = 0; tried < kTriesMax; ++tried) {
      if (tried) {
        std::this_thread::sleep_for(std::chrono::milliseconds(250 << tried));
        const auto now = ask_offset();
        if (!now) {
          if (now.error().code == Code::invalid) return now;
          last = now.error();
          continue;
        }
        offset = *now;
        if (offset >= size_) return offset;
      }
      const auto response = client_->send(SOLEIL_TRY(chunk_at(offset)));
      if (response && response->status == 204)
        return parse_int(response->headers.get("Upload-Offset")).value_or(offset);
      last = response ? error_of(*response) : response.error();
      const bool again = !response || response->status == 409 || response->status == 460 ||
                         response->status >= 500;
      if (!again) break;
    }
    return tl::unexpected(last);
  }

  Result<ClientRequest> chunk_at(int64_t offset) {
    std::ifstream in(path_, std::ios::binary);
    in.seekg(offset);
    std::string bytes(static_cast<size_t>(std::min(kChunkBytes, size_ - offset)), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in)
      return fail(Code::corrupt, "file_changed", "The file changed while it was being sent.");
    ClientRequest request{Method::patch, address_, headers(), std::move(bytes)};
    request.headers.set("Content-Type", "application/offset+octet-stream");
    request.headers.set("Upload-Offset", std::to_string(offset));
    request.headers.set("Upload-Checksum", "sha256 " + base64_encode(sha256(request.body)));
    return request;
  }

  void show(int64_t offset) const {
    if (!::isatty(2)) return;
    const int done = static_cast<int>(30 * offset / size_);
    const std::string bar = std::string(static_cast<size_t>(done), '#') +
                            std::string(static_cast<size_t>(30 - done), '.');
    std::fprintf(stderr, "\r%s [%s] %3d %%", path_.c_str(), bar.c_str(),
                 static_cast<int>(100 * offset / size_));
    if (offset == size_) std::fputc('\n', stderr);
  }

  const Options& options_;
  Journal& journal_;
  const std::string path_;
  std::unique_ptr<HttpClient> client_;
  int64_t size_ = 0;
  std::string key_, address_, video_;
};

Result<Options> parse(const std::vector<std::string>& arguments) {
  Options options;
  if (const char* token = std::getenv("SOLEIL_TOKEN")) options.token = token;
  const std::map<std::string, std::string*> flags = {
      {"--server", &options.server},     {"--token", &options.token},
      {"--title", &options.title},       {"--tags", &options.tags},
      {"--language", &options.language}, {"--visibility", &options.visibility}};
  for (size_t i = 0; i < arguments.size(); ++i) {
    const auto flag = flags.find(arguments[i]);
    if (flag == flags.end()) {
      if (arguments[i].starts_with("--"))
        return fail(Code::invalid, "usage", "There is no option " + arguments[i] + ".");
      options.files.push_back(arguments[i]);
    } else if (++i < arguments.size()) {
      *flag->second = arguments[i];
    } else {
      return fail(Code::invalid, "usage", arguments[i - 1] + " needs a value.");
    }
  }
  if (options.files.empty() || options.token.empty())
    return fail(Code::invalid, "usage",
                "usage: soleil upload [--server URL] [--token TOKEN or $SOLEIL_TOKEN] [--title T] "
                "[--tags a,b] [--language fr] [--visibility public|link|private] FILE…");
  return options;
}

}  // namespace

int upload_command(const std::vector<std::string>& arguments) {
  const auto options = parse(arguments);
  if (!options) {
    std::fprintf(stderr, "soleil: %s\n", options.error().what.c_str());
    return 2;
  }
  Journal journal;
  int failed = 0;
  for (const auto& file : options->files) {
    const auto video = Transfer(*options, journal, file).run();
    if (video) {
      std::printf("%s %s/v/%s\n", file.c_str(), options->server.c_str(), video->c_str());
    } else {
      std::fprintf(stderr, "soleil: %s: %s\n", file.c_str(), video.error().what.c_str());
      ++failed;
    }
  }
  return failed ? 1 : 0;
}

}  // namespace soleil
