// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blip_2/blip_2_model.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/generation/generation_config.h"
#include "inference/models/generation/prompt.h"
#include "inference/models/preprocess/text_batch.h"

namespace triptych::models::blip_2 {

namespace {

constexpr LayerNames visionLayerNames{
    "self_attn", "layer_norm1", {"", "", "", "projection", "qkv"}, "mlp.fc1", "mlp.fc2", "layer_norm2", "", ""};

ImageOptions imageDefaults() {
    ImageOptions options;
    options.size = {384, 384};
    options.mean = clipMean;
    options.deviation = clipDeviation;
    return options;
}

LayerOptions layerOptions(const VisionConfig& config) {
    LayerOptions options;
    options.names = visionLayerNames;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.attention.queryBias = config.hasBias;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    return options;
}

} // namespace

VisionConfig VisionConfig::read(const ConfigView& config) {
    VisionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.hasBias = config.flag("qkv_bias", read.hasBias);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

Result<ModelPtr> Blip2Model::build(FamilySource& source) {
    if (namesArchitecture(source.config, "Blip2ForImageTextRetrieval"))
        return fail(ErrorCode::Unsupported,
                    "BLIP-2 for image-text retrieval is not supported; choose a folder that writes "
                    "(Blip2ForConditionalGeneration), or BLIP for retrieval.",
                    source.folder.configFile().string());
    const auto tokenizer = requireTokenizer(source);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const ConfigView& config = source.config;
    const ConfigView textConfig = config.section("text_config");
    if (const std::string type = textConfig.text("model_type", "opt"); type != "opt")
        return fail(ErrorCode::Unsupported,
                    "BLIP-2 with the language model \"" + type + "\" is not supported; choose a folder with OPT.",
                    source.folder.configFile().string());
    const OptConfig text = OptConfig::read(textConfig);
    auto decodeOptions = readGenerationConfig(source, textConfig, 2);
    if (!decodeOptions)
        return Failure(decodeOptions.error());
    Parts parts;
    parts.image = readImageOptions(source.preprocessor, imageDefaults());
    parts.vision = VisionConfig::read(config.section("vision_config"));
    parts.imageToken = config.integer("image_token_index", config.integer("image_token_id", -1));
    parts.padToken = (*tokenizer)->facts().pad.value_or(decodeOptions->padId);
    config.require(parts.imageToken >= 0 && parts.imageToken < text.vocabulary,
                   "\"image_token_index\" names no token; take a newer version of the folder's config.json.");
    const auto queries = QueryFormerConfig::read(config.section("qformer_config"), config.size("num_query_tokens", 32),
                                                 parts.vision.width);
    std::shared_ptr<Blip2Model> model(new Blip2Model(source, *std::move(decodeOptions), parts));
    model->loadWeights(source.weights, queries, text);
    return model;
}

Blip2Model::Blip2Model(FamilySource& source, DecodeOptions decodeOptions, Parts parts)
    : GenerativeModel(source, std::move(decodeOptions))
    , m_parts(std::move(parts)) {
    mutableDescriptor().modalities = {Modality::Image, Modality::Text};
}

void Blip2Model::loadWeights(const WeightScope& root, const QueryFormerConfig& queries, const OptConfig& text) {
    const VisionConfig& vision = m_parts.vision;
    const WeightScope scope = root / "vision_model";
    PatchEmbeddingSizes sizes;
    sizes.width = vision.width;
    sizes.patch = {vision.patchSize, vision.patchSize};
    sizes.image = {vision.imageSize, vision.imageSize};
    m_embedding =
        PatchEmbedding::load(scope / "embeddings", {"patch_embedding", "class_embedding", "position_embedding"}, sizes);
    m_layers = loadLayers(scope / "encoder" / "layers", vision.layers, layerOptions(vision));
    m_postNorm = Norm::layer(scope / "post_layernorm", vision.width, vision.epsilon);
    m_queries = QueryFormer::load(root, queries);
    m_projection = Linear::load(root / "language_projection", queries.width, text.embeddingWidth);
    m_decoder = OptDecoder::load(root / "language_model", text);
    mutableDescriptor().towers = {{"vision", {vision.layers, vision.heads}},
                                  {"fusion", {queries.layers, queries.heads}},
                                  {"decoder", {text.layers, text.heads}}};
}

Result<void> Blip2Model::prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                      const Monitor& monitor) const {
    if (inputs.contains("input.pixel_values"))
        showImage(
            sample, [&](const Picture& picture) { return processImage(picture, m_parts.image); }, patchSize(),
            prepared);
    else if (const auto added = addImages(sample, m_parts.image, patchSize(), prepared, monitor); !added)
        return added;
    const auto added = addRows(textsOf(sample), sample.of(Modality::Image).size(), prepared);
    return added || inputs.contains("input.input_ids") ? Result<void>{} : added;
}

Result<void> Blip2Model::addRows(std::vector<std::string> texts, std::size_t images, PreparedSample& prepared) const {
    // A prompt may be given once for all images; without one the model captions.
    if (images > 0 && texts.size() <= 1)
        texts.resize(images, texts.empty() ? std::string() : texts.front());
    if (images > 0 && texts.size() != images)
        return fail(ErrorCode::InvalidInput, "Give one text for all images, or one text for each.", "text");
    std::vector<text::Encoding> rows;
    for (const std::string& text : texts)
        rows.push_back(tokenizer().encode(text));
    if (rows.empty())
        return {};
    addPaddedLeft(std::move(rows), tokenizer(), m_parts.padToken, texts.front(), prepared);
    if (images == 0)
        return {};
    const int queries = m_queries.config().queries;
    at::Tensor& ids = prepared.tensors["input.input_ids"];
    at::Tensor& mask = prepared.tensors["input.attention_mask"];
    const std::int64_t count = ids.size(0);
    ids = at::cat({at::full({count, queries}, m_parts.imageToken, at::kLong), ids}, 1);
    mask = at::cat({at::ones({count, queries}, at::kLong), mask}, 1);
    Token query;
    query.text = tokenizer().tokenOf(m_parts.imageToken);
    query.special = true;
    std::vector<Token>& tokens = prepared.shown.tokens;
    tokens.insert(tokens.begin(), static_cast<std::size_t>(queries), query);
    for (Word& word : prepared.shown.words)
        word.firstToken += queries;
    return {};
}

at::Tensor Blip2Model::imageFeatures(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    const at::Tensor image = m_postNorm(passLayers(m_layers, tokens, {}, "vision", trace));
    return m_projection(m_queries(image, trace)).flatten(0, 1);
}

Result<void> Blip2Model::compute(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    auto begun = promptOf(sample);
    if (!begun)
        return Failure(begun.error());
    CausalPrompt& prompt = *begun;
    const int asked = readDecodeOptions(sample.options, decodeOptions()).maxNewTokens;
    if (const auto room = m_decoder.config().maxTokens - prompt.mask.sum(1).max().item<std::int64_t>(); asked > room)
        return fail(ErrorCode::InvalidInput,
                    "The prompt leaves room for " + std::to_string(std::max<std::int64_t>(0, room)) +
                        " tokens only; shorten it or lower max_new_tokens.",
                    "text");
    at::Tensor features;
    if (const at::Tensor pixels = inputOf(sample, "input.pixel_values"); pixels.defined())
        features = imageFeatures(pixels, trace);
    if (const auto alive = monitor.check(); !alive)
        return alive;
    const auto embeddings = putFeatures(m_decoder.embedTokens(prompt.ids), prompt.ids, m_parts.imageToken, features);
    if (!embeddings)
        return Failure(embeddings.error());
    prompt.embeddings = *embeddings;
    prompt.positions = positionsFromMask(prompt.mask);
    return generate(m_decoder, prompt, sample, trace, monitor);
}

} // namespace triptych::models::blip_2
