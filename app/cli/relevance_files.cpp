// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/relevance_files.h"

#include "inference/engine/programs.h"
#include "inference/formats/atomic_file.h"
#include "inference/formats/image_write.h"
#include "inference/formats/safetensors.h"
#include "inference/numerics/map_region.h"
#include "visualization/picture/compose.h"

namespace triptych::cli {

namespace {

ArrayMap arraysOf(const Relevance& relevance) {
    ArrayMap arrays;
    const auto add = [&](const std::string& name, const FloatArray& values) {
        if (!values.empty())
            arrays[name] = values;
    };
    add("relevance.image", relevance.image);
    add("relevance.pixels", relevance.pixels);
    add("relevance.text", relevance.text);
    add("relevance.audio", relevance.audio);
    add("links.text_image", relevance.links.textImage);
    add("links.audio_image", relevance.links.audioImage);
    add("links.text_audio", relevance.links.textAudio);
    add("links.audio_text", relevance.links.audioText);
    return arrays;
}

Json tokensOf(const ShownInputs& inputs) {
    Json tokens = Json::array();
    for (const Token& token : inputs.tokens)
        tokens.push_back({{"text", token.text}, {"chars", {token.chars.from, token.chars.to}}});
    return tokens;
}

// Numbers stay numbers, so that a reader need not know which parameter is one.
Json valuesOf(const std::map<std::string, std::string>& parameters) {
    Json values = Json::object();
    for (const auto& [name, text] : parameters) {
        const Json parsed = Json::parse(text, nullptr, false);
        values[name] = parsed.is_number() || parsed.is_boolean() ? parsed : Json(text);
    }
    return values;
}

picture::ColourMap coloursFor(const FloatArray& map) {
    return numerics::summarise(map.values()).minimum < 0 ? picture::ColourMap::BlueWhiteRed : picture::ColourMap::Magma;
}

// [[x0, y0, x1, y1], ...] as fractions of the picture; null where the model knows no regions.
Json regionsOf(const ShownInputs& inputs) {
    Json regions;
    for (const Box& box : inputs.regions)
        regions.push_back({box.x0, box.y0, box.x1, box.y1});
    return regions;
}

std::vector<Picture> picturesOf(const RunResult& result) {
    std::vector<Picture> pictures;
    const ShownInputs& inputs = result.inputs;
    const FloatArray& image = result.relevance.pixels.empty() ? result.relevance.image : result.relevance.pixels;
    // Without a grid the units are regions; they are written as boxes.
    if (inputs.picture.width > 0 && inputs.patchGrid.count() > 0 && image.rank() == 2)
        pictures.push_back(picture::composeImage(inputs.picture, inputs.patchGrid, image, coloursFor(image)));
    const FloatArray& audio = result.relevance.audio;
    if (!audio.empty() && inputs.audioAxis.frames > 0)
        pictures.push_back(picture::composeSound(inputs.spectrogram, inputs.audioAxis, audio, coloursFor(audio)));
    return pictures;
}

} // namespace

Json relevanceDocument(const RunResult& result) {
    const ShownInputs& inputs = result.inputs;
    const PatchGrid& grid = inputs.patchGrid;
    Json document{{"target", toString(result.target)},
                  {"targetValue", result.targetValue},
                  {"method", result.request.method},
                  {"parameters", valuesOf(result.request.parameters)},
                  {"text", inputs.text},
                  {"tokens", tokensOf(inputs)}};
    document["patchGrid"] = grid.count() > 0 ? Json{grid.rows, grid.cols} : Json();
    document["imageRect"] = grid.count() > 0 ? Json{grid.x, grid.y, grid.width, grid.height} : Json();
    document["regions"] = regionsOf(inputs);
    document["msPerAudioFrame"] = inputs.audioAxis.frames > 0 ? Json(inputs.audioAxis.msPerFrame) : Json();
    document["figures"] = result.relevance.figures;
    for (const Intervention& intervention : result.request.interventions)
        document["interventions"].push_back(toString(intervention));
    if (result.targetBefore)
        document["targetBefore"] = *result.targetBefore;
    document["modelHash"] = result.model.hash;
    if (const auto program = engine::findProgram(result.request.model))
        document["program"] = {{"file", std::filesystem::path(program->file).filename().string()},
                               {"sha256", program->sha256}};
    document["programVersion"] = TRIPTYCH_VERSION;
    document["device"] = result.device;
    document["seed"] = result.request.seed;
    return document;
}

Result<std::vector<std::string>> writeRelevanceFiles(const RunResult& result, const std::filesystem::path& folder) {
    std::vector<std::string> files{"relevance.safetensors", "relevance.json"};
    if (const auto written = formats::writeSafetensors(folder / files[0], arraysOf(result.relevance)); !written)
        return Failure(written.error());
    const std::string document = relevanceDocument(result).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    if (const auto written = formats::writeFileAtomically(folder / files[1], document); !written)
        return Failure(written.error());
    const std::vector<Picture> pictures = picturesOf(result);
    const std::filesystem::path overlay = folder / "overlay.png";
    std::error_code code;
    if (pictures.empty()) {
        std::filesystem::remove(overlay, code); // that of an earlier run would show something else
        return files;
    }
    files.emplace_back("overlay.png");
    const Picture whole = picture::stackPictures(pictures);
    if (const auto written = formats::writePng(overlay, formats::pixelsOf(whole)); !written)
        return Failure(written.error());
    return files;
}

} // namespace triptych::cli
