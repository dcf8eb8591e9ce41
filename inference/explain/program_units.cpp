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

} // namespace triptych::explain
