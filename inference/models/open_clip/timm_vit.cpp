// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/timm_vit.h"

#include <array>
#include <regex>

#include <ATen/ATen.h>

namespace triptych::models::open_clip {

namespace {

constexpr LayerNames timmLayerNames{"attn", "norm1", {"", "", "", "proj", "qkv"}, "mlp.fc1", "mlp.fc2", "norm2",
                                    "",     ""};

struct TimmSize {
    std::string_view name;
    int width;
    int layers;
    int heads;
};
constexpr std::array<TimmSize, 4> timmSizes{
    {{"tiny", 192, 12, 3}, {"small", 384, 12, 6}, {"base", 768, 12, 12}, {"large", 1024, 24, 16}}};

TimmProjection readProjection(const ConfigView& vision) {
    const std::string name = vision.text("timm_proj", "linear");
    vision.require(name == "linear" || name == "mlp" || name == "none" || name.empty(),
                   "The \"timm_proj\" \"" + name + "\" is not known.");
    return name == "linear" ? TimmProjection::Linear
           : name == "mlp"  ? TimmProjection::Mlp
           : name.empty()   ? TimmProjection::Classifier
                            : TimmProjection::None;
}

} // namespace

std::optional<TimmVitConfig> TimmVitConfig::read(const ConfigView& vision) {
    static const std::regex plainName(R"(vit_([a-z]+)_patch(\d{1,3})_(\d{2,4})(\..*)?)");
    const std::string name = vision.text("timm_model_name", "");
    std::smatch parts;
    if (!std::regex_match(name, parts, plainName))
        return std::nullopt;
    const auto size = std::ranges::find(timmSizes, parts[1].str(), &TimmSize::name);
    const std::string pool = vision.text("timm_pool", "");
    if (size == timmSizes.end() || (!pool.empty() && pool != "token" && pool != "avg"))
        return std::nullopt;
    TimmVitConfig read;
    read.blocks = {size->width, size->layers, size->heads, 4 * size->width, Activation::Gelu, 1e-6};
    const int patch = std::stoi(parts[2]);
    const int image = std::stoi(parts[3]);
    vision.require(patch > 0 && patch <= image, "The patch of \"" + name + "\" does not fit its image.");
    read.patch = {std::max(1, patch), std::max(1, patch)};
    read.image = {image, image};
    read.pool = pool == "avg" ? VisionPool::Mean : VisionPool::ClassToken;
    read.projection = readProjection(vision);
    read.projectionBias = vision.flag("timm_proj_bias", false);
    return read;
}

TimmVitTower TimmVitTower::load(const WeightScope& scope, const TimmVitConfig& config, int joint) {
    TimmVitTower tower;
    tower.m_config = config;
    const WeightScope trunk = scope / "trunk";
    PatchEmbeddingSizes sizes;
    sizes.width = config.blocks.width;
    sizes.patch = config.patch;
    sizes.image = config.image;
    tower.m_embedding = PatchEmbedding::load(trunk, {"patch_embed.proj", "cls_token", "pos_embed"}, sizes);
    LayerOptions options = config.blocks.layerOptions();
    options.names = timmLayerNames;
    tower.m_layers = loadLayers(trunk / "blocks", config.blocks.layers, options);
    tower.m_config.normAfterPool = trunk.has("fc_norm.weight");
    tower.m_norm = Norm::layer(trunk / (tower.m_config.normAfterPool ? "fc_norm" : "norm"), config.blocks.width,
                               config.blocks.epsilon);
    tower.loadHead(scope, joint);
    return tower;
}

void TimmVitTower::loadHead(const WeightScope& scope, int joint) {
    const int width = m_config.blocks.width;
    const bool bias = m_config.projectionBias;
    switch (m_config.projection) {
    case TimmProjection::Linear:
        m_head = {Linear::load(scope / "head" / "proj", width, joint, bias)};
        break;
    case TimmProjection::Mlp:
        m_head = {Linear::load(scope / "head" / "mlp" / "fc1", width, std::int64_t{2} * joint),
                  Linear::load(scope / "head" / "mlp" / "fc2", std::int64_t{2} * joint, joint, bias)};
        break;
    case TimmProjection::Classifier:
        m_head = {Linear::load(scope / "trunk" / "head", width, joint)};
        break;
    case TimmProjection::None:
        break;
    }
}

at::Tensor TimmVitTower::pool(const at::Tensor& tokens) const {
    return m_config.pool == VisionPool::Mean ? tokens.narrow(1, 1, tokens.size(1) - 1).mean(1) : tokens.select(1, 0);
}

at::Tensor TimmVitTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    tokens = passLayers(m_layers, tokens, {}, "vision", trace);
    return head(m_config.normAfterPool ? m_norm(pool(tokens)) : pool(m_norm(tokens)));
}

at::Tensor TimmVitTower::head(at::Tensor pooled) const {
    for (std::size_t i = 0; i < m_head.size(); ++i)
        pooled = m_head[i](i == 0 ? pooled : activate(pooled, Activation::Gelu));
    return pooled;
}

} // namespace triptych::models::open_clip
