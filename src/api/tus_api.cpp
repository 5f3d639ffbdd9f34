#include "api/tus_api.h"

#include "base/http_date.h"
#include "base/json.h"
#include "base/text.h"
#include "ingest/tus_headers.h"

namespace soleil {
namespace {

Response tus_error(const Error& error) {
  Response response = error_response(error);
  if (error.reason == "checksum_mismatch") response.status = 460;
  if (error.reason == "upload_expired") response.status = 410;
  if (error.reason == "not_a_video" || error.reason == "bad_content_type") response.status = 415;
  if (error.reason == "tus_version") {
    response.status = 412;
    response.headers.set("Tus-Version", kTusVersion);
  }
  response.headers.set("Tus-Resumable", kTusVersion);
  return response;
}

Response tus_response(int status) {
  Response response = Response::empty(status);
  response.headers.set("Tus-Resumable", kTusVersion);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string address_of(const Upload& upload) {
  return "/api/v1/uploads/" + upload.id.text();
}

void describe(Response& response, const Upload& upload) {
  response.headers.set("Upload-Offset", std::to_string(upload.offset));
  if (!upload.complete) response.headers.set("Upload-Expires", http_date(upload.expires_ms));
  if (upload.video) response.headers.set("X-Soleil-Video", upload.video.text());
}

Result<void> check_version(const Request& request) {
  if (request.headers.get("Tus-Resumable") == kTusVersion) return {};
  return fail(Code::invalid, "tus_version", "Send the header Tus-Resumable: 1.0.0.");
}

Result<VideoDraft> video_draft(const std::map<std::string, std::string>& metadata,
                               const CatalogLimits& limits) {
  const auto get = [&](const char* key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string() : found->second;
  };
  VideoDraft draft;
  draft.title = SOLEIL_TRY(clean_title(get("title"), limits));
  std::vector<std::string> tags;
  const std::string listed = get("tags");  // outlives the views into it
  for (std::string_view tag : split(listed, ','))
    if (!trim(tag).empty()) tags.emplace_back(trim(tag));
  draft.tags = SOLEIL_TRY(clean_tags(tags, limits));
  if (const auto language = get("language"); !language.empty())
    draft.language = SOLEIL_TRY(clean_language(language));
  if (const auto name = get("visibility"); !name.empty()) {
    const auto visibility = parse_visibility(name);
    if (!visibility)
      return fail(Code::invalid, "bad_visibility", "Visibility is public, link or private.");
    draft.visibility = *visibility;
  }
  draft.allow = {get("allow_duet") != "0", get("allow_stitch") != "0", get("allow_sound") != "0"};
  draft.sound_title = SOLEIL_TRY(clean_title(get("sound_title"), limits));
  draft.sound_key = std::string(utf8_prefix(get("sound_key"), 64));
  return draft;
}

Result<UploadDraft> upload_draft(const Request& request, const CatalogLimits& limits) {
  SOLEIL_TRY(check_version(request));
  UploadDraft draft;
  if (const auto text = request.headers.find("Upload-Concat")) {
    const TusConcat concat = SOLEIL_TRY(parse_tus_concat(*text));
    draft.kind = concat.partial ? UploadKind::partial : UploadKind::final;
    for (const auto& part : concat.parts) draft.parts.push_back(*UploadId::parse(part));
  }
  if (draft.kind != UploadKind::final)
    draft.length =
        SOLEIL_TRY(parse_tus_number(request.headers.get("Upload-Length"), "Upload-Length"));
  const auto metadata = SOLEIL_TRY(parse_tus_metadata(request.headers.get("Upload-Metadata")));
  if (const auto name = metadata.find("filename"); name != metadata.end())
    draft.filename = name->second;
  draft.video = SOLEIL_TRY(video_draft(metadata, limits));
  return draft;
}

Result<std::optional<TusChecksum>> checksum_of(const Request& request) {
  const auto text = request.headers.find("Upload-Checksum");
  if (!text) return std::nullopt;
  return SOLEIL_TRY(parse_tus_checksum(*text));
}

class AppendSink final : public BodySink {
 public:
  AppendSink(std::unique_ptr<UploadAppend> append, int status, std::string location)
      : append_(std::move(append)), status_(status), location_(std::move(location)) {}

  Result<void> write(std::string_view chunk) override { return append_->write(chunk); }

  Response finish(bool complete) override {
    const auto upload = append_->finish(complete);
    if (!upload) return tus_error(upload.error());
    Response response = tus_response(status_);
    describe(response, *upload);
    if (!location_.empty()) response.headers.set("Location", location_);
    return response;
  }

 private:
  std::unique_ptr<UploadAppend> append_;
  const int status_;
  const std::string location_;
};

using Answer = std::variant<std::unique_ptr<BodySink>, Response>;

Answer answer(Result<std::unique_ptr<BodySink>> sink) {
  if (!sink) return tus_error(sink.error());
  return std::move(*sink);
}

class Tus {
 public:
  Tus(Uploads& uploads, const Catalog& catalog, const CatalogLimits& limits,
      const Identify& identify)
      : uploads_(uploads), catalog_(catalog), limits_(limits), identify_(identify) {}

  Answer create(const Request& request) const {
    const auto account = account_of(request);
    if (!account) return tus_error(account.error());
    const auto draft = upload_draft(request, limits_);
    if (!draft) return tus_error(draft.error());
    const auto upload = uploads_.create(*account, *draft);
    if (!upload) return tus_error(upload.error());
    const bool with_body =
        request.headers.get("Content-Type") == "application/offset+octet-stream" &&
        draft->kind != UploadKind::final;
    if (with_body) return answer(first_append(request, *account, *upload));
    Response response = tus_response(201);
    describe(response, *upload);
    response.headers.set("Location", address_of(*upload));
    return response;
  }

  Answer patch(const Request& request) const { return answer(append(request)); }

  Response head(const Request& request) const {
    const auto upload = find(request);
    if (!upload) return tus_error(upload.error());
    Response response = tus_response(200);
    describe(response, *upload);
    response.headers.set("Upload-Length", std::to_string(upload->length));
    if (upload->kind == UploadKind::partial) response.headers.set("Upload-Concat", "partial");
    return response;
  }

  Response terminate(const Request& request) const {
    const auto done = [&]() -> Result<void> {
      SOLEIL_TRY(check_version(request));
      const AccountId account = SOLEIL_TRY(account_of(request));
      return uploads_.terminate(account, SOLEIL_TRY(id_of(request)));
    }();
    return done ? tus_response(204) : tus_error(done.error());
  }

  Response options(const Request&) const {
    Response response = tus_response(204);
    response.headers.set("Tus-Version", kTusVersion);
    response.headers.set("Tus-Extension", kTusExtensions);
    response.headers.set("Tus-Checksum-Algorithm", kTusChecksums);
    response.headers.set("Tus-Max-Size", std::to_string(uploads_.limits().upload_bytes_max));
    return response;
  }

  Response unfinished(const Request& request) const;

 private:
  Result<AccountId> account_of(const Request& request) const {
    return SOLEIL_TRY(identify_.account(request)).id;
  }

  static Result<UploadId> id_of(const Request& request) {
    const auto id = UploadId::parse(request.parameters[0]);
    if (id) return *id;
    return fail(Code::not_found, "no_such_upload", "There is no such upload.");
  }

  Result<Upload> find(const Request& request) const {
    SOLEIL_TRY(check_version(request));
    const AccountId account = SOLEIL_TRY(account_of(request));
    return uploads_.find(account, SOLEIL_TRY(id_of(request)));
  }

  Result<std::unique_ptr<BodySink>> append(const Request& request) const {
    SOLEIL_TRY(check_version(request));
    const AccountId account = SOLEIL_TRY(account_of(request));
    if (request.headers.get("Content-Type") != "application/offset+octet-stream")
      return fail(Code::invalid, "bad_content_type",
                  "PATCH needs Content-Type: application/offset+octet-stream.");
    const int64_t offset =
        SOLEIL_TRY(parse_tus_number(request.headers.get("Upload-Offset"), "Upload-Offset"));
    auto checksum = SOLEIL_TRY(checksum_of(request));
    auto writer = SOLEIL_TRY(
        uploads_.append(account, SOLEIL_TRY(id_of(request)), offset, std::move(checksum)));
    return std::make_unique<AppendSink>(std::move(writer), 204, "");
  }

  Result<std::unique_ptr<BodySink>> first_append(const Request& request, AccountId account,
                                                 const Upload& upload) const {
    auto checksum = SOLEIL_TRY(checksum_of(request));
    auto writer = SOLEIL_TRY(uploads_.append(account, upload.id, 0, std::move(checksum)));
    return std::make_unique<AppendSink>(std::move(writer), 201, address_of(upload));
  }

  Uploads& uploads_;
  const Catalog& catalog_;
  const CatalogLimits limits_;
  const Identify& identify_;
};

Response Tus::unfinished(const Request& request) const {
  const auto uploads = [&]() -> Result<std::vector<Upload>> {
    return uploads_.unfinished(SOLEIL_TRY(account_of(request)));
  }();
  if (!uploads) return error_response(uploads.error());
  json::array out;
  for (const Upload& upload : *uploads) {
    const auto video = catalog_.find(upload.video);
    out.push_back(json::object{{"id", upload.id.text()},
                               {"video_id", upload.video.text()},
                               {"filename", upload.filename},
                               {"length", upload.length},
                               {"offset", upload.offset},
                               {"expires_ms", upload.expires_ms},
                               {"title", video ? video->title : ""}});
  }
  return Response::json(200, json::serialize(json::object{{"uploads", std::move(out)}}));
}

}  // namespace

std::vector<Route> tus_routes(Uploads& uploads, const Catalog& catalog, const CatalogLimits& limits,
                              const Identify& identify, Pool& pool) {
  const auto tus = std::make_shared<Tus>(uploads, catalog, limits, identify);
  const auto handler = [&](Method method, const char* pattern, auto member) {
    return Route{.method = method,
                 .pattern = pattern,
                 .handler = [tus, member](const Request& r) { return ((*tus).*member)(r); },
                 .pool = &pool};
  };
  const auto stream = [&](Method method, const char* pattern, auto member) {
    return Route{.method = method,
                 .pattern = pattern,
                 .stream = [tus, member](const Request& r) { return ((*tus).*member)(r); },
                 .pool = &pool,
                 .body_bytes_max = static_cast<size_t>(uploads.limits().upload_bytes_max)};
  };
  const char *all = "/api/v1/uploads", *one = "/api/v1/uploads/{upload_id}";
  return {handler(Method::options, all, &Tus::options),
          handler(Method::options, one, &Tus::options),
          stream(Method::post, all, &Tus::create),
          stream(Method::patch, one, &Tus::patch),
          handler(Method::head, one, &Tus::head),
          handler(Method::del, one, &Tus::terminate),
          handler(Method::get, "/api/v1/me/uploads", &Tus::unfinished)};
}

}  // namespace soleil
