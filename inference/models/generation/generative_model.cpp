// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/generative_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/generation/shown_tokens.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models {

namespace {

at::Tensor withOnes(const at::Tensor& mask, std::int64_t count) {
    return count == 0 ? mask : at::cat({mask, at::ones({mask.size(0), count}, mask.options())}, 1);
}

at::Tensor withZeros(const at::Tensor& marks, std::int64_t count) {
    if (!marks.defined() || count == 0)
        return marks;
    return at::cat({marks, at::zeros({marks.size(0), count}, marks.options())}, 1);
}

// One token a step after the prompt; keys and values of what was seen are kept.
class CachedSteps {
public:
    CachedSteps(const CausalDecoder& decoder, const CausalPrompt& prompt)
        : m_decoder(decoder)
        , m_prompt(prompt)
        , m_positions(prompt.positions) {}

    at::Tensor operator()(const at::Tensor& tokens) {
        DecoderPass pass;
        pass.cache = &m_cache;
        if (m_hasStarted) {
            pass.tokens = m_decoder.embedTokens(tokens);
            m_positions = continuePositions(m_positions, 1);
            ++m_produced;
        } else {
            pass.tokens = m_prompt.embeddings;
            m_hasStarted = true;
        }
        pass.positions = m_positions.narrow(-1, m_positions.size(-1) - pass.tokens.size(1), pass.tokens.size(1));
        pass.mask = withOnes(m_prompt.mask, m_produced);
        pass.images = withZeros(m_prompt.images, m_produced);
        const at::Tensor hidden = m_decoder.pass(pass, m_silent);
        return m_decoder.logits(hidden.select(1, hidden.size(1) - 1));
    }

private:
    const CausalDecoder& m_decoder;
    const CausalPrompt& m_prompt;
    DecoderCache m_cache;
    at::Tensor m_positions;
    std::int64_t m_produced = 0;
    bool m_hasStarted = false;
    backend::Trace m_silent;
};

constexpr int mostClassTokens = 1;

int visionLayers(const ModelDescriptor& model) {
    const auto vision = model.towers.find("vision");
    return vision == model.towers.end() ? 0 : vision->second.layers;
}

} // namespace

Result<CausalPrompt> promptOf(const PreparedSample& sample) {
    CausalPrompt prompt;
    prompt.ids = inputOf(sample, "input.input_ids");
    if (!prompt.ids.defined())
        return fail(ErrorCode::InvalidInput,
                    "The model writes after a prompt; add a text, or another item that it reads.", "text");
    prompt.mask = inputOf(sample, "input.attention_mask");
    if (!prompt.mask.defined())
        prompt.mask = at::ones_like(prompt.ids);
    return prompt;
}

Target GenerativeModel::defaultTarget(const PreparedSample& /*sample*/) const {
    Target target;
    target.kind = TargetKind::Token;
    return target;
}

Result<at::Tensor> GenerativeModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                                const backend::Trace& trace) const {
    if (target.kind != TargetKind::Token)
        return unknownTarget(target, "token");
    const at::Tensor* logits = trace.find("logits.decoder");
    const at::Tensor* ids = trace.find("output.ids");
    const std::int64_t produced = logits == nullptr || ids == nullptr ? 0 : logits->size(1) - 1;
    if (target.index < 0 || target.index >= produced)
        return fail(ErrorCode::InvalidInput,
                    "The model produced " + std::to_string(produced) +
                        " tokens; choose one of them, or let it produce more with max_new_tokens.",
                    toString(target));
    const auto id = (*ids)[0][ids->size(1) - produced + target.index].item<std::int64_t>();
    return (*logits)[0][target.index][id];
}

Result<WrittenTokens> GenerativeModel::writtenTokens(const PreparedSample& /*sample*/,
                                                     const backend::Trace& trace) const {
    const at::Tensor* ids = trace.find("output.ids");
    const at::Tensor* logits = trace.find("logits.decoder");
    if (ids == nullptr || logits == nullptr)
        return WrittenTokens{};
    return writtenAfter((*ids)[0], ids->size(1) - logits->size(1) + 1);
}

std::string GenerativeModel::tokenText(std::int64_t id) const {
    return writtenToken(*m_tokenizer, id);
}

void GenerativeModel::showOutput(PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* ids = trace.find("output.ids");
    const at::Tensor* logits = trace.find("logits.decoder");
    if (ids == nullptr || logits == nullptr || sample.shown.tokens.empty())
        return;
    appendTokens(*m_tokenizer, (*ids)[0], static_cast<int>(ids->size(1) - logits->size(1) + 1), sample.shown);
}

// What was produced before stays when copies of a sample are changed and run again.
Result<at::Tensor> GenerativeModel::produce(const CausalDecoder& decoder, const CausalPrompt& prompt,
                                            const PreparedSample& sample, const Monitor& monitor) const {
    const at::Tensor before = inputOf(sample, "output.ids");
    if (before.defined() && before.size(0) == prompt.ids.size(0) && before.size(1) >= prompt.ids.size(1))
        return before;
    CachedSteps steps(decoder, prompt);
    DecodeOptions options = readDecodeOptions(sample.options, m_decode);
    options.write = writerOf(*m_tokenizer);
    return decode(
        prompt.ids, [&](const at::Tensor& tokens) { return steps(tokens); }, options, monitor);
}

