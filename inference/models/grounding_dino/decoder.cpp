// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/decoder.h"

#include <limits>

#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::grounding_dino {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double logitMargin = 1e-5;
constexpr double placeTemperature = 10000;

// Similarity of queries and words; -inf at padding.
at::Tensor wordLogits(const at::Tensor& queries, const DecoderInputs& inputs) {
    return backend::sharedMatmul(queries, inputs.fused.text.transpose(1, 2))
        .masked_fill(inputs.textTokens.logical_not().unsqueeze(1), -infinity);
}

// A box of a size that grows with the level around every place, [images, places, 4], as fractions of the valid part.
at::Tensor anchors(const Pyramid& pyramid) {
    constexpr double finestSize = 0.05;
    const auto options = pyramid.tokens.options();
    std::vector<at::Tensor> boxes;
    std::int64_t begin = 0;
    double size = finestSize;
    for (const auto& [rows, cols] : pyramid.sizes) {
        const at::Tensor valid = pyramid.valid.narrow(1, begin, std::int64_t{rows} * cols).unflatten(1, {rows, cols});
        const at::Tensor height = valid.select(2, 0).sum(1, true);
        const at::Tensor width = valid.select(1, 0).sum(1, true);
        const at::Tensor y = at::arange(rows, options).repeat_interleave(cols).unsqueeze(0) + 0.5;
        const at::Tensor x = at::arange(cols, options).repeat({rows}).unsqueeze(0) + 0.5;
        const at::Tensor centres = at::stack({x / width, y / height}, -1);
        boxes.push_back(at::cat({centres, at::full_like(centres, size)}, -1));
        begin += std::int64_t{rows} * cols;
        size *= 2;
    }
    return at::cat(boxes, 1);
}

// Rows of [images, n, width] by index [images, q].
at::Tensor gatherRows(const at::Tensor& rows, const at::Tensor& index) {
    return rows.gather(1, index.unsqueeze(-1).expand({-1, -1, rows.size(2)}));
}

WeightScope headScope(const WeightScope& heads, int layer, bool shared) {
    return heads / (shared ? 0 : layer);
}

} // namespace

DecoderLayer DecoderLayer::load(const WeightScope& scope, const DinoConfig& config) {
    AttentionSizes sizes;
    sizes.width = config.width;
    sizes.heads = config.decoderHeads;
    const auto norm = [&](std::string_view name) { return Norm::layer(scope / name, config.width, config.epsilon); };
    DecoderLayer layer;
    layer.m_self = Attention::load(scope / "self_attn", dinoAttentionNames, sizes);
    layer.m_selfNorm = norm("self_attn_layer_norm");
    layer.m_text = Attention::load(scope / "encoder_attn_text", dinoAttentionNames, sizes);
    layer.m_textNorm = norm("encoder_attn_text_layer_norm");
    layer.m_image = loadDeformable(scope / "encoder_attn", config, config.decoderHeads, config.decoderPoints);
    layer.m_imageNorm = norm("encoder_attn_layer_norm");
    layer.m_mlp = FeedForward::load(scope, "final_layer_norm", config, config.decoderMlp);
    return layer;
}

at::Tensor DecoderLayer::operator()(const at::Tensor& queries, const at::Tensor& positions, const at::Tensor& boxes,
                                    const DecoderInputs& inputs, const at::Tensor& textMask, const std::string& name,
                                    backend::Trace& trace) const {
    const at::Tensor placed = queries + positions;
    at::Tensor tokens =
        m_selfNorm(queries + attendWith(m_self, placed, placed, queries, {}, name + ".attention", trace));
    tokens = m_textNorm(
        tokens + m_text.cross(tokens + positions, inputs.fused.text, textMask, name + ".cross_attention", trace));
    tokens = m_imageNorm(
        tokens + m_image(tokens + positions, boxes, inputs.fused.image, inputs.pyramid, name + ".deformable", trace));
    tokens = m_mlp(tokens);
    return trace.pass(name + ".hidden", tokens);
}

