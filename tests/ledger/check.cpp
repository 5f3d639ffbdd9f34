// soleil_ledger_check: what `./dev test ledger` needs of Soleil beside its programs.
//   cases SIZES                 proof cases with Soleil's verdicts, as JSON lines, for strangers
//   touches PERSON N            N entries of an access log, of five people by turns, as lines; what
//                               the first of them is shown goes into the file PERSON
//   write FOLDER KEY NAME N     appends N entries "NAME 0" … in batches of 20, without the lock
//                               that keeps writers apart, and prints what was acknowledged
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "base/json.h"
#include "base/text.h"
#include "ledger/entry.h"
#include "ledger/sequencer.h"
#include "support/proof_cases.h"

using namespace soleil;

namespace {

int print_cases(uint64_t sizes) {
  int wrong = 0;
  for (const ProofCase& proof : proof_cases(sizes)) {
    json::array hashes;
    for (const TreeHash& hash : proof.proof) hashes.push_back(json::string(base64_of(hash)));
    const bool accepted = soleil_accepts(proof);
    wrong += accepted != proof.is_right;
    std::cout << json::serialize(json::object{{"kind", proof.kind},
                                              {"change", proof.change},
                                              {"number", proof.number},
                                              {"size", proof.size},
                                              {"given", base64_of(proof.given)},
                                              {"root", base64_of(proof.root)},
                                              {"proof", hashes},
                                              {"right", proof.is_right},
                                              {"accepted", accepted}})
              << "\n";
  }
  return wrong ? 1 : 0;
}

Result<void> write(const std::string& folder, const std::string& key_path, const std::string& name,
                   int count) {
  std::ifstream file(key_path);
  std::string text;
  std::getline(file, text);
  const auto store = SOLEIL_TRY(open_file_log_store(folder));
  const auto log = SOLEIL_TRY(Sequencer::open(*store, SOLEIL_TRY(SigningKey::parse(text))));
  std::vector<std::pair<std::string, std::future<Result<Appended>>>> promised;
  for (int i = 0; i < count; ++i) {
    const std::string entry = name + " " + std::to_string(i);
    promised.push_back({entry, log->add(entry)});
    if (i % 20 == 19) (void)log->integrate();  // a lost race is tried again
  }
  for (int attempt = 0; !log->integrate(); ++attempt)
    if (attempt == 1'000) return fail(Code::unavailable, "stuck", "The log can't be written.");
  for (auto& [entry, answer] : promised)
    std::cout << SOLEIL_TRY(answer.get()).index << " " << hex_encode(bytes_of(leaf_hash(entry)))
              << "\n";
  return {};
}

int print_touches(const std::string& person_path, uint64_t count) {
  SeededRandom random(1);
  std::array<PersonKey, 5> keys{};
  for (PersonKey& key : keys) random.fill(std::as_writable_bytes(std::span(key)));
  json::array shown;
  for (uint64_t i = 0; i < count; ++i) {
    Disclosure disclosure{i / keys.size(), {}, "support case " + std::to_string(i)};
    random.fill(std::as_writable_bytes(std::span(disclosure.salt)));
    const int64_t now_ms = 1'795'690'000'000 + static_cast<int64_t>(i) * 60'000;
    std::cout << entry_text(access_entry(keys[i % keys.size()], disclosure, now_ms)) << "\n";
    if (i % keys.size() == 0)
      shown.push_back(json::object{{"counter", static_cast<int64_t>(disclosure.counter)},
                                   {"salt", base64_of(disclosure.salt)},
                                   {"body", disclosure.body}});
  }
  std::ofstream(person_path) << json::serialize(
      json::object{{"key", base64_of(keys[0])}, {"disclosures", shown}});
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "cases") return print_cases(std::stoull(words[1]));
  if (words.size() == 3 && words[0] == "touches")
    return print_touches(words[1], std::stoull(words[2]));
  if (words.size() == 5 && words[0] == "write") {
    const auto done = write(words[1], words[2], words[3], std::stoi(words[4]));
    if (!done) std::cerr << done.error().what << "\n";
    return done ? 0 : 1;
  }
  std::cerr << "usage: cases SIZES | touches PERSON N | write FOLDER KEY NAME N\n";
  return 2;
}
