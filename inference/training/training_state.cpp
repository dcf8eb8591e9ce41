// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/training_state.h"

#include <charconv>

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"
#include "inference/backend/weights.h"
#include "inference/formats/safetensors.h"

namespace triptych::training {

namespace {

constexpr const char* networkPrefix = "network.";
constexpr const char* headsPrefix = "heads.";
constexpr const char* optimizerPrefix = "optimizer.";

void insertPrefixed(ArrayMap& target, const std::string& prefix, const ArrayMap& arrays) {
    for (const auto& [name, array] : arrays)
        target.emplace(prefix + name, array);
}

ArrayMap withPrefix(const ArrayMap& arrays, const std::string& prefix) {
    ArrayMap found;
    for (const auto& [name, array] : arrays)
        if (name.starts_with(prefix))
            found.emplace(name.substr(prefix.size()), array);
    return found;
}

template<typename Integer>
bool readCounter(const formats::Metadata& metadata, const std::string& key, Integer& value) {
    const auto found = metadata.find(key);
    if (found == metadata.end())
        return false;
    const auto [end, error] = std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return error == std::errc{};
}

template<typename Counters, typename Visitor>
void visitCounters(Counters& counters, Visitor&& visit) {
    visit("seed", counters.seed);
    visit("step", counters.step);
    visit("samples", counters.samples);
    visit("stage", counters.stage);
    visit("stageSamples", counters.stageSamples);
    visit("stageSteps", counters.stageSteps);
}

Result<void> loadAll(torch::nn::Module& module, const ArrayMap& arrays, const std::string& where) {
    const auto report = backend::loadWeights(module, arrays);
    if (!report)
        return tl::unexpected(report.error());
    if (!report->missing.empty())
        return fail(ErrorCode::ModelMismatch, "The checkpoint lacks " + report->missing.front() + ".", where);
    return {};
}

int takeFitting(torch::nn::Module& module, const ArrayMap& arrays) {
    const torch::NoGradGuard noGrad;
    int taken = 0;
    for (auto& parameter : module.named_parameters()) {
        const auto found = arrays.find(parameter.key());
        if (found == arrays.end())
            continue;
        const at::Tensor source = backend::toTensor(found->second);
        if (source.sizes() != parameter.value().sizes())
            continue;
        parameter.value().copy_(source);
        ++taken;
    }
    return taken;
}

models::tri::Network seededNetwork(const models::tri::TriConfig& config, std::uint64_t seed) {
    torch::manual_seed(seed);
    return models::tri::Network(config);
}

} // namespace

TrainingState::TrainingState(const models::tri::TriConfig& modelConfig, std::uint64_t seed, at::Device where)
    : config(modelConfig)
    , device(where)
    , network(seededNetwork(modelConfig, seed))
    , heads(modelConfig) {
    network->to(device);
    heads->to(device);
    for (const auto& parameter : network->named_parameters())
        optimizer.add(networkPrefix + parameter.key(), parameter.value());
    for (const auto& parameter : heads->named_parameters())
        optimizer.add(headsPrefix + parameter.key(), parameter.value());
    counters.seed = seed;
}

Result<void> TrainingState::save(const std::filesystem::path& file) const {
    ArrayMap arrays;
    insertPrefixed(arrays, networkPrefix, backend::copyWeights(*network));
    insertPrefixed(arrays, headsPrefix, backend::copyWeights(*heads));
    insertPrefixed(arrays, optimizerPrefix, optimizer.state());
    formats::Metadata metadata{{"config", models::tri::toJson(config)}};
    visitCounters(counters, [&](const char* key, auto value) { metadata[key] = std::to_string(value); });
    return formats::writeSafetensors(file, arrays, metadata);
}

Result<void> TrainingState::load(const std::filesystem::path& file) {
    const auto opened = formats::SafetensorsFile::open(file);
    if (!opened)
        return tl::unexpected(opened.error());
    const auto& metadata = opened->metadata();
    const auto written = metadata.find("config");
    if (written == metadata.end() || written->second != models::tri::toJson(config))
        return fail(ErrorCode::ModelMismatch,
                    "The checkpoint was trained with another configuration. Use another folder.", file.string());
    bool complete = true;
    visitCounters(counters,
                  [&](const char* key, auto& value) { complete = readCounter(metadata, key, value) && complete; });
    if (!complete)
        return fail(ErrorCode::BadFormat, "The checkpoint does not say how far it came.", file.string());
    const auto arrays = formats::readSafetensors(file);
    if (!arrays)
        return tl::unexpected(arrays.error());
    if (const auto loaded = loadAll(*network, withPrefix(*arrays, networkPrefix), file.string()); !loaded)
        return loaded;
    if (const auto loaded = loadAll(*heads, withPrefix(*arrays, headsPrefix), file.string()); !loaded)
        return loaded;
    optimizer.setState(withPrefix(*arrays, optimizerPrefix));
    return {};
}

Result<int> TrainingState::takeWeights(const std::filesystem::path& file) {
    const auto arrays = formats::readSafetensors(file);
    if (!arrays)
        return tl::unexpected(arrays.error());
    // A finished model holds the network alone, under its own names.
    const int taken = takeFitting(*network, withPrefix(*arrays, networkPrefix)) + takeFitting(*network, *arrays) +
                      takeFitting(*heads, withPrefix(*arrays, headsPrefix));
    if (taken == 0)
        return fail(ErrorCode::ModelMismatch, "No tensor of this file fits the model.", file.string());
    return taken;
}

} // namespace triptych::training
