// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/spm_document.h"

#include <algorithm>
#include <tuple>

#include "inference/text/base64.h"
#include "inference/text/string_index.h"
#include "inference/text/template_json.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;

namespace {

constexpr const char* wordMark = "\u2581";

Json metaspace(const char* scheme, bool split) {
    return {{"type", "Metaspace"}, {"replacement", wordMark}, {"prepend_scheme", scheme}, {"split", split}};
}

std::string roleOf(const TokenizerConfig& config, const char* role, const char* fallback) {
    const auto found = config.roles.find(role);
    return found == config.roles.end() ? fallback : found->second.content;
}

// Control pieces are special tokens; pieces that users defined are found in the text, too.
Json addedTokens(const SpmModel& model) {
    Json added = Json::array();
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
        const SpmModel::Piece& piece = model.pieces[id];
        if (piece.type == SpmModel::PieceType::Control || piece.type == SpmModel::PieceType::UserDefined)
            added.push_back({{"id", id},
                             {"content", piece.text},
                             {"normalized", false},
                             {"special", piece.type == SpmModel::PieceType::Control}});
    }
    return added;
}

Json unigram(Json vocabulary, std::int64_t unknown) {
    return {{"type", "Unigram"}, {"unk_id", unknown}, {"vocab", std::move(vocabulary)}};
}

// Words between whitespace, each behind a mark of its beginning.
void setWordParts(Json& document, const SpmModel& model, const char* scheme) {
    if (!model.rules.empty())
        document["normalizer"] = {{"type", "Precompiled"}, {"precompiled_charsmap", encodeBase64(model.rules)}};
    document["pre_tokenizer"] = {
        {"type", "Sequence"},
        {"pretokenizers", Json::array({Json{{"type", "WhitespaceSplit"}}, metaspace(scheme, true)})}};
    document["decoder"] = metaspace(scheme, true);
}

// The id of a piece of the vocabulary; -1 for none.
std::int64_t placeOf(const Json& vocabulary, const std::string& token) {
    for (std::size_t id = 0; id < vocabulary.size(); ++id)
        if (vocabulary[id][0] == token)
            return static_cast<std::int64_t>(id);
    return -1;
}

auto idsIn(const Json& vocabulary) {
    return [&vocabulary](const std::string& token) { return placeOf(vocabulary, token); };
}

Json piecesFrom(const SpmModel& model, std::size_t first) {
    Json vocabulary = Json::array();
    for (std::size_t id = first; id < model.pieces.size(); ++id)
        vocabulary.push_back({model.pieces[id].text, model.pieces[id].score});
    return vocabulary;
}

Json documentOfT5(const SpmModel& model, const TokenizerConfig& config) {
    constexpr std::int64_t usualExtraIds = 100;
    constexpr std::int64_t mostExtraIds = 10'000;
    Json vocabulary = piecesFrom(model, 0);
    Json added = addedTokens(model);
    const auto entry = config.raw.find("extra_ids");
    const std::int64_t extraIds = entry != config.raw.end() && entry->is_number_integer()
                                      ? std::clamp<std::int64_t>(entry->get<std::int64_t>(), 0, mostExtraIds)
                                      : usualExtraIds;
    for (std::int64_t i = extraIds - 1; i >= 0; --i) {
        const std::string token = "<extra_id_" + std::to_string(i) + ">";
        added.push_back({{"id", vocabulary.size()}, {"content", token}, {"normalized", false}, {"special", true}});
        vocabulary.push_back({token, 0.0});
    }
    Json document;
    setWordParts(document, model, "always");
    document["added_tokens"] = std::move(added);
    const std::string end = "</s>";
    document["post_processor"] =
        templateOf(Json::array({sequenceStep("A", 0), specialStep(end, 0)}),
                   Json::array({sequenceStep("A", 0), specialStep(end, 0), sequenceStep("B", 0), specialStep(end, 0)}),
                   {end}, idsIn(vocabulary));
    document["model"] = unigram(std::move(vocabulary), 2);
    return document;
}

// The ids are those of fairseq: four special tokens in another order, the mask at the end.
Json documentOfXlmRoberta(const SpmModel& model, const TokenizerConfig& config) {
    const std::string begin = roleOf(config, "bos_token", "<s>");
    const std::string end = roleOf(config, "eos_token", "</s>");
    Json vocabulary = Json::array();
    for (const std::string& token :
         {begin, roleOf(config, "pad_token", "<pad>"), end, roleOf(config, "unk_token", "<unk>")})
        vocabulary.push_back({token, 0.0});
    for (Json& piece : piecesFrom(model, 3))
        vocabulary.push_back(std::move(piece));
    vocabulary.push_back({roleOf(config, "mask_token", "<mask>"), 0.0});
    Json document;
    setWordParts(document, model, config.flag("add_prefix_space", true) ? "always" : "never");
    document["added_tokens"] = addedTokens(model);
    document["post_processor"] =
        templateOf(Json::array({specialStep(begin, 0), sequenceStep("A", 0), specialStep(end, 0)}),
                   Json::array({specialStep(begin, 0), sequenceStep("A", 0), specialStep(end, 0), specialStep(end, 0),
                                sequenceStep("B", 0), specialStep(end, 0)}),
                   {begin, end}, idsIn(vocabulary));
    document["model"] = unigram(std::move(vocabulary), 3);
    return document;
}

