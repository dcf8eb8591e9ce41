// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/text/added_tokens.h"
#include "inference/text/decoder.h"
#include "inference/text/model.h"
#include "inference/text/normalizer.h"
#include "inference/text/post_processor.h"
#include "inference/text/pre_tokenizer.h"
#include "inference/text/tokenizer.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// The parts of a tokenizer.json.
struct PipelineParts {
    std::vector<AddedToken> addedTokens; // ids are given anew: that of the model where it knows the token
    NormalizerPtr normalizer;            // may be null
    PreTokenizerPtr preTokenizer;        // may be null
    ModelPtr model;
    PostProcessor postProcessor;
    DecoderPtr decoder;   // may be null
    bool cleansUp = true; // whether the clean-up of decoded spaces that a configuration asks for applies
    std::string wordEnd;  // a mark in decoded text that stands for a space, as CLIP's "</w>"; may be empty
};

[[nodiscard]] Result<PipelineParts> readPipeline(const formats::Json& document, const std::string& where);

[[nodiscard]] TokenizerPtr makePipeline(PipelineParts parts, const TokenizerConfig& config);

} // namespace triptych::text
