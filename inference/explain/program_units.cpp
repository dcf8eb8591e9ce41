// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/program_units.h"

namespace triptych::explain {

const Segments& segmentsOf(const models::AttentionProgram& program, const std::string& stream) {
    static const Segments none;
    const auto found = program.segments.find(stream);
    return found == program.segments.end() ? none : found->second;
}

std::map<std::string, std::size_t> startingStreams(const models::AttentionProgram& program) {
    std::map<std::string, std::size_t> streams;
    for (const auto& [stream, tokens] : program.tokenCounts)
        streams[stream] = static_cast<std::size_t>(tokens);
    for (const models::ProgramStep& step : program.steps)
        if (const auto* join = std::get_if<models::JoinStep>(&step))
            streams.erase(join->whole);
    return streams;
}

Result<void> checkStreams(const models::AttentionProgram& program) {
    constexpr int mostTokens = 8192; // a matrix takes 256 MiB then, and several are kept
    for (const auto& [stream, tokens] : program.tokenCounts)
        if (tokens > mostTokens)
            return fail(ErrorCode::OutOfMemory,
                        "The method multiplies maps over all of the " + std::to_string(tokens) +
                            " positions, which takes too much memory; use a smaller image or another method.",
                        stream);
    return {};
}

Tower towerOf(const models::AttentionProgram& program, const std::string& stream) {
    for (const models::ProgramStep& step : program.steps)
        if (const auto* self = std::get_if<models::SelfStep>(&step); self != nullptr && self->stream == stream)
            return {self->map.substr(0, self->map.find(".layers.")), self->row};
    return {stream, 0};
}

std::string embeddingsName(const std::string& tower) {
    return tower + ".hidden.embed";
}

std::vector<std::string> hiddenLayers(const std::string& tower, const backend::Trace& trace) {
    std::vector<std::string> names;
    while (true) {
        std::string name = tower + ".layers." + std::to_string(names.size()) + ".hidden";
        if (trace.find(name) == nullptr)
            return names;
        names.push_back(std::move(name));
    }
}

} // namespace triptych::explain
