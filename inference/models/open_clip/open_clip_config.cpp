// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/open_clip_config.h"

#include <array>

#include <ATen/ATen.h>

namespace triptych::models::open_clip {

namespace {

constexpr int resnetPatch = 32; // pixels of a cell behind the last stage

constexpr LayerNames layerNames{"attn", "ln_1", packedAttentionNames, "mlp.c_fc", "mlp.c_proj", "ln_2", "", ""};

Failure notSupported(const ConfigView& config, const std::string& what) {
    return fail(
        ErrorCode::Unsupported,
        what + ". Of open_clip's folders, those with its own ViT or ResNet or a plain ViT of timm, and its own text "
               "transformer or a BERT, can be opened; many models are also published in the layout of transformers.",
        config.where());
}

// Parts that change the computation and are not written here.
Result<void> refuseUnknown(const ConfigView& tower) {
    for (const char* key : {"qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn",
                            "scale_fc", "attentional_pool", "embed_cls"})
        if (tower.has(key) && tower.json().at(key) != false)
            return notSupported(tower, "The model uses \"" + std::string(key) + "\", which is not supported");
    if (tower.has("ls_init_value"))
        return notSupported(tower, "The model scales its layers (\"ls_init_value\"), which is not supported");
    if (tower.text("block_type", "default") != "default")
        return notSupported(tower, "The model has custom blocks (\"block_type\"), which are not supported");
    return {};
}

Result<void> refuseOtherModels(const ConfigView& model) {
    const ConfigView text = model.section("text_cfg");
    if (model.has("multimodal_cfg"))
        return notSupported(model, "The model is a CoCa, which also writes text");
    const std::string clean = text.section("tokenizer_kwargs").text("clean", "whitespace");
    if (clean != "whitespace")
        return notSupported(text, "Texts are cleaned by \"" + clean + "\", which is not supported");
    return refuseUnknown(model.section("vision_cfg")).and_then([&] { return refuseUnknown(text); });
}

// 224 or [height, width].
PixelSize readEdges(const ConfigView& config, const std::string& key, PixelSize fallback) {
    if (!config.has(key) || !config.json().at(key).is_array()) {
        const int edge = config.size(key, fallback.height);
        return {edge, edge};
    }
    std::vector<int> edges = config.integers(key, {});
    if (edges.size() == 1)
        edges.push_back(edges.front());
    const bool usable = edges.size() == 2 && edges[0] > 0 && edges[1] > 0;
    config.require(usable, "\"" + key + "\" needs one or two positive numbers.");
    return usable ? PixelSize{edges[0], edges[1]} : fallback;
}

BlockConfig readBlocks(const ConfigView& tower, int width, int heads, bool quickGelu) {
    BlockConfig blocks;
    blocks.width = width;
    blocks.heads = heads;
    blocks.layers = tower.layers("layers", 12);
    blocks.mlpWidth = static_cast<int>(width * tower.real("mlp_ratio", 4.0));
    const bool usesTanh = tower.section("act_kwargs").text("approximate", "none") == "tanh";
    blocks.activation = quickGelu ? Activation::QuickGelu : usesTanh ? Activation::GeluTanh : Activation::Gelu;
    blocks.epsilon = tower.section("norm_kwargs").real("eps", blocks.epsilon);
    tower.require(heads > 0 && width % heads == 0, "The number of heads does not divide \"width\".");
    tower.require(blocks.mlpWidth > 0, "\"mlp_ratio\" must be positive.");
    return blocks;
}

VitConfig readVit(const ConfigView& vision, bool quickGelu) {
    VitConfig vit;
    const int width = vision.size("width", 768);
    vit.blocks = readBlocks(vision, width, width / vision.size("head_width", 64), quickGelu);
    vit.patch = readEdges(vision, "patch_size", vit.patch);
    vit.image = readEdges(vision, "image_size", vit.image);
    vit.hasPreNorm = !vision.flag("no_ln_pre", false);
    vit.normAfterPool = vision.flag("final_ln_after_pool", false);
    const std::string pool = vision.text("pool_type", "tok");
    vit.pool = pool == "avg" ? VisionPool::Mean : VisionPool::ClassToken;
    vision.require(pool == "avg" || pool == "tok", "The \"pool_type\" \"" + pool + "\" gives no single vector.");
    vision.require(vit.patch.height <= vit.image.height && vit.patch.width <= vit.image.width,
                   "\"patch_size\" is larger than \"image_size\".");
    return vit;
}

ResnetConfig readResnet(const ConfigView& vision) {
    ResnetConfig resnet;
    resnet.width = vision.size("width", 768);
    resnet.heads = resnet.channels() / vision.size("head_width", 64);
    resnet.blocks = vision.integers("layers", {});
    const PixelSize image = readEdges(vision, "image_size", {224, 224});
    resnet.imageSize = image.height;
    bool isUsable = resnet.blocks.size() == 4;
    for (const int count : resnet.blocks)
        isUsable = isUsable && count > 0 && count <= 1000;
    vision.require(isUsable, "\"layers\" needs four positive numbers of blocks.");
    vision.require(image.height == image.width && image.height >= 32, "\"image_size\" must be square, from 32 on.");
    vision.require(resnet.width % 2 == 0 && resnet.heads > 0 && resnet.channels() % resnet.heads == 0,
                   "\"head_width\" does not divide 32 times \"width\".");
    return resnet;
}

TextPool readTextPool(const ConfigView& text) {
    constexpr std::array<std::pair<std::string_view, TextPool>, 4> pools{{{"argmax", TextPool::LargestId},
                                                                          {"first", TextPool::First},
                                                                          {"last", TextPool::Last},
                                                                          {"eos", TextPool::EndToken}}};
    const std::string wanted = text.text("pool_type", "argmax");
    for (const auto& [name, pool] : pools)
        if (name == wanted)
            return pool;
    text.require(false, "The \"pool_type\" \"" + wanted + "\" gives no single vector.");
    return TextPool::LargestId;
}

TextConfig readText(const ConfigView& config, bool quickGelu) {
    TextConfig text;
    const int width = config.size("width", 512);
    text.blocks = readBlocks(config, width, config.size("heads", 8), quickGelu);
    text.vocabulary = config.size("vocab_size", text.vocabulary);
    text.context = config.size("context_length", text.context);
    text.isCausal = !config.flag("no_causal_mask", false);
    text.pool = readTextPool(config);
    text.endToken = config.integer("eos_id", text.endToken);
    text.hasProjection = config.text("proj_type", "linear") != "none";
    text.projectionBias = config.flag("proj_bias", false);
    return text;
}

std::vector<double> readChannels(const ConfigView& config, const std::string& key,
                                 const std::vector<double>& fallback) {
    if (config.has(key) && config.json().at(key).is_number())
        return std::vector<double>(3, config.real(key, 0));
    std::vector<double> values = config.reals(key, fallback);
    bool isUsable = values.size() == 3;
    for (const double value : values)
        isUsable = isUsable && (key != "std" || value != 0);
    config.require(isUsable, "\"" + key + "\" needs three values, \"std\" without 0.");
    return isUsable ? values : fallback;
}

PreprocessConfig readPreprocess(const ConfigView& config, PixelSize size) {
    PreprocessConfig preprocess;
    preprocess.size = size;
    preprocess.fill = config.integer("fill_color", 0);
    preprocess.values.mean = readChannels(config, "mean", clipMean);
    preprocess.values.deviation = readChannels(config, "std", clipDeviation);
    // "random" chooses while training only.
    if (config.text("interpolation", "bicubic") == "bilinear")
        preprocess.filter = formats::ResizeFilter::Bilinear;
    const std::string mode = config.text("resize_mode", "shortest");
    preprocess.mode = mode == "longest"  ? ResizeMode::Longest
                      : mode == "squash" ? ResizeMode::Squash
                                         : ResizeMode::Shortest;
    config.require(mode == "longest" || mode == "squash" || mode == "shortest",
                   "The \"resize_mode\" \"" + mode + "\" is not known.");
    config.require(preprocess.fill >= 0 && preprocess.fill <= 255, "\"fill_color\" is not a grey value.");
    return preprocess;
}

} // namespace

LayerOptions BlockConfig::layerOptions() const {
    LayerOptions options;
    options.names = layerNames;
    options.attention.width = width;
    options.attention.heads = heads;
    options.mlpWidth = mlpWidth;
    options.activation = activation;
    options.epsilon = epsilon;
    return options;
}

namespace {

using Vision = decltype(OpenClipConfig::vision);
using Text = decltype(OpenClipConfig::text);

Result<Vision> readVision(const ConfigView& vision, bool quickGelu) {
    if (vision.has("timm_model_name")) {
        const auto timm = TimmVitConfig::read(vision);
        if (!timm)
            return notSupported(vision, "The vision tower is \"" + vision.text("timm_model_name", "") + "\" of timm");
        return *timm;
    }
    if (vision.has("layers") && vision.json().at("layers").is_array())
        return readResnet(vision);
    return readVit(vision, quickGelu);
}

Result<Text> readTextTower(const ConfigView& text, const WeightScope& weights, int padToken, bool quickGelu) {
    if (!text.has("hf_model_name"))
        return readText(text, quickGelu);
    const auto bert = BertTextConfig::read(text, weights / "text", padToken);
    if (!bert)
        return notSupported(text, "The text tower is \"" + text.text("hf_model_name", "") + "\" of transformers");
    return *bert;
}

PixelSize imageSize(const Vision& vision) {
    if (const auto* resnet = std::get_if<ResnetConfig>(&vision))
        return {resnet->imageSize, resnet->imageSize};
    const auto* vit = std::get_if<VitConfig>(&vision);
    return vit ? vit->image : std::get<TimmVitConfig>(vision).image;
}

} // namespace

Result<OpenClipConfig> OpenClipConfig::read(const ConfigView& config, const WeightScope& weights, int padToken) {
    const ConfigView model = config.section("model_cfg");
    const ConfigView textConfig = model.section("text_cfg");
    if (const auto known = refuseOtherModels(model); !known)
        return Failure(known.error());
    const bool quickGelu = model.flag("quick_gelu", false);
    auto vision = readVision(model.section("vision_cfg"), quickGelu);
    if (!vision)
        return Failure(vision.error());
    auto text = readTextTower(textConfig, weights, padToken, quickGelu);
    if (!text)
        return Failure(text.error());
    OpenClipConfig read;
    read.joint = model.size("embed_dim", read.joint);
    read.vision = std::move(*vision);
    read.text = std::move(*text);
    read.hasOwnTokenizer = textConfig.has("hf_tokenizer_name");
    read.stripsSeparator = textConfig.section("tokenizer_kwargs").flag("strip_sep_token", false);
    read.context = textConfig.size("context_length", read.context);
    read.preprocess = readPreprocess(config.section("preprocess_cfg"), imageSize(read.vision));
    return read;
}

PixelSize OpenClipConfig::patch() const {
    if (const auto* vit = std::get_if<VitConfig>(&vision))
        return vit->patch;
    const auto* timm = std::get_if<TimmVitConfig>(&vision);
    return timm ? timm->patch : PixelSize{resnetPatch, resnetPatch};
}

VisionPool OpenClipConfig::visionPool() const {
    if (const auto* vit = std::get_if<VitConfig>(&vision))
        return vit->pool;
    const auto* timm = std::get_if<TimmVitConfig>(&vision);
    return timm ? timm->pool : VisionPool::Attention;
}

TowerDescriptor OpenClipConfig::visionTower() const {
    if (const auto* vit = std::get_if<VitConfig>(&vision))
        return {vit->blocks.layers, vit->blocks.heads};
    const auto* timm = std::get_if<TimmVitConfig>(&vision);
    return timm ? TowerDescriptor{timm->blocks.layers, timm->blocks.heads} : TowerDescriptor{};
}

TowerDescriptor OpenClipConfig::textTower() const {
    if (const auto* own = std::get_if<TextConfig>(&text))
        return {own->blocks.layers, own->blocks.heads};
    const BertConfig& bert = std::get<BertTextConfig>(text).bert;
    return {bert.layers, bert.heads};
}

int OpenClipConfig::vocabulary() const {
    const auto* own = std::get_if<TextConfig>(&text);
    return own ? own->vocabulary : std::get<BertTextConfig>(text).bert.vocabulary;
}

} // namespace triptych::models::open_clip
