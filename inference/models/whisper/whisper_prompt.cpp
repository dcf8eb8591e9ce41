// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_prompt.h"

#include <algorithm>

#include "inference/formats/json.h"

namespace triptych::models::whisper {

namespace {

using formats::Json;

constexpr int publishedStart = 50257; // of the class, where a folder does not say
constexpr int publishedEnd = 50256;

Result<ConfigView> generationConfig(const FamilySource& source) {
    const std::filesystem::path file = source.folder.path() / "generation_config.json";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return ConfigView(Json::object(), file.string());
    return formats::readJsonFile(file).map([&](const Json& json) { return ConfigView(json, file.string()); });
}

// generation_config.json comes before config.json.
const ConfigView& whoSays(const std::string& key, const ConfigView& generation, const ConfigView& config) {
    return generation.has(key) ? generation : config;
}

// One id or a list of them.
std::vector<std::int64_t> idsOf(const ConfigView& config, const std::string& key, int fallback) {
    if (!config.has(key) || !config.json().at(key).is_array())
        return {config.integer(key, fallback)};
    const std::vector<int> ids = config.integers(key, {});
    return {ids.begin(), ids.end()};
}

// "en" and "<|en|>" are the same language.
std::optional<std::int64_t> tagId(const text::Tokenizer& tokenizer, const std::string& tag) {
    return tokenizer.idOf(tag.starts_with("<|") ? tag : "<|" + tag + "|>");
}

std::vector<std::int64_t> valuesOf(const ConfigView& ids) {
    std::vector<std::int64_t> values;
    for (const auto& [name, value] : ids.json().items())
        values.push_back(ids.integer(name, 0));
    std::ranges::sort(values);
    return values;
}

// The token that "forced_decoder_ids", a list of pairs of position and id, puts behind the start.
std::optional<std::int64_t> forcedLanguage(const ConfigView& config) {
    if (!config.has("forced_decoder_ids"))
        return std::nullopt;
    for (const Json& pair : config.json().at("forced_decoder_ids"))
        if (pair.is_array() && pair.size() == 2 && pair[0] == 1 && pair[1].is_number_integer())
            return pair[1].get<std::int64_t>();
    return std::nullopt;
}

// What the folder was told to write; else each sound's own language where the languages are listed; else what older
// folders say, else English.
void addLanguageAndTask(const ConfigView& generation, const ConfigView& config, const text::Tokenizer& tokenizer,
                        WhisperGeneration& read) {
    const auto english = tokenizer.idOf("<|en|>");
    const auto task = tagId(tokenizer, generation.text("task", "transcribe"));
    if (!generation.flag("is_multilingual", english && task))
        return;
    auto language = generation.has("language") ? tagId(tokenizer, generation.text("language", "")) : std::nullopt;
    if (!language)
        language = forcedLanguage(generation);
    read.languagePosition = read.prompt.size();
    if (!language)
        read.languages = valuesOf(generation.section("lang_to_id"));
    if (!language)
        language = forcedLanguage(config);
    read.prompt.push_back(language ? *language : english.value_or(0));
    if (task)
        read.prompt.push_back(*task);
}

void readAlignment(const ConfigView& generation, WhisperGeneration& read) {
    if (!generation.has("alignment_heads"))
        return;
    for (const Json& pair : generation.json().at("alignment_heads")) {
        const bool holds = pair.is_array() && pair.size() == 2 && pair[0].is_number_integer() &&
                           pair[1].is_number_integer() && pair[0] >= 0 && pair[1] >= 0;
        generation.require(holds, "\"alignment_heads\" must hold pairs of layer and head.");
        if (holds)
            read.alignmentHeads.emplace_back(pair[0].get<int>(), pair[1].get<int>());
    }
}

} // namespace

Result<WhisperGeneration> WhisperGeneration::read(const FamilySource& source) {
    const auto generation = generationConfig(source);
    if (!generation)
        return Failure(generation.error());
    const ConfigView& config = source.config;
    const auto first = [&](const char* key) -> const ConfigView& { return whoSays(key, *generation, config); };
    WhisperGeneration read;
    read.prompt = {first("decoder_start_token_id").integer("decoder_start_token_id", publishedStart)};
    addLanguageAndTask(*generation, config, *source.tokenizer, read);
    const auto withoutTimes = source.tokenizer->idOf("<|notimestamps|>");
    if (generation->has("no_timestamps_token_id"))
        read.prompt.push_back(generation->integer("no_timestamps_token_id", 0));
    else if (withoutTimes)
        read.prompt.push_back(*withoutTimes);
    read.endIds = idsOf(first("eos_token_id"), "eos_token_id", publishedEnd);
    read.padId = first("pad_token_id").integer("pad_token_id", publishedEnd);
    if (generation->has("max_new_tokens"))
        read.maxNewTokens = generation->size("max_new_tokens", 1);
    if (generation->has("max_length"))
        read.maxLength = generation->size("max_length", 1);
    readAlignment(*generation, read);
    read.medianWidth = config.size("median_filter_width", read.medianWidth);
    if (const auto broken = generation->error())
        return Failure(*broken);
    return read;
}

} // namespace triptych::models::whisper
