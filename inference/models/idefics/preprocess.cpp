// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/idefics/preprocess.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models::idefics {

namespace {

constexpr const char* imageMark = "<image>";
constexpr const char* fence = "<fake_token_around_image>";

std::string withoutSpacesAround(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == text.npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string startToken(const text::Tokenizer& tokenizer) {
    return tokenizer.facts().bos ? tokenizer.tokenOf(*tokenizer.facts().bos) : std::string("<s>");
}

} // namespace

ImageOptions readImages(const ConfigView& preprocessor) {
    ImageOptions defaults;
    defaults.mean = clipMean;
    defaults.deviation = clipDeviation;
    ImageOptions options = readImageOptions(preprocessor, defaults);
    options.doCrop = false;
    if (preprocessor.has("image_size")) {
        const int edge = preprocessor.size("image_size", 224);
        options.shortestEdge = 0;
        options.size = {edge, edge};
    }
    return options;
}

Result<std::vector<PromptRow>> imagePrompts(const std::vector<std::string>& texts, int images,
                                            const text::Tokenizer& tokenizer) {
    const std::string start = startToken(tokenizer);
    const std::string twoFences = std::string(fence) + fence;
    std::vector<std::string> trimmed;
    for (const std::string& text : texts)
        trimmed.push_back(withoutSpacesAround(text));
    auto rows = pairPrompts(trimmed, images, {start, std::string(fence) + imageMark + fence, "", imageMark});
    if (!rows)
        return rows;
    for (PromptRow& row : *rows) {
        for (auto at = row.text.find(twoFences); at != row.text.npos; at = row.text.find(twoFences, at))
            row.text.erase(at, std::string_view(fence).size());
        if (!row.text.starts_with(start))
            row.text = start + row.text;
    }
    return rows;
}

Result<void> addImagePrompts(const std::vector<PromptRow>& rows, const text::Tokenizer& tokenizer, std::int64_t padId,
                             PreparedSample& prepared) {
    const std::int64_t placeholder = tokenizer.idOf(imageMark).value_or(-1);
    std::vector<text::Encoding> encoded;
    for (const PromptRow& row : rows) {
        // The start token stands in the text itself.
        encoded.push_back(tokenizer.encodeWith(row.text, {std::nullopt, false}));
        if (std::ranges::count(encoded.back().ids, placeholder) != row.items)
            return fail(ErrorCode::ModelMismatch,
                        "The tokenizer does not know the marks of images; complete the download of its files.",
                        imageMark);
    }
    if (!rows.empty())
        addPaddedLeft(std::move(encoded), tokenizer, padId, rows.front().text, prepared);
    return {};
}

at::Tensor imageMask(const at::Tensor& ids, std::int64_t images, const text::Tokenizer& tokenizer) {
    const std::int64_t placeholder = tokenizer.idOf(imageMark).value_or(-1);
    const std::int64_t end = tokenizer.facts().eos.value_or(-1);
    const at::Tensor rows = ids.to(at::kCPU, at::kLong).contiguous();
    at::Tensor mask = at::zeros({rows.size(0), rows.size(1), images}, at::kLong);
    const std::int64_t* id = rows.const_data_ptr<std::int64_t>();
    auto* allowed = mask.mutable_data_ptr<std::int64_t>();
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        std::int64_t image = -1;
        bool hasEnded = false;
        for (std::int64_t token = 0; token < rows.size(1); ++token, ++id, allowed += images) {
            if (*id == placeholder) {
                ++image;
                hasEnded = false;
            }
            if (!hasEnded && image >= 0 && image < images)
                allowed[image] = 1;
            hasEnded = hasEnded || *id == end;
        }
    }
    return mask;
}

at::Tensor imagesByRow(const std::vector<ProcessedImage>& images, const std::vector<PromptRow>& rows) {
    int most = 1;
    for (const PromptRow& row : rows)
        most = std::max(most, row.items);
    const at::Tensor& first = images.front().pixels;
    at::Tensor pixels = at::zeros(
        {static_cast<std::int64_t>(rows.size()), most, first.size(0), first.size(1), first.size(2)}, at::kFloat);
    std::size_t next = 0;
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (int i = 0; i < rows[row].items && next < images.size(); ++i)
            pixels[static_cast<std::int64_t>(row)][i].copy_(images[next++].pixels);
    return pixels;
}

} // namespace triptych::models::idefics