void Decoder::loadStart(const WeightScope& model, const WeightScope& boxHeads) {
    const int width = m_config.width;
    if (m_config.learnedQueries)
        m_queries = model.take("query_position_embeddings.weight", {m_config.queries, width});
    if (!m_config.twoStage) {
        m_boxes = model.take("reference_points.weight", {m_config.queries, 4});
        return;
    }
    m_proposal = Linear::load(model / "enc_output", width, width);
    m_proposalNorm = Norm::layer(model / "enc_output_norm", width, m_config.epsilon);
    const bool isShared = m_config.sharedProposalHead && !model.hasAny("encoder_output_bbox_embed");
    m_proposalBoxes =
        PredictionHead::load(isShared ? boxHeads / 0 : model / "encoder_output_bbox_embed", {width, width, width, 4});
}

Decoder Decoder::load(const WeightScope& root, const DinoConfig& config) {
    const WeightScope model = root / "model";
    const WeightScope scope = model / "decoder";
    const int width = config.width;
    Decoder decoder;
    decoder.m_config = config;
    // The heads are stored once, or also below the decoder, which refines boxes with the same ones.
    const WeightScope boxHeads = root.firstOf({"bbox_embed", "model.decoder.bbox_embed"});
    decoder.loadStart(model, boxHeads);
    decoder.m_positions = PredictionHead::load(scope / "reference_points_head", {2 * width, width, width});
    decoder.m_norm = Norm::layer(scope / "layer_norm", width, config.epsilon);
    for (int i = 0; i < config.decoderLayers; ++i) {
        decoder.m_layers.push_back(DecoderLayer::load(scope / "layers" / i, config));
        decoder.m_boxHeads.push_back(
            PredictionHead::load(headScope(boxHeads, i, config.sharedBoxHead), {width, width, width, 4}));
        for (const WeightScope& copies : {root / "bbox_embed" / i, scope / "bbox_embed" / i})
            for (const char* layer : {"0", "1", "2"})
                for (const char* part : {".weight", ".bias"})
                    copies.ignore(std::string("layers.") + layer + part);
    }
    return decoder;
}

Decoder::Start Decoder::choosePlaces(const DecoderInputs& inputs) const {
    const at::Tensor boxes = anchors(inputs.pyramid);
    const at::Tensor isInside = boxes.gt(0.01).logical_and(boxes.lt(0.99)).all(-1, true);
    const at::Tensor excluded = isInside.logical_and(inputs.pyramid.valid.unsqueeze(-1)).logical_not();
    const at::Tensor logits = at::log(boxes / (1 - boxes)).masked_fill(excluded, infinity);
    const at::Tensor places = m_proposalNorm(m_proposal(inputs.fused.image.masked_fill(excluded, 0.0)));
    const at::Tensor best = wordLogits(places, inputs).amax(-1);
    const at::Tensor chosen = std::get<1>(best.topk(m_config.queries, 1));
    const at::Tensor found = gatherRows(m_proposalBoxes(places) + logits, chosen);
    return {gatherRows(places, chosen).detach(), found.detach().sigmoid()};
}

Decoder::Start Decoder::start(const DecoderInputs& inputs) const {
    Start start;
    if (m_config.twoStage)
        start = choosePlaces(inputs);
    else
        start.boxes = m_boxes.to(at::kFloat).sigmoid().unsqueeze(0).expand({inputs.fused.text.size(0), -1, -1});
    if (m_queries.defined())
        start.queries = like(inputs.fused.text, m_queries).unsqueeze(0).expand({inputs.fused.text.size(0), -1, -1});
    return start;
}

Detections Decoder::operator()(const DecoderInputs& inputs, backend::Trace& trace) const {
    auto [queries, boxes] = start(inputs);
    const at::Tensor textMask = keyMask(inputs.textTokens);
    const at::Tensor ratios = at::cat({inputs.pyramid.ratios, inputs.pyramid.ratios}, -1).unsqueeze(1);
    at::Tensor before = boxes;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const at::Tensor perLevel = boxes.unsqueeze(2) * ratios;
        const at::Tensor positions =
            m_positions(sineOfPlaces(perLevel.select(2, 0), m_config.width / 2, placeTemperature));
        queries = m_layers[i](queries, positions, perLevel, inputs, textMask, layerName("decoder", i), trace);
        before = boxes;
        boxes = (m_boxHeads[i](queries) + at::logit(boxes, logitMargin)).sigmoid().detach();
    }
    const at::Tensor found = m_norm(queries);
    return {wordLogits(found, inputs), (m_boxHeads.back()(found) + at::logit(before, logitMargin)).sigmoid()};
}

} // namespace triptych::models::grounding_dino
