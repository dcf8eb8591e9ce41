// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_prompt.h"

#include <algorithm>

#include "inference/formats/json.h"
#include "inference/models/whisper/languages.h"

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

// "en", "english" and "<|en|>" are the same language.
std::optional<std::int64_t> tagId(const text::Tokenizer& tokenizer, const std::string& tag) {
    return tokenizer.idOf(tag.starts_with("<|") ? tag : "<|" + languageCode(tag) + "|>");
}

std::vector<std::int64_t> valuesOf(const ConfigView& ids) {
    std::vector<std::int64_t> values;
    for (const auto& [name, value] : ids.json().items())
        values.push_back(ids.integer(name, 0));
    std::ranges::sort(values);
    return values;
}

// What "forced_decoder_ids", a list of pairs of position and id, puts behind the start; nothing at a place where the id
// is null.
std::vector<std::optional<std::int64_t>> forcedTokens(const ConfigView& config) {
    std::vector<std::optional<std::int64_t>> tokens;
    if (!config.has("forced_decoder_ids") || !config.json().at("forced_decoder_ids").is_array())
        return tokens;
    for (const Json& pair : config.json().at("forced_decoder_ids")) {
        if (!pair.is_array() || pair.size() != 2 || pair[0] != static_cast<int>(tokens.size()) + 1)
            break;
        tokens.push_back(pair[1].is_number_integer() ? std::optional(pair[1].get<std::int64_t>()) : std::nullopt);
    }
    return tokens;
}

// What stands behind the start, as generate() of the published class has it: language and task, or what older folders
// force in their place; each sound's own language where nobody names one and the languages are listed. A folder that
// says nothing of all this is told to transcribe English.
void addLanguageAndTask(const ConfigView& generation, const ConfigView& config, const text::Tokenizer& tokenizer,
                        WhisperGeneration& read) {
    const bool namesTask = generation.has("task");
    auto language = generation.has("language") ? tagId(tokenizer, generation.text("language", "")) : std::nullopt;
    std::vector<std::optional<std::int64_t>> tokens;
    if (!namesTask && !language)
        tokens = forcedTokens(whoSays("forced_decoder_ids", generation, config));
    if (!language && (tokens.empty() || !tokens.front()))
        read.languages = valuesOf(generation.section("lang_to_id"));
    const bool isNamed = language.has_value() || (!namesTask && tokens.empty() && read.languages.empty());
    const auto english = tokenizer.idOf("<|en|>");
    if (!read.languages.empty())
        language = read.languages.front(); // until it is heard
    else if (!language && isNamed)
        language = english;
    const auto task = tagId(tokenizer, generation.text("task", "transcribe"));
    if (!generation.flag("is_multilingual", english && task))
        return read.languages.clear();
    if (language && tokens.empty())
        tokens.push_back(language);
    else if (language)
        tokens.front() = language;
    read.languagePosition = read.prompt.size();
    if (task && (namesTask || isNamed))
        tokens.push_back(task);
    for (const auto& token : tokens)
        if (token)
            read.prompt.push_back(*token);
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
    const std::int64_t untimed =
        generation->integer("no_timestamps_token_id", static_cast<int>(withoutTimes.value_or(-1)));
    if (untimed >= 0 && read.prompt.back() != untimed)
        read.prompt.push_back(untimed);
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
