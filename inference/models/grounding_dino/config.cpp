// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/config.h"

#include <algorithm>

namespace triptych::models::grounding_dino {

namespace {

constexpr int groups = 32; // of the norm behind the input projections

// "stage3" -> 3, "stem" -> 0, else -1.
int stageOf(const std::string& name) {
    if (name == "stem")
        return 0;
    if (name.size() == 6 && name.starts_with("stage") && name[5] >= '1' && name[5] <= '9')
        return name[5] - '0';
    return -1;
}

// "out_indices" or "out_features"; without both the last stage.
std::vector<int> readOutputs(const ConfigView& backbone, int stages, std::vector<int> fallback) {
    std::vector<int> outputs = std::move(fallback);
    if (backbone.has("out_indices"))
        outputs = backbone.integers("out_indices", {});
    else if (backbone.has("out_features") && backbone.json().at("out_features").is_array()) {
        outputs.clear();
        for (const auto& name : backbone.json().at("out_features"))
            outputs.push_back(name.is_string() ? stageOf(name.get<std::string>()) : -1);
    }
    for (int& output : outputs)
        if (output < 0 && backbone.has("out_indices"))
            output += stages + 1;
    std::ranges::sort(outputs);
    const bool fits = !outputs.empty() && outputs.front() >= 0 && outputs.back() <= stages &&
                      std::ranges::adjacent_find(outputs) == outputs.end();
    backbone.require(fits, "\"out_indices\" or \"out_features\" name stages that do not exist.");
    return fits ? outputs : std::vector<int>{stages};
}

void readBackbones(const ConfigView& config, DinoConfig& read) {
    const ConfigView backbone = config.section("backbone_config");
    const std::string type = backbone.text("model_type", "swin");
    config.require(type == "swin", "The backbone \"" + type + "\" is not supported; only Swin is.");
    read.vision = SwinConfig::read(backbone);
    const auto stages = static_cast<int>(read.vision.depths.size());
    read.outputs =
        readOutputs(backbone, stages, config.has("backbone_config") ? std::vector{stages} : std::vector{2, 3, 4});
    const ConfigView text = config.section("text_config");
    const std::string textType = text.text("model_type", "bert");
    config.require(textType == "bert", "The text tower \"" + textType + "\" is not supported; only BERT is.");
    read.text = BertConfig::read(text);
}

void checkSizes(const ConfigView& config, const DinoConfig& read) {
    config.require(read.width % 4 == 0 && read.width % groups == 0, "\"d_model\" is not a multiple of 32.");
    config.require(read.encoderHeads % 2 == 0 && read.width % read.encoderHeads == 0 && read.encoderMlp % 2 == 0 &&
                       read.encoderMlp % read.encoderHeads == 0,
                   "\"encoder_attention_heads\" does not divide \"d_model\" and \"encoder_ffn_dim\".");
    config.require(read.width % read.decoderHeads == 0, "\"decoder_attention_heads\" does not divide \"d_model\".");
    config.require(read.levels >= static_cast<int>(read.outputs.size()) && read.levels < 16,
                   "\"num_feature_levels\" is smaller than the number of backbone outputs.");
    config.require(read.decoderLayers > 0, "\"decoder_layers\" is 0.");
    config.require(config.integer("query_dim", 4) == 4, "Only \"query_dim\" 4 is supported.");
}

} // namespace

DinoConfig DinoConfig::read(const ConfigView& config) {
    DinoConfig read;
    read.width = config.size("d_model", config.size("hidden_size", read.width));
    read.queries = config.size("num_queries", read.queries);
    read.levels = config.size("num_feature_levels", read.levels);
    read.encoderLayers = config.layers("encoder_layers", read.encoderLayers);
    read.encoderHeads = config.size("encoder_attention_heads", read.encoderHeads);
    read.encoderMlp = config.size("encoder_ffn_dim", read.encoderMlp);
    read.encoderPoints = config.size("encoder_n_points", read.encoderPoints);
    read.decoderLayers = config.layers("decoder_layers", read.decoderLayers);
    read.decoderHeads = config.size("decoder_attention_heads", read.decoderHeads);
    read.decoderMlp = config.size("decoder_ffn_dim", read.decoderMlp);
    read.decoderPoints = config.size("decoder_n_points", read.decoderPoints);
    read.maxTextTokens = config.size("max_text_len", read.maxTextTokens);
    read.twoStage = config.flag("two_stage", true);
    read.learnedQueries = config.flag("embedding_init_target", true) || !read.twoStage;
    read.sharedBoxHead = config.flag("decoder_bbox_embed_share", true);
    read.sharedProposalHead = config.flag("two_stage_bbox_embed_share", false);
    const std::string positions = config.text("position_embedding_type", "sine");
    config.require(positions == "sine" || positions == "learned",
                   "The position embedding \"" + positions + "\" is not supported.");
    read.sinePositions = positions == "sine";
    read.positionTemperature = config.real("positional_embedding_temperature", read.positionTemperature);
    read.activation = readActivation(config, "activation_function", "relu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    readBackbones(config, read);
    checkSizes(config, read);
    return read;
}

std::vector<PixelSize> DinoConfig::levelSizes(PixelSize pixels) const {
    const auto halved = [](PixelSize size) { return PixelSize{(size.height + 1) / 2, (size.width + 1) / 2}; };
    PixelSize size{(pixels.height + vision.patch.height - 1) / vision.patch.height,
                   (pixels.width + vision.patch.width - 1) / vision.patch.width};
    std::vector<PixelSize> sizes;
    for (int output = 0; output <= outputs.back(); ++output) {
        if (output > 1)
            size = halved(size);
        if (std::ranges::find(outputs, output) != outputs.end())
            sizes.push_back(size);
    }
    while (static_cast<int>(sizes.size()) < levels)
        sizes.push_back(halved(sizes.back()));
    return sizes;
}

PixelSize DinoConfig::stride() const {
    const int halvings = std::max(0, outputs.front() - 1);
    return {vision.patch.height << halvings, vision.patch.width << halvings};
}

} // namespace triptych::models::grounding_dino
