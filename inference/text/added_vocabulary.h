// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inference/text/added_tokens.h"
#include "inference/text/model.h"
#include "inference/text/normalizer.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// The tokens of the model and those added to them, under one numbering.
class AddedVocabulary {
public:
    // First the tokens of tokenizer.json in their order, then those that only the configuration knows. A token that the
    // model has keeps its id there; others are numbered on from the end, as Hugging Face tokenizers do.
    AddedVocabulary(const std::vector<AddedToken>& tokens, const TokenizerConfig& config, const Vocabulary& model,
                    const Normalizer* normalizer);

    // Those found in the text as it was written, and those found in normalised text.
    [[nodiscard]] const AddedTokenMatcher& plainMatcher() const { return m_plain; }
    [[nodiscard]] const AddedTokenMatcher& normalizedMatcher() const { return m_normalized; }

    // Null for ids that no added token has.
    [[nodiscard]] const AddedToken* find(std::int64_t id) const;
    [[nodiscard]] std::optional<std::int64_t> idOf(std::string_view token) const;
    [[nodiscard]] bool isSpecial(std::string_view token) const;
    // How a decoder sees the token: as it stands in normalised text.
    [[nodiscard]] const std::string& decodedForm(const AddedToken& token) const;
    // One more than the largest id.
    [[nodiscard]] std::int64_t size() const { return m_size; }

    [[nodiscard]] TokenizerFacts facts(const TokenizerConfig& config) const;

private:
    void addAll(const std::vector<AddedToken>& tokens);
    void addConfigured(const TokenizerConfig& config);
    void buildMatchers(const Normalizer* normalizer);

    const Vocabulary& m_model;
    std::vector<AddedToken> m_tokens;
    std::unordered_map<std::string, std::size_t> m_byContent;
    std::vector<std::int32_t> m_byId; // index into m_tokens, -1 for none
    std::unordered_map<std::int64_t, std::string> m_decodedForms;
    AddedTokenMatcher m_plain;
    AddedTokenMatcher m_normalized;
    std::int64_t m_size = 0;
};

} // namespace triptych::text
