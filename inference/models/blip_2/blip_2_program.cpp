// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "inference/models/blip_2/blip_2_model.h"
#include "inference/models/program_builder.h"

namespace triptych::models::blip_2 {

namespace {

// The stream that the image reaches: vision tokens, then queries that look at them.
void addImageSteps(AttentionProgram& program, const QueryFormerConfig& queries, int visionLayers) {
    addSelfSteps(program, "vision", visionLayers, 0);
    for (int i = 0; i < queries.layers; ++i) {
        const std::string name = layerName("fusion", static_cast<std::size_t>(i));
        program.steps.emplace_back(SelfStep{"fusion", name + ".attention", 0});
        if (queries.looksAtImage(i))
            program.steps.emplace_back(CrossStep{"fusion", "vision", name + ".cross_attention", 0});
    }
}

} // namespace

Result<AttentionProgram> Blip2Model::program(const Target& target, const PreparedSample& sample,
                                             const backend::Trace& trace) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const TokenPlace place = placeOfToken(target, trace);
    const TokenRun run = firstRun((*trace.find("output.ids"))[0], m_parts.imageToken);
    const int queries = m_queries.config().queries;
    AttentionProgram program;
    program.tokenCounts["decoder"] = place.tokens;
    if (run.count >= queries) {
        const int patches = extentOf(trace, "vision.layers.0.attention", 3);
        program.tokenCounts["vision"] = patches;
        program.tokenCounts["fusion"] = queries;
        showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, 0);
        addImageSteps(program, m_queries.config(), m_parts.vision.layers);
        JoinStep join;
        join.whole = "decoder";
        if (run.begin > 0) {
            program.tokenCounts["words before"] = run.begin;
            join.parts.emplace_back("words before");
        }
        join.parts.emplace_back("fusion");
        if (const int after = place.tokens - run.begin - queries; after > 0) {
            program.tokenCounts["words"] = after;
            join.parts.emplace_back("words");
        }
        program.steps.emplace_back(join);
    }
    showSegment(program, sample, "decoder", {Modality::Text, 0, place.tokens}, 0);
    addSelfSteps(program, "decoder", m_decoder.config().layers, 0);
    Readout readout = readPosition("decoder", place.tokens, place.position);
    readout.withoutIdentity = true;
    program.readouts = {readout};
    return program;
}

} // namespace triptych::models::blip_2
