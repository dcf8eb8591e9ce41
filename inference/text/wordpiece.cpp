// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/wordpiece.h"

#include "inference/formats/atomic_file.h"
#include "inference/text/pipeline.h"

namespace triptych::text {

using formats::Json;

Json toJson(const WordPieceSpec& spec) {
    const auto accents = spec.normalizer.stripAccents;
    return {
        {"version", "1.0"},
        {"truncation", nullptr},
        {"padding", nullptr},
        {"added_tokens", toJson(spec.addedTokens)},
        {"normalizer",
         {{"type", "BertNormalizer"},
          {"clean_text", spec.normalizer.cleanText},
          {"handle_chinese_chars", spec.normalizer.handleChineseChars},
          {"strip_accents", accents ? Json(*accents) : Json(nullptr)},
          {"lowercase", spec.normalizer.lowercase}}},
        {"pre_tokenizer", Json::object({{"type", "BertPreTokenizer"}})},
        {"post_processor", toJson(spec.frame)},
        {"decoder", {{"type", "WordPiece"}, {"prefix", spec.continuation}, {"cleanup", true}}},
        {"model",
         {{"type", "WordPiece"},
          {"unk_token", spec.unknownToken},
          {"continuing_subword_prefix", spec.continuation},
          {"max_input_chars_per_word", spec.maxCharsPerWord},
          {"vocab", spec.vocabulary}}},
    };
}

TokenizerPtr makeWordPiece(const WordPieceSpec& spec) {
    auto parts = readPipeline(toJson(spec), "memory");
    return parts ? makePipeline(std::move(*parts), {}) : nullptr;
}

Result<void> writeWordPiece(const std::filesystem::path& folder, const WordPieceSpec& spec) {
    const std::filesystem::path file = folder / "tokenizer.json";
    try {
        return formats::writeFileAtomically(file, toJson(spec).dump(1) + "\n");
    } catch (const Json::exception&) {
        return fail(ErrorCode::InvalidInput, "A token is not valid UTF-8.", file.string());
    }
}

} // namespace triptych::text
