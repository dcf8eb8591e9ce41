// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/lxmert/lxmert_model.h"

#include <algorithm>
#include <charconv>

#include <ATen/ATen.h>

#include "inference/formats/image.h"
#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/lxmert/regions_file.h"

namespace triptych::models::lxmert {

namespace {

// Its norms have no entry in the configuration.
constexpr double normEpsilon = 1e-12;

BertConfig readText(const ConfigView& config) {
    BertConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("l_layers", 9);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.positions = config.size("max_position_embeddings", read.positions);
    read.types = config.integer("type_vocab_size", read.types);
    read.padToken = config.integer("pad_token_id", read.padToken);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = normEpsilon;
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

// "id2label": {"0": "yes"}, unless it holds only the placeholders that the library writes.
std::map<std::string, int> readAnswers(const ConfigView& config) {
    std::map<std::string, int> answers;
    const ConfigView labels = config.section("id2label");
    for (const auto& [key, name] : labels.json().items()) {
        int index = -1;
        std::from_chars(key.data(), key.data() + key.size(), index);
        if (index >= 0 && name.is_string() && !name.get<std::string>().starts_with("LABEL_"))
            answers.emplace(name.get<std::string>(), index);
    }
    return answers;
}

// Heads of pre-training that predict words and regions are not asked for.
void ignorePreTraining(const WeightScope& root) {
    for (const char* name :
         {"cls.predictions.bias", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
          "cls.predictions.transform.dense.weight", "cls.predictions.transform.dense.bias",
          "cls.predictions.transform.LayerNorm.weight", "cls.predictions.transform.LayerNorm.bias",
          "obj_predict_head.transform.dense.weight", "obj_predict_head.transform.dense.bias",
          "obj_predict_head.transform.LayerNorm.weight", "obj_predict_head.transform.LayerNorm.bias"})
        root.ignore(name);
    for (const char* task : {"obj", "attr", "feat"})
        for (const char* part : {"weight", "bias"})
            (root / "obj_predict_head.decoder_dict" / task).ignore(part);
}

void showPicture(const Sample& sample, PreparedSample& prepared) {
    const auto items = sample.of(Modality::Image);
    if (items.empty())
        return;
    if (auto decoded = formats::decodeImage(items.front().file))
        prepared.shown.picture = std::move(decoded->picture);
}

// One row stands for as many as the other side has.
at::Tensor rows(const at::Tensor& tensor, std::int64_t count) {
    return tensor.defined() && tensor.size(0) == 1 && count > 1 ? tensor.expand({count, -1, -1}) : tensor;
}

} // namespace

at::Tensor LxmertModel::AnswerHead::operator()(const at::Tensor& pooled) const {
    return out(norm(activate(first(pooled), Activation::Gelu)));
}

LxmertModel::LxmertModel(FamilySource& source)
    : FamilyModel(source) {
}

Result<ModelPtr> LxmertModel::build(FamilySource& source) {
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const BertConfig text = readText(config);
    RegionConfig regions;
    regions.featureWidth = config.size("visual_feat_dim", regions.featureWidth);
    regions.boxWidth = config.size("visual_pos_dim", regions.boxWidth);
    regions.layers = config.layers("r_layers", regions.layers);
    const int coLayers = config.layers("x_layers", 5);
    std::shared_ptr<LxmertModel> model(new LxmertModel(source));
    model->m_tokenizer = *tokenizer;
    model->m_textOptions.maxTokens = static_cast<std::size_t>(text.positions);
    model->m_textOptions.padId = (*tokenizer)->facts().pad.value_or(text.padToken);
    model->m_textOptions.hasTypeIds = true;
    const WeightScope base = source.weights.hasAny("lxmert") ? source.weights / "lxmert" : source.weights;
    const WeightScope encoder = base / "encoder";
    model->m_text = BertTower::load(base, text);
    model->m_regions = RegionTower::load(encoder, regions, text);
    for (int i = 0; i < coLayers; ++i)
        model->m_coLayers.push_back(CoLayer::load(encoder / "x_layers" / i, text));
    model->loadHeads(source, text.width);
    ModelDescriptor& descriptor = model->mutableDescriptor();
    descriptor.modalities = {Modality::Image, Modality::Text};
    descriptor.towers = {{"text", {text.layers, text.heads}},
                         {"vision", {regions.layers, text.heads}},
                         {"fusion_text", {coLayers, text.heads}},
                         {"fusion_vision", {coLayers, text.heads}}};
    descriptor.hasMatchHead = model->m_match.has_value();
    return model;
}

void LxmertModel::loadHeads(const FamilySource& source, int width) {
    const WeightScope answers = source.weights / "answer_head" / "logit_fc";
    const bool isBare = !source.weights.hasAny("lxmert");
    if (source.weights.hasAny("answer_head") || (!isBare && !source.weights.hasAny("cls"))) {
        const int labels = source.config.size("num_qa_labels", 9500);
        const std::int64_t inner = 2 * std::int64_t{width};
        m_answers =
            AnswerHead{Linear::load(answers / "0", width, inner), Norm::layer(answers / "2", inner, normEpsilon),
                       Linear::load(answers / "3", inner, labels)};
        m_answerIndex = readAnswers(source.config);
    }
    if (source.weights.hasAny("cls.seq_relationship"))
        m_match = Linear::load(source.weights / "cls.seq_relationship", width, 2);
    ignorePreTraining(source.weights);
}

Result<void> LxmertModel::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                       const Monitor& /*monitor*/) const {
    showPicture(sample, prepared);
    if (!sample.regions.empty() && !inputs.contains("input.visual_features")) {
        const RegionConfig& config = m_regions.config();
        const auto read = readRegionsFile(sample.regions, config.featureWidth, config.boxWidth);
        if (!read)
            return Failure(read.error());
        prepared.tensors["input.visual_features"] = read->features;
        prepared.tensors["input.boxes"] = read->boxes;
    } else if (sample.has(Modality::Image) && !inputs.contains("input.visual_features")) {
        return fail(ErrorCode::InvalidInput,
                    "This model reads regions that a detector found, not pixels; give the sample a \"regions\" file "
                    "with features and boxes.",
                    sample.id);
    }
    return addTexts(textsOf(sample), *m_tokenizer, m_textOptions, prepared);
}

Result<void> LxmertModel::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    const at::Tensor features = inputOf(sample, "input.visual_features");
    const at::Tensor boxes = inputOf(sample, "input.boxes");
    BertInputs inputs;
    inputs.ids = inputOf(sample, "input.input_ids");
    inputs.mask = inputOf(sample, "input.attention_mask");
    inputs.types = inputOf(sample, "input.token_type_ids");
    if (features.defined() != boxes.defined())
        return fail(ErrorCode::InvalidInput, "Regions need features and boxes; give both.", "input.boxes");
    Streams streams;
    if (inputs.ids.defined())
        streams.text = m_text(inputs, "text", trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    if (features.defined())
        streams.regions = m_regions(features.to(at::kFloat), boxes.to(at::kFloat), trace);
    if (!streams.text.defined() || !streams.regions.defined())
        return {};
    const std::int64_t count = std::max(streams.text.size(0), streams.regions.size(0));
    streams = {rows(streams.text, count), rows(streams.regions, count)};
    if (streams.text.size(0) != streams.regions.size(0))
        return fail(ErrorCode::InvalidInput, "There must be one text per picture, or one picture for all texts.",
                    "input.input_ids");
    return fuse(std::move(streams), inputs.mask.defined() ? keyMask(inputs.mask) : at::Tensor(), trace, monitor);
}

Result<void> LxmertModel::fuse(Streams streams, const at::Tensor& mask, backend::Trace& trace,
                               const Monitor& monitor) const {
    for (std::size_t i = 0; i < m_coLayers.size(); ++i) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        streams = m_coLayers[i](streams, mask, i, trace);
    }
    const at::Tensor pooled = m_text.pool(streams.text);
    if (m_answers) {
        const at::Tensor logits = (*m_answers)(pooled);
        trace.record("logits.answer", logits);
        trace.record("scores.answer", at::softmax(logits, -1));
    }
    if (m_match) {
        const at::Tensor logits = (*m_match)(pooled);
        trace.record("logits.itm", logits);
        trace.record("scores.itm", at::softmax(logits, -1));
    }
    return {};
}

} // namespace triptych::models::lxmert
