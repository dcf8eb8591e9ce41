// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of compare_devices.py: the CPU beside another device, in one process.
//   triptych-device-bench agreement DEVICE               reads lines "MODEL<tab>SAMPLE[<tab>methods]", prints one JSON
//                                                        document each: tensors, and maps of all methods where asked
//   triptych-device-bench search DEVICE ROWS WIDTH       exact search, milliseconds a query: one, and 200 at once
//   triptych-device-bench speed DEVICE MODEL SAMPLE REPEATS [METHOD [KEY=VALUE]...]    median seconds of the stages
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "inference/embedding/nearest.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/device_index.h"
#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/bench/peers/peer_tools.h"
#include "tests/inference/explain/result_difference.h"

namespace triptych::bench {

namespace {

// What tolerances are stated for.
std::string kindOf(std::string_view name) {
    if (name.starts_with("grad."))
        return "gradients";
    if (name.ends_with("attention") || name.ends_with("deformable.weights"))
        return "attention";
    if (name.find(".hidden") != name.npos)
        return "hidden";
    return std::string(name.substr(0, name.find('.')));
}

nlohmann::json asJson(const test::Difference& found) {
    return {{"largest", found.largest}, {"relative", found.relative}};
}

RunRequest requestOf(const std::string& model, const std::string& device, const std::string& sample) {
    RunRequest request;
    request.model = model;
    request.device = device;
    request.sample = orGiveUp(formats::readSampleFile(sample));
    return request;
}

// The CPU and the device, each with the models that it loaded last.
class Pair {
public:
    explicit Pair(std::string device)
        : m_device(std::move(device))
        , m_there(m_device) {}

    nlohmann::json compare(const std::string& model, const std::string& sample, bool withMethods) {
        nlohmann::json document{{"model", model}, {"sample", sample}};
        m_request = requestOf(model, "cpu", sample);
        compareTraces(document);
        if (withMethods)
            for (const MethodDescriptor& method : engine::methods())
                compareMaps(method, document);
        m_here.unload(model);
        m_there.unload(model);
        return document;
    }

private:
    Result<engine::RunOutput> here(const engine::RunOptions& options) {
        m_request.device = "cpu";
        return m_here.run(m_request, options, {});
    }
    Result<engine::RunOutput> there(const engine::RunOptions& options) {
        m_request.device = m_device;
        return m_there.run(m_request, options, {});
    }

    void compareTraces(nlohmann::json& document) {
        m_request.watch.kind = Watch::Kind::All;
        m_request.method.clear();
        engine::RunOptions options;
        options.keepTrace = true;
        options.gradientsOf = Target{};
        auto expected = here(options);
        if (!expected) {
            options.gradientsOf.reset();
            expected = here(options);
        }
        const auto found = there(options);
        if (!expected || !found) {
            document["failed"] = describe(expected ? found.error() : expected.error());
            return;
        }
        std::map<std::string, test::Difference> kinds;
        for (const auto& [name, array] : expected->trace) {
            const auto same = found->trace.find(name);
            if (same == found->trace.end())
                document["missing"].push_back(name);
            else
                kinds[kindOf(name)].widen(test::difference(array, same->second));
        }
        for (const auto& [kind, widest] : kinds)
            document["tensors"][kind] = asJson(widest);
    }

    // Methods that the model cannot be explained by on the CPU say so there.
    void compareMaps(const MethodDescriptor& method, nlohmann::json& document) {
        m_request.watch.kind = Watch::Kind::None;
        m_request.method = method.id;
        m_request.parameters = test::fewPasses(method);
        const auto expected = here({});
        if (!expected)
            return;
        const auto found = there({});
        if (!found) {
            document["failedMethods"][method.id] = describe(found.error());
            return;
        }
        document["methods"][method.id] = asJson(test::difference(expected->result.relevance, found->result.relevance));
    }

