// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/generation_config.h"

#include <initializer_list>
#include <optional>

namespace triptych::models {

namespace {

// One id or a list of them; nothing where the key is absent, null or broken.
std::vector<std::int64_t> idsAt(const formats::Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    if (found->is_number_integer())
        return {found->get<std::int64_t>()};
    std::vector<std::int64_t> ids;
    if (found->is_array())
        for (const formats::Json& id : *found)
            if (id.is_number_integer())
                ids.push_back(id.get<std::int64_t>());
    return ids;
}

std::vector<std::int64_t> firstIds(std::initializer_list<const formats::Json*> objects, const char* key) {
    for (const formats::Json* object : objects)
        if (auto ids = idsAt(*object, key); !ids.empty())
            return ids;
    return {};
}

Result<formats::Json> generationFile(const formats::ModelFolder& folder) {
    const auto file = folder.path() / "generation_config.json";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return formats::Json::object();
    auto read = formats::readJsonFile(file);
    if (read && !read->is_object())
        return fail(ErrorCode::BadFormat, "The file holds no JSON object; download it again.", file.string());
    return read;
}

} // namespace

Result<DecodeOptions> readGenerationConfig(const FamilySource& source, const ConfigView& textConfig,
                                           std::int64_t endId) {
    const auto file = generationFile(source.folder);
    if (!file)
        return Failure(file.error());
    DecodeOptions options;
    options.endIds = firstIds({&*file, &textConfig.json(), &source.config.json()}, "eos_token_id");
    if (options.endIds.empty() && endId >= 0)
        options.endIds = {endId};
    auto pad = firstIds({&*file, &textConfig.json()}, "pad_token_id");
    if (pad.empty() && source.tokenizer && source.tokenizer->facts().pad)
        pad = {*source.tokenizer->facts().pad};
    if (pad.empty())
        pad = options.endIds;
    options.padId = pad.empty() || pad.front() < 0 ? 0 : pad.front();
    return options;
}

} // namespace triptych::models
