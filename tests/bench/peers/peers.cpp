// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of compare_transformers.py: median seconds of one model on one sample, and its memory, as one JSON document.
//   triptych-peers MODEL SAMPLE REPEATS CAPTIONS     CAPTIONS: a file with one text per line, tokenised in one go
//   triptych-peers MODEL SAMPLE REPEATS              the preparation of the sample alone
#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "inference/text/tokenizer.h"
#include "tests/bench/peers/peer_tools.h"
#include "tests/bench/peers/resident_memory.h"

namespace triptych::bench {

namespace {

double stage(const RunResult& result, std::string_view name) {
    const auto found = std::ranges::find(result.times, name, &StageTime::stage);
    return found == result.times.end() ? 0 : found->seconds;
}

class Peers {
public:
    Peers(std::string model, const Sample& sample, int repeats)
        : m_repeats(repeats) {
        m_request.model = std::move(model);
        m_request.device = "cpu";
        m_request.sample = sample;
    }

    double load() {
        return secondsOf([this] { orGiveUp(m_runner.load({0, m_request.model, m_request.device}, {})); });
    }
    // The network alone, without maps.
    double forward() {
        return time({}, {}, [](const RunResult& result, double) { return stage(result, "forward"); });
    }
    double prepare() {
        return time({}, {}, [](const RunResult& result, double) { return stage(result, "prepare"); });
    }
    // From files and words to all maps.
    double watched() {
        return time({Watch::Kind::All, {}}, {}, [](const RunResult&, double whole) { return whole; });
    }
    double relevancy() {
        return time({}, "chefer", [](const RunResult&, double whole) { return whole; });
    }

private:
    double time(const Watch& watch, const std::string& method,
                const std::function<double(const RunResult&, double)>& pick) {
        m_request.watch = watch;
        m_request.method = method;
        return medianSeconds(m_repeats, [&] {
            ++m_request.id;
            std::optional<RunOutput> output;
            const double whole = secondsOf([&] { output = orGiveUp(m_runner.run(m_request, {}, {})); });
            return pick(output->result, whole);
        });
    }
    using RunOutput = engine::RunOutput;

    engine::Runner m_runner{"cpu"};
    RunRequest m_request;
    int m_repeats;
};

double tokenizeSeconds(const std::string& model, const std::string& file, int repeats) {
    std::vector<std::string> captions;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        captions.push_back(line);
    const text::TokenizerPtr tokenizer = orGiveUp(text::loadTokenizer(model));
    std::size_t tokens = 0;
    const double seconds = medianSeconds(repeats, [&] {
        return secondsOf([&] {
            for (const std::string& caption : captions)
                tokens += tokenizer->encode(caption).ids.size();
        });
    });
    if (tokens == 0)
        giveUp({ErrorCode::InvalidInput, "There are no captions.", file});
    return seconds;
}

} // namespace

} // namespace triptych::bench

int main(int argc, char** argv) {
    using namespace triptych;
    using namespace triptych::bench;
    if (argc != 4 && argc != 5) {
        std::cerr << "triptych-peers MODEL SAMPLE REPEATS [CAPTIONS]" << std::endl;
        return 2;
    }
    const std::string model = argv[1];
    const int repeats = std::max(1, std::atoi(argv[3]));
    Peers peers(model, orGiveUp(formats::readSampleFile(argv[2])), repeats);
    nlohmann::json figures;
    if (argc == 4) {
        figures["prepare"] = peers.prepare();
        std::cout << figures.dump() << std::endl;
        return 0;
    }
    const std::int64_t before = residentBytes();
    figures["load"] = peers.load();
    forgetPeak();
    figures["watched"] = peers.watched();
    figures["peakBytes"] = peakResidentBytes() - before;
    figures["forward"] = peers.forward();
    figures["relevancy"] = peers.relevancy();
    figures["tokenize"] = tokenizeSeconds(model, argv[4], repeats);
    std::cout << figures.dump() << std::endl;
}
