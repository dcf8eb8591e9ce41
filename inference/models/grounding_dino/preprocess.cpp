// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/preprocess.h"

#include <algorithm>
#include <cmath>

namespace triptych::models::grounding_dino {

namespace {

std::string trimmed(const std::string& text) {
    constexpr const char* white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    return first == text.npos ? std::string() : text.substr(first, text.find_last_not_of(white) - first + 1);
}

bool hasStop(const std::string& text) {
    return text.find('.') != text.npos;
}

std::string closed(const std::string& text) {
    return text.ends_with('.') ? text : text + ".";
}

// The size with this shorter edge; the longer one is rounded down.
PixelSize scaled(PixelSize picture, int shortest, double exact) {
    const int shorter = std::min(picture.height, picture.width);
    const int longer = std::max(picture.height, picture.width);
    if (shorter == shortest)
        return picture;
    const int other = static_cast<int>(exact * longer / shorter);
    return picture.width < picture.height ? PixelSize{other, shortest} : PixelSize{shortest, other};
}

void readSizes(const ConfigView& preprocessor, DetectionImage& options) {
    if (!preprocessor.has("size"))
        return;
    if (preprocessor.json().at("size").is_number()) {
        options.shortest = preprocessor.size("size", options.shortest);
        options.longest = preprocessor.size("max_size", options.longest);
        return;
    }
    const ConfigView size = preprocessor.section("size");
    if (size.has("shortest_edge")) {
        options.shortest = size.size("shortest_edge", options.shortest);
        options.longest = size.has("longest_edge") ? size.size("longest_edge", options.longest) : 0;
    } else if (size.has("max_height")) {
        options.most = {size.size("max_height", 800), size.size("max_width", 1333)};
    } else if (size.has("height")) {
        options.keepsShape = false;
        options.pixels.size = {size.size("height", 800), size.size("width", 800)};
    }
}

} // namespace

DetectionImage DetectionImage::read(const ConfigView& preprocessor) {
    DetectionImage options;
    ImageOptions defaults;
    defaults.shortestEdge = options.shortest;
    defaults.filter = formats::ResizeFilter::Bilinear;
    defaults.mean = imagenetMean;
    defaults.deviation = imagenetDeviation;
    options.pixels = readImageOptionsButSize(preprocessor, defaults);
    options.pixels.shortestEdge = 0;
    options.pixels.doCrop = false;
    readSizes(preprocessor, options);
    if (preprocessor.has("pad_size")) {
        const ConfigView padded = preprocessor.section("pad_size");
        options.padded = {padded.size("height", 1), padded.size("width", 1)};
    }
    return options;
}

PixelSize DetectionImage::sizeFor(PixelSize picture) const {
    if (!pixels.doResize)
        return picture;
    if (!keepsShape)
        return pixels.size;
    if (most.height > 0) {
        const double scale = std::min(static_cast<double>(most.height) / picture.height,
                                      static_cast<double>(most.width) / picture.width);
        return {std::max(1, static_cast<int>(picture.height * scale)),
                std::max(1, static_cast<int>(picture.width * scale))};
    }
    const double shorter = std::min(picture.height, picture.width);
    const double longer = std::max(picture.height, picture.width);
    if (longest == 0 || longer / shorter * shortest <= longest)
        return scaled(picture, shortest, shortest);
    const double exact = longest * shorter / longer;
    const int edge = std::max(1, static_cast<int>(std::nearbyint(exact))); // half to even
    return scaled(picture, edge, exact);
}

Result<ProcessedImage> processDetection(const Picture& picture, const DetectionImage& options) {
    ImageOptions pixels = options.pixels;
    pixels.size = options.sizeFor({picture.height, picture.width});
    return processImage(picture, pixels);
}

void stackPadded(const std::vector<ProcessedImage>& images, PixelSize atLeast, PreparedSample& prepared) {
    if (images.empty())
        return;
    std::int64_t height = atLeast.height;
    std::int64_t width = atLeast.width;
    for (const ProcessedImage& image : images) {
        height = std::max(height, image.pixels.size(1));
        width = std::max(width, image.pixels.size(2));
    }
    const auto count = static_cast<std::int64_t>(images.size());
    at::Tensor pixels = at::zeros({count, 3, height, width}, at::kFloat);
    at::Tensor mask = at::zeros({count, height, width}, at::kByte);
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor& image = images[static_cast<std::size_t>(i)].pixels;
        pixels.select(0, i).narrow(1, 0, image.size(1)).narrow(2, 0, image.size(2)).copy_(image);
        mask.select(0, i).narrow(0, 0, image.size(1)).narrow(1, 0, image.size(2)).fill_(1);
    }
    prepared.tensors["input.pixel_values"] = pixels;
    prepared.tensors["input.pixel_mask"] = mask;
}

Result<std::vector<std::string>> labelTexts(std::vector<std::string> texts, std::size_t images) {
    for (std::string& text : texts) {
        text = trimmed(text);
        if (text.empty())
            return fail(ErrorCode::InvalidInput, "The text is empty; write labels, each with a full stop after it.",
                        "text");
    }
    if (images == 1 && texts.size() > 1 && std::ranges::none_of(texts, hasStop)) {
        std::string labels;
        for (const std::string& text : texts)
            labels += (labels.empty() ? "" : " ") + closed(text);
        return std::vector{labels};
    }
    if (texts.size() == 1 && images > 1)
        texts.resize(images, texts.front());
    if (images > 0 && !texts.empty() && texts.size() != images)
        return fail(ErrorCode::InvalidInput,
                    "Every image needs one text with its labels; give as many texts as images, or one image and "
                    "labels without full stops.",
                    "texts");
    for (std::string& text : texts)
        text = closed(text);
    return texts;
}

} // namespace triptych::models::grounding_dino
