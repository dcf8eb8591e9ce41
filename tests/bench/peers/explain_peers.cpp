// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of compare_captum.py.
//   triptych-explain-peers coalitions PLAYERS COUNT SEED OUT    the coalitions that kernel_shap and lime draw, as
//                                                               uint8 [coalition, player]
//   triptych-explain-peers time MODEL SAMPLE REPEATS METHOD [KEY=VALUE]...    median seconds of explaining, as JSON
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "inference/engine/run.h"
#include "inference/formats/safetensors.h"
#include "inference/formats/sample_file.h"
#include "inference/numerics/shapley.h"
#include "tests/bench/peers/peer_tools.h"

namespace triptych::bench {

namespace {

constexpr double halfPresent = 0.5; // as lime draws them

AnyArray asArray(const std::vector<numerics::PlayerMask>& masks) {
    std::vector<std::uint8_t> values;
    for (const numerics::PlayerMask& mask : masks)
        values.insert(values.end(), mask.begin(), mask.end());
    const auto rows = static_cast<std::int64_t>(masks.size());
    return ByteArray({rows, rows > 0 ? static_cast<std::int64_t>(masks.front().size()) : 0}, std::move(values));
}

void writeCoalitions(const std::vector<std::string>& arguments) {
    const std::size_t players = std::stoul(arguments[0]);
    const std::size_t count = std::stoul(arguments[1]);
    const std::uint64_t seed = std::stoull(arguments[2]);
    const ArrayMap drawn{{"kernel_shap", asArray(numerics::shapleyCoalitions(players, count, seed))},
                         {"lime", asArray(numerics::bernoulliMasks(players, count, halfPresent, seed))}};
    if (const auto written = formats::writeSafetensors(arguments[3], drawn); !written)
        giveUp(written.error());
}

void timeMethod(const std::vector<std::string>& arguments) {
    RunRequest request;
    request.model = arguments[0];
    request.sample = orGiveUp(formats::readSampleFile(arguments[1]));
    request.method = arguments[3];
    for (std::size_t i = 4; i < arguments.size(); ++i) {
        const std::size_t equals = arguments[i].find('=');
        request.parameters[arguments[i].substr(0, equals)] = arguments[i].substr(equals + 1);
    }
    engine::Runner runner("auto");
    const double seconds = medianSeconds(std::stoi(arguments[2]), [&] {
        ++request.id;
        return orGiveUp(runner.run(request, {}, {})).result.times.back().seconds;
    });
    std::cout << nlohmann::json{{"seconds", seconds}}.dump() << std::endl;
}

} // namespace

} // namespace triptych::bench

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + std::min(argc, 2), argv + argc);
    const std::string what = argc > 1 ? argv[1] : "";
    try {
        if (what == "coalitions" && arguments.size() == 4)
            triptych::bench::writeCoalitions(arguments);
        else if (what == "time" && arguments.size() >= 4)
            triptych::bench::timeMethod(arguments);
        else
            throw std::invalid_argument("see the head of explain_peers.cpp for the arguments");
    } catch (const std::exception& error) {
        std::cerr << "triptych-explain-peers: " << error.what() << std::endl;
        return 2;
    }
}