    std::string m_device;
    engine::Runner m_here{"cpu"};
    engine::Runner m_there;
    RunRequest m_request;
};

void compareAll(const std::string& device) {
    Pair pair(device);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        std::string model;
        std::string sample;
        std::string methods;
        if (!std::getline(fields, model, '\t') || !std::getline(fields, sample, '\t'))
            throw std::invalid_argument("a line is MODEL<tab>SAMPLE[<tab>methods]");
        std::getline(fields, methods);
        std::cout << pair.compare(model, sample, methods == "methods").dump() << std::endl;
    }
}

// Median seconds of every stage and of the whole, from files to the result, for one kind of watch.
nlohmann::json timed(engine::Runner& runner, RunRequest request, int repeats) {
    std::map<std::string, std::vector<double>> seconds;
    for (int i = 0; i <= repeats; ++i) {
        ++request.id;
        RunResult result;
        const double whole = secondsOf([&] { result = orGiveUp(runner.run(request, {}, {})).result; });
        if (i == 0)
            continue; // the warm-up
        seconds["whole"].push_back(whole);
        for (const StageTime& stage : result.times)
            seconds[stage.stage].push_back(stage.seconds);
    }
    nlohmann::json medians;
    for (auto& [stage, all] : seconds) {
        std::ranges::sort(all);
        medians[stage] = all[all.size() / 2];
    }
    return medians;
}

std::vector<float> drawn(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return uniform(random); });
    return values;
}

void measureSearch(const std::vector<std::string>& arguments) {
    constexpr int k = 10;
    constexpr std::int64_t many = 200;
    constexpr int repeats = 20;
    const std::int64_t rows = std::stoll(arguments[1]);
    const std::int64_t width = std::stoll(arguments[2]);
    const auto values = drawn(static_cast<std::size_t>(rows * width), 1);
    const auto asked = drawn(static_cast<std::size_t>(many * width), 2);
    const embedding::VectorTable table{values, rows, width};
    const auto index = orGiveUp(engine::buildIndex(IndexKind::Exact, table, arguments[0], {}));
    nlohmann::json document{{"device", arguments[0]}, {"rows", rows}, {"width", width}};
    embedding::Hits hits;
    for (const std::int64_t count : {std::int64_t{1}, many}) {
        const embedding::VectorTable queries{asked, count, width};
        const double seconds =
            medianSeconds(repeats, [&] { return secondsOf([&] { hits = orGiveUp(index->search(queries, k)); }); });
        document["msPerQuery"][std::to_string(count)] = 1e3 * seconds / static_cast<double>(count);
    }
    const embedding::VectorTable few{std::span(asked).first(static_cast<std::size_t>(8 * width)), 8, width};
    document["recall"] = embedding::recallOf(orGiveUp(index->search(few, k)), embedding::searchExactly(table, few, k));
    std::cout << document.dump() << std::endl;
}

void measure(const std::vector<std::string>& arguments) {
    engine::Runner runner(arguments[0]);
    RunRequest request = requestOf(arguments[1], arguments[0], arguments[2]);
    const int repeats = std::max(1, std::stoi(arguments[3]));
    nlohmann::json document;
    if (arguments.size() > 4) {
        request.method = arguments[4];
        for (std::size_t i = 5; i < arguments.size(); ++i) {
            const std::size_t equals = arguments[i].find('=');
            request.parameters[arguments[i].substr(0, equals)] = arguments[i].substr(equals + 1);
        }
        document["method"] = timed(runner, request, repeats);
    } else {
        document["unwatched"] = timed(runner, request, repeats);
        request.watch.kind = Watch::Kind::All;
        document["watched"] = timed(runner, request, repeats);
    }
    std::cout << document.dump() << std::endl;
}

} // namespace

} // namespace triptych::bench

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    const std::vector<std::string> arguments(argv + std::min(argc, 2), argv + argc);
    try {
        if (what == "agreement" && arguments.size() == 1)
            triptych::bench::compareAll(arguments[0]);
        else if (what == "search" && arguments.size() == 3)
            triptych::bench::measureSearch(arguments);
        else if (what == "speed" && arguments.size() >= 4)
            triptych::bench::measure(arguments);
        else
            throw std::invalid_argument("see the head of device_bench.cpp for the arguments");
    } catch (const std::exception& error) {
        std::cerr << "triptych-device-bench: " << error.what() << std::endl;
        return 2;
    }
}
