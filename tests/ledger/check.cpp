// soleil_ledger_check: what `./dev test ledger` needs of Soleil beside its programs.
//   cases SIZES                 proof cases with Soleil's verdicts, as JSON lines, for strangers
//   write FOLDER KEY NAME N     appends N entries "NAME 0" … in batches of 20, without the lock
//                               that keeps writers apart, and prints what was acknowledged
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "base/json.h"
#include "base/text.h"
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

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "cases") return print_cases(std::stoull(words[1]));
  if (words.size() == 5 && words[0] == "write") {
    const auto done = write(words[1], words[2], words[3], std::stoi(words[4]));
    if (!done) std::cerr << done.error().what << "\n";
    return done ? 0 : 1;
  }
  std::cerr << "usage: cases SIZES | write FOLDER KEY NAME N\n";
  return 2;
}