// Every way to put a piece together from two others, in the order of the pieces.
Json mergesOf(const SpmModel& model) {
    StringIndex ids;
    for (std::size_t id = 0; id < model.pieces.size(); ++id)
        ids.insert(model.pieces[id].text, static_cast<std::uint32_t>(id));
    Json merges = Json::array();
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
        const std::string& piece = model.pieces[id].text;
        if (ids.find(piece) != id)
            continue;
        struct Split {
            std::size_t leftChars;
            std::uint32_t left;
            std::uint32_t right;
            std::size_t byte;
        };
        std::vector<Split> splits;
        std::size_t chars = 0;
        for (std::size_t byte = 0; byte < piece.size();) {
            static_cast<void>(nextCodePoint(piece, byte));
            ++chars;
            const std::uint32_t left = ids.find(std::string_view(piece).substr(0, byte));
            const std::uint32_t right = ids.find(std::string_view(piece).substr(byte));
            if (byte < piece.size() && left != StringIndex::none && right != StringIndex::none)
                splits.push_back({chars, left, right, byte});
        }
        std::ranges::sort(splits, {},
                          [](const Split& split) { return std::tuple(split.leftChars, split.left, split.right); });
        for (const Split& split : splits)
            merges.push_back({piece.substr(0, split.byte), piece.substr(split.byte)});
    }
    return merges;
}

Json documentOfLlama(const SpmModel& model, const TokenizerConfig& config) {
    const bool prefixed = config.flag("add_prefix_space", true);
    const char* scheme = !prefixed ? "never" : config.flag("legacy", false) ? "always" : "first";
    Json ids = Json::object();
    for (std::size_t id = 0; id < model.pieces.size(); ++id)
        ids[model.pieces[id].text] = id;
    Json vocabulary = piecesFrom(model, 0);
    Json document = {{"added_tokens", addedTokens(model)}, {"pre_tokenizer", metaspace(scheme, false)}};
    Json decoders = Json::array({Json{{"type", "Replace"}, {"pattern", {{"String", wordMark}}}, {"content", " "}},
                                 Json{{"type", "ByteFallback"}}, Json{{"type", "Fuse"}}});
    if (prefixed)
        decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
    document["decoder"] = {{"type", "Sequence"}, {"decoders", std::move(decoders)}};
    const std::string begin = roleOf(config, "bos_token", "<s>");
    const std::string end = roleOf(config, "eos_token", "</s>");
    const auto stretch = [&](const char* name, int typeId, Json& steps) {
        if (config.flag("add_bos_token", false))
            steps.push_back(specialStep(begin, typeId));
        steps.push_back(sequenceStep(name, typeId));
        if (config.flag("add_eos_token", false))
            steps.push_back(specialStep(end, typeId));
    };
    Json single = Json::array();
    stretch("A", 0, single);
    Json pair = single;
    stretch("B", 1, pair);
    document["post_processor"] = templateOf(std::move(single), std::move(pair), {begin, end}, idsIn(vocabulary));
    document["model"] = {{"type", "BPE"},
                         {"fuse_unk", true},
                         {"byte_fallback", true},
                         {"vocab", std::move(ids)},
                         {"merges", mergesOf(model)}};
    return document;
}

} // namespace

Result<Json> documentOfSpm(const SpmModel& model, const TokenizerConfig& config, const std::string& where) {
    const bool isBpe = model.algorithm == SpmModel::Algorithm::Bpe;
    const bool isUnigram = model.algorithm == SpmModel::Algorithm::Unigram;
    if (config.className == "T5Tokenizer" && isUnigram)
        return documentOfT5(model, config);
    if (config.className == "XLMRobertaTokenizer" && isUnigram)
        return documentOfXlmRoberta(model, config);
    if (config.className == "LlamaTokenizer" && isBpe)
        return documentOfLlama(model, config);
    return fail(ErrorCode::Unsupported,
                "Tokenizers of class \"" + config.className +
                    "\" with a SentencePiece model alone are not supported. Save the tokenizer in its fast form.",
                where);
}

} // namespace triptych::text
