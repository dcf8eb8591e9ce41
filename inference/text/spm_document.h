// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/formats/json.h"
#include "inference/text/spm_proto.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// The tokenizer.json that a SentencePiece model stands for, as the class (T5Tokenizer, XLMRobertaTokenizer,
// LlamaTokenizer) builds it. Unsupported, with its name, for another class.
[[nodiscard]] Result<formats::Json> documentOfSpm(const SpmModel& model, const TokenizerConfig& config,
                                                  const std::string& where);

} // namespace triptych::text
