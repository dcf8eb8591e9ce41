// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"

namespace triptych::text {

// What a SentencePiece model file holds, as far as a tokenizer.json can be made of it.
struct SpmModel {
    enum class Algorithm { Unigram = 1, Bpe = 2, Word = 3, Char = 4 };
    // Values of the file format.
    enum class PieceType { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

    struct Piece {
        std::string text;
        float score = 0;
        PieceType type = PieceType::Normal;
    };

    std::vector<Piece> pieces;
    Algorithm algorithm = Algorithm::Unigram;
    bool byteFallback = false;
    std::int64_t unknownId = 0;
    std::string rules; // of normalisation, compiled
};

// The message ModelProto of sentencepiece_model.proto. BadFormat for bytes that are none.
[[nodiscard]] Result<SpmModel> parseSpmModel(std::string_view bytes, const std::string& where);

} // namespace triptych::text