Result<void> GenerativeModel::generate(const CausalDecoder& decoder, const CausalPrompt& prompt,
                                       const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const {
    const auto ids = produce(decoder, prompt, sample, monitor);
    if (!ids)
        return Failure(ids.error());
    const std::int64_t before = prompt.ids.size(1);
    const std::int64_t produced = ids->size(1) - before;
    DecoderPass pass;
    pass.tokens = at::cat({prompt.embeddings, decoder.embedTokens(ids->narrow(1, before, produced))}, 1);
    pass.positions = continuePositions(prompt.positions, produced);
    pass.mask = withOnes(prompt.mask, produced);
    pass.images = withZeros(prompt.images, produced);
    trace.record("output.ids", *ids);
    if (pass.positions.dim() == 3)
        trace.record("output.position_ids", pass.positions);
    const at::Tensor hidden = decoder.pass(pass, trace);
    trace.record("logits.decoder", decoder.logits(hidden.narrow(1, before - 1, produced + 1)));
    return {};
}

Result<AttentionProgram> GenerativeModel::decoderProgram(const Target& target, const PreparedSample& sample,
                                                         const backend::Trace& trace, std::int64_t placeholder,
                                                         int classTokens, Modality item) const {
    if (const auto value = targetValue(target, sample, trace); !value)
        return Failure(value.error());
    const TokenPlace place = placeOfToken(target, trace);
    AttentionProgram program;
    if (const int patches = extentOf(trace, "vision.layers.0.attention", 3); patches > 0) {
        program.tokenCounts["vision"] = patches;
        // A grid that is coarser than the tower's patches shows what the decoder reads, not them.
        const int units = std::min(patches, sample.shown.patchGrid.count());
        if (patches - units <= mostClassTokens)
            showSegment(program, sample, "vision", {Modality::Image, patches - units, units}, 0);
        addSelfSteps(program, "vision", visionLayers(descriptor()), 0);
    }
    program.tokenCounts["decoder"] = place.tokens;
    // Image and sound tokens are tokens of the text, too, but are not shown there: they are special.
    const TokenRun run = firstRun((*trace.find("output.ids"))[0], placeholder);
    if (const int left = run.count - classTokens; left > 0) {
        const int grid = item == Modality::Image ? sample.shown.patchGrid.count() : 0;
        showSegment(program, sample, "decoder", {item, run.begin + classTokens, grid > 0 ? std::min(left, grid) : left},
                    0);
    }
    showSegment(program, sample, "decoder", {Modality::Text, 0, place.tokens}, 0);
    addSelfSteps(program, "decoder", descriptor().towers.at("decoder").layers, 0);
    Readout readout = readPosition("decoder", place.tokens, place.position);
    readout.withoutIdentity = true;
    program.readouts = {readout};
    return program;
}

TokenPlace placeOfToken(const Target& target, const backend::Trace& trace) {
    const at::Tensor* logits = trace.find("logits.decoder");
    const at::Tensor* ids = trace.find("output.ids");
    if (logits == nullptr || ids == nullptr)
        return {};
    const auto tokens = static_cast<int>(ids->size(1));
    return {tokens - static_cast<int>(logits->size(1)) + target.index, tokens};
}

TokenRun firstRun(const at::Tensor& row, std::int64_t id) {
    const at::Tensor matches = row.eq(id).to(at::kCPU).contiguous();
    const bool* begin = matches.const_data_ptr<bool>();
    const bool* end = begin + matches.numel();
    const bool* first = std::find(begin, end, true);
    return {static_cast<int>(first - begin), static_cast<int>(std::find(first, end, false) - first)};
}

at::Tensor positionsFromMask(const at::Tensor& mask) {
    return (mask.cumsum(1) - 1).masked_fill(mask.eq(0), 0);
}

at::Tensor continuePositions(const at::Tensor& positions, std::int64_t count) {
    if (count == 0)
        return positions;
    at::Tensor next = positions.dim() == 3 ? positions.amax({0, 2}) : positions.amax(1);
    next = next.unsqueeze(1) + at::arange(1, count + 1, positions.options());
    if (positions.dim() == 3)
        next = next.unsqueeze(0).expand({positions.size(0), -1, -1});
    return at::cat({positions, next}, -1);
}

Result<at::Tensor> putFeatures(const at::Tensor& embeddings, const at::Tensor& ids, std::int64_t placeholder,
                               const at::Tensor& features) {
    const at::Tensor places = ids.eq(placeholder);
    const auto wanted = places.sum().item<std::int64_t>();
    const std::int64_t given = features.defined() ? features.size(0) : 0;
    if (wanted != given)
        return fail(ErrorCode::InvalidInput,
                    "The prompt has " + std::to_string(wanted) + " placeholders and the images or sounds give " +
                        std::to_string(given) + " tokens; leave the placeholders to the program.",
                    "input.input_ids");
    if (wanted == 0)
        return embeddings;
    return embeddings.masked_scatter(places.unsqueeze(-1), features.to(embeddings.scalar_type()));
}

} // namespace triptych::models
