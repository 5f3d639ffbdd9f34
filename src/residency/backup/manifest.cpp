#include "residency/backup/manifest.h"

#include <cstdio>
#include <cstring>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kPurpose = "backup manifest";

Result<BackupWhole> whole_of(const json::object& from) {
  BackupWhole out;
  out.pages = SOLEIL_TRY(int_field(from, "pages"));
  out.page_bytes = SOLEIL_TRY(int_field(from, "page_bytes"));
  out.files = SOLEIL_TRY(int_field(from, "files"));
  out.file_bytes = SOLEIL_TRY(int_field(from, "file_bytes"));
  out.database_hash = SOLEIL_TRY(string_field(from, "database_hash"));
  out.files_hash = SOLEIL_TRY(string_field(from, "files_hash"));
  const auto* rows = from.if_contains("rows");
  if (rows && rows->is_object())
    for (const auto& [table, count] : rows->get_object())
      if (count.is_int64()) out.rows[table] = count.get_int64();
  return out;
}

json::object whole_json(const BackupWhole& whole) {
  json::object rows;
  for (const auto& [table, count] : whole.rows) rows[table] = count;
  return {{"pages", whole.pages},
          {"page_bytes", whole.page_bytes},
          {"files", whole.files},
          {"file_bytes", whole.file_bytes},
          {"database_hash", whole.database_hash},
          {"files_hash", whole.files_hash},
          {"rows", std::move(rows)}};
}

}  // namespace

SetHash::Member SetHash::member(std::string_view bytes) {
  const std::string hash = sha256(bytes);
  Member out;
  std::memcpy(out.data(), hash.data(), sizeof out);
  return out;
}

void SetHash::add(const Member& member) {
  for (size_t i = 0; i < sum_.size(); ++i) sum_[i] += member[i];
}

void SetHash::take(const Member& member) {
  for (size_t i = 0; i < sum_.size(); ++i) sum_[i] -= member[i];
}

std::string SetHash::hex() const {
  return hex_encode({reinterpret_cast<const char*>(sum_.data()), sizeof sum_});
}

SetHash::Member page_member(uint32_t number, std::string_view bytes) {
  return SetHash::member("page " + std::to_string(number) + "\n" + std::string(bytes));
}

SetHash::Member file_member(std::string_view path, int64_t size) {
  return SetHash::member("file " + std::string(path) + "\n" + std::to_string(size));
}

std::string encode_manifest(const BackupManifest& m, const RegionKeys& keys) {
  json::array objects;
  for (const BackupObject& object : m.objects)
    objects.emplace_back(json::object{{"name", object.name}, {"sha256", object.sha256}});
  const std::string body = json::serialize(json::object{{"region", m.region},
                                                        {"generation", m.generation},
                                                        {"step", m.step},
                                                        {"before", m.before},
                                                        {"at_ms", m.at_ms},
                                                        {"objects", std::move(objects)},
                                                        {"whole", whole_json(m.whole)}});
  return json::serialize(
      json::object{{"body", body}, {"signature", base64_encode(keys.sign(kPurpose, body))}});
}

Result<BackupManifest> decode_manifest(std::string_view text, std::string_view sign_key) {
  const auto outer = SOLEIL_TRY(parse_json_object(text));
  const auto body = SOLEIL_TRY(string_field(outer, "body"));
  const auto signature = base64_decode(SOLEIL_TRY(string_field(outer, "signature")));
  if (!signature || !RegionKeys::verify(kPurpose, body, *signature, sign_key))
    return fail(Code::denied, "not_signed_by_region",
                "A manifest of the backup is not signed with the region's key.");
  const auto o = SOLEIL_TRY(parse_json_object(body));
  BackupManifest out;
  out.region = SOLEIL_TRY(string_field(o, "region"));
  out.generation = SOLEIL_TRY(string_field(o, "generation"));
  out.step = SOLEIL_TRY(int_field(o, "step"));
  out.before = SOLEIL_TRY(string_field(o, "before"));
  out.at_ms = SOLEIL_TRY(int_field(o, "at_ms"));
  const auto* objects = o.if_contains("objects");
  const auto* whole = o.if_contains("whole");
  if (!objects || !objects->is_array() || !whole || !whole->is_object())
    return fail(Code::corrupt, "bad_manifest", "A manifest of the backup is not whole.");
  for (const json::value& entry : objects->get_array()) {
    if (!entry.is_object())
      return fail(Code::corrupt, "bad_manifest", "A manifest of the backup is not whole.");
    const json::object& object = entry.get_object();
    out.objects.push_back(
        {SOLEIL_TRY(string_field(object, "name")), SOLEIL_TRY(string_field(object, "sha256"))});
  }
  out.whole = SOLEIL_TRY(whole_of(whole->get_object()));
  return out;
}

std::string manifest_name(std::string_view generation, int64_t step) {
  char number[24];
  std::snprintf(number, sizeof number, "%010lld", static_cast<long long>(step));
  return "state/" + std::string(generation) + "/" + number + ".manifest";
}

}  // namespace soleil
