#include "platform/queue/job_table.h"

#include "base/json.h"

namespace soleil {
namespace {
constexpr size_t kTurnsMax = 4096;  // beyond it those of long ago are as if they had had none
}

std::string encode_job_event(const JobEvent& e) {
  json::object o{{"do", e.what}, {"kind", e.kind}, {"key", e.key}};
  if (!e.text.empty()) o["text"] = e.text;
  if (!e.whose.empty()) o["whose"] = e.whose;
  if (e.at_ms) o["at"] = e.at_ms;
  if (e.attempt) o["attempt"] = e.attempt;
  if (!e.state.empty()) {
    o["state"] = e.state;
    o["put"] = e.put_ms;
    o["interruptions"] = e.interruptions;
    o["error"] = e.last_error;
  }
  return json::serialize(o);
}

Result<JobEvent> decode_job_event(std::string_view text) {
  const json::object o = SOLEIL_TRY(parse_json_object(text));
  JobEvent e;
  e.what = SOLEIL_TRY(string_field(o, "do"));
  e.kind = SOLEIL_TRY(string_field(o, "kind"));
  e.key = SOLEIL_TRY(string_field(o, "key"));
  e.text = SOLEIL_TRY(optional_string_field(o, "text")).value_or("");
  e.whose = SOLEIL_TRY(optional_string_field(o, "whose")).value_or("");
  e.at_ms = SOLEIL_TRY(optional_int_field(o, "at")).value_or(0);
  e.attempt = SOLEIL_TRY(optional_int_field(o, "attempt")).value_or(0);
  e.state = SOLEIL_TRY(optional_string_field(o, "state")).value_or("");
  e.put_ms = SOLEIL_TRY(optional_int_field(o, "put")).value_or(0);
  e.interruptions = SOLEIL_TRY(optional_int_field(o, "interruptions")).value_or(0);
  e.last_error = SOLEIL_TRY(optional_string_field(o, "error")).value_or("");
  return e;
}

JobTable::Place JobTable::place_of(const JobEntry& entry) const {
  return {entry.job.kind, entry.job.whose, entry.due_ms, entry.order, entry.job.key};
}

void JobTable::move_to(JobEntry& entry, JobState state) {
  const Key key{entry.job.kind, entry.job.key};
  if (waiting_.erase(place_of(entry)) > 0) --waiting_by_kind_[entry.job.kind];
  running_.erase(key);
  dead_.erase(key);
  entry.state = state;
  if (state == JobState::running) running_.insert(key);
  if (state == JobState::dead) dead_.insert(key);
  if (state == JobState::waiting && waiting_.insert(place_of(entry)).second)
    ++waiting_by_kind_[entry.job.kind];
}

void JobTable::insert(JobEntry entry) {
  const Key key{entry.job.kind, entry.job.key};
  auto [at, is_new] = entries_.try_emplace(key, std::move(entry));
  if (!is_new) return;
  at->second.order = next_order_++;
  move_to(at->second, at->second.state);
}

void JobTable::erase(const Key& key) {
  auto found = entries_.find(key);
  move_to(found->second, JobState::dead);
  dead_.erase(key);
  entries_.erase(found);
}

void JobTable::apply(const JobEvent& e) {
  if (e.what == "put") {
    JobEntry entry{.job = {.kind = e.kind, .key = e.key, .payload = e.text, .whose = e.whose}};
    entry.job.put_ms = entry.due_ms = e.at_ms;
    return insert(std::move(entry));
  }
  if (e.what == "job") {
    JobEntry entry{.job = {.kind = e.kind, .key = e.key, .payload = e.text, .whose = e.whose}};
    entry.job.attempt = static_cast<int>(e.attempt);
    entry.job.put_ms = e.put_ms;
    entry.job.last_error = e.last_error;
    entry.state = e.state == "dead"      ? JobState::dead
                  : e.state == "running" ? JobState::running
                                         : JobState::waiting;
    entry.due_ms = e.at_ms;
    entry.interruptions = e.interruptions;
    return insert(std::move(entry));
  }
  if (JobEntry* entry = find(e.kind, e.key)) apply_to(*entry, e);
}

void JobTable::apply_to(JobEntry& entry, const JobEvent& e) {
  if (e.what == "done" || e.what == "drop") return erase({e.kind, e.key});
  if (e.what == "take") {
    if (entry.state == JobState::running) ++entry.interruptions;  // an earlier process's take
    entry.job.attempt = static_cast<int>(e.attempt);
    turns_[{e.kind, entry.job.whose}] = next_turn_++;
    if (turns_.size() > kTurnsMax)
      std::erase_if(turns_, [&](const auto& t) { return t.second + kTurnsMax / 2 < next_turn_; });
    return move_to(entry, JobState::running);
  }
  if (e.what == "fail" || e.what == "dead") entry.job.last_error = e.text;
  if (e.what == "dead") return move_to(entry, JobState::dead);
  if (e.what == "retry") entry.job.attempt = 0, entry.interruptions = 0;
  if (e.what == "fail" || e.what == "retry") {
    move_to(entry, JobState::running);  // leaves its old place before due_ms changes
    entry.due_ms = e.at_ms;
    move_to(entry, JobState::waiting);
  }
}

JobEntry* JobTable::find(std::string_view kind, std::string_view key) {
  auto found = entries_.find({std::string(kind), std::string(key)});
  return found == entries_.end() ? nullptr : &found->second;
}

void JobTable::each_first(std::string_view kind,
                          const std::function<void(const Place&)>& visit) const {
  auto at = waiting_.lower_bound(Place{std::string(kind), "", INT64_MIN, 0, ""});
  while (at != waiting_.end() && at->kind == kind) {
    visit(*at);
    at = waiting_.upper_bound(Place{at->kind, at->whose, INT64_MAX, UINT64_MAX, ""});
  }
}

uint64_t JobTable::last_turn(const Place& place) const {
  const auto found = turns_.find({place.kind, place.whose});
  return found == turns_.end() ? 0 : found->second;
}

JobEntry* JobTable::next_due(std::string_view kind, int64_t now_ms) {
  const Place* next = nullptr;
  const auto rank = [this](const Place& p) { return std::tuple(last_turn(p), p.due_ms, p.order); };
  each_first(kind, [&](const Place& place) {
    if (place.due_ms <= now_ms && (!next || rank(place) < rank(*next))) next = &place;
  });
  return next ? find(next->kind, next->key) : nullptr;
}

std::optional<int64_t> JobTable::soonest_due_ms(std::string_view kind) const {
  std::optional<int64_t> soonest;
  each_first(kind, [&](const Place& place) {
    soonest = std::min(soonest.value_or(place.due_ms), place.due_ms);
  });
  return soonest;
}

std::vector<JobEntry*> JobTable::running(std::string_view kind) {
  std::vector<JobEntry*> out;
  for (const Key& key : running_)
    if (key.first == kind) out.push_back(&entries_.at(key));
  return out;
}

std::vector<const JobEntry*> JobTable::dead(size_t limit) const {
  std::vector<const JobEntry*> out;
  for (const Key& key : dead_)
    if (out.size() < limit) out.push_back(&entries_.at(key));
  return out;
}

size_t JobTable::count(std::string_view kind, JobState state) const {
  if (state == JobState::waiting) {
    auto found = waiting_by_kind_.find(kind);
    return found == waiting_by_kind_.end() ? 0 : found->second;
  }
  size_t count = 0;
  for (const Key& key : state == JobState::running ? running_ : dead_) count += key.first == kind;
  return count;
}

void JobTable::interrupt_running() {
  const std::set<Key> interrupted = running_;
  for (const Key& key : interrupted) {
    JobEntry& entry = entries_.at(key);
    ++entry.interruptions;
    --entry.job.attempt;  // it was not the job that failed
    move_to(entry, JobState::waiting);
  }
}

std::vector<JobEvent> JobTable::snapshot() const {
  std::map<uint64_t, const JobEntry*> in_order;
  for (const auto& [key, entry] : entries_) in_order[entry.order] = &entry;
  std::vector<JobEvent> out{{.what = "begin"}};
  for (const auto& [order, entry] : in_order) {
    JobEvent e{.what = "job", .kind = entry->job.kind, .key = entry->job.key};
    e.text = entry->job.payload;
    e.whose = entry->job.whose;
    e.at_ms = entry->due_ms;
    e.attempt = entry->job.attempt;
    e.state = entry->state == JobState::dead      ? "dead"
              : entry->state == JobState::running ? "running"
                                                  : "waiting";
    e.put_ms = entry->job.put_ms;
    e.interruptions = entry->interruptions;
    e.last_error = entry->job.last_error;
    out.push_back(std::move(e));
  }
  out.push_back({.what = "end"});
  return out;
}

void JobReplay::apply(const JobEvent& event) {
  if (event.what == "begin") {
    snapshot_.emplace();
  } else if (event.what == "job") {
    if (snapshot_) snapshot_->apply(event);
  } else if (event.what == "end") {
    if (snapshot_) table_ = std::move(*snapshot_);
    snapshot_.reset();
  } else {
    snapshot_.reset();  // a snapshot that a crash cut short
    table_.apply(event);
  }
}

}  // namespace soleil
