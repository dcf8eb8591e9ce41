// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/added_vocabulary.h"

#include <algorithm>

namespace triptych::text {

AddedVocabulary::AddedVocabulary(const std::vector<AddedToken>& tokens, const TokenizerConfig& config,
                                 const Vocabulary& model, const Normalizer* normalizer)
    : m_model(model) {
    m_size = model.size();
    addAll(tokens);
    addConfigured(config);
    m_byId.assign(static_cast<std::size_t>(m_size), -1);
    for (std::size_t i = 0; i < m_tokens.size(); ++i)
        m_byId[static_cast<std::size_t>(m_tokens[i].id)] = static_cast<std::int32_t>(i);
    buildMatchers(normalizer);
}

void AddedVocabulary::addAll(const std::vector<AddedToken>& tokens) {
    auto next = static_cast<std::int64_t>(m_model.count());
    for (const AddedToken& token : m_tokens)
        next = std::max(next, token.id + 1);
    for (AddedToken token : tokens) {
        if (token.content.empty())
            continue;
        const auto known = m_byContent.find(token.content);
        if (known != m_byContent.end()) {
            token.id = m_tokens[known->second].id;
            m_tokens[known->second] = token;
            continue;
        }
        const auto inModel = m_model.idOf(token.content);
        token.id = inModel ? *inModel : next++;
        m_size = std::max(m_size, token.id + 1);
        m_byContent.emplace(token.content, m_tokens.size());
        m_tokens.push_back(std::move(token));
    }
}

void AddedVocabulary::addConfigured(const TokenizerConfig& config) {
    std::vector<AddedToken> missing;
    const auto addMissing = [&](const AddedToken& token) {
        const auto same = [&](const AddedToken& other) { return other.content == token.content; };
        if (!m_byContent.contains(token.content) && std::ranges::none_of(missing, same))
            missing.push_back(token);
    };
    for (const auto& [id, token] : config.addedTokens)
        missing.push_back(token);
    for (AddedToken& token : missing)
        for (const auto& [name, role] : config.roles)
            token.special |= role.content == token.content;
    // In the order of the reference, which numbers them by it.
    for (const char* name :
         {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        if (const auto role = config.roles.find(name); role != config.roles.end())
            addMissing(role->second);
    for (const AddedToken& token : config.extraSpecialTokens)
        addMissing(token);
    addAll(missing);
}

void AddedVocabulary::buildMatchers(const Normalizer* normalizer) {
    std::vector<AddedTokenMatcher::Needle> plain;
    std::vector<AddedTokenMatcher::Needle> normalized;
    for (const AddedToken& token : m_tokens) {
        if (!token.normalized) {
            plain.push_back({token.content, token});
            continue;
        }
        AlignedText text;
        assignText(text, token.content);
        if (normalizer)
            normalizer->apply(text);
        if (text.bytes != token.content)
            m_decodedForms.emplace(token.id, text.bytes);
        normalized.push_back({text.bytes, token});
    }
    m_plain = AddedTokenMatcher(std::move(plain));
    m_normalized = AddedTokenMatcher(std::move(normalized));
}

const AddedToken* AddedVocabulary::find(std::int64_t id) const {
    if (id < 0 || id >= m_size || m_byId[static_cast<std::size_t>(id)] < 0)
        return nullptr;
    return &m_tokens[static_cast<std::size_t>(m_byId[static_cast<std::size_t>(id)])];
}

std::optional<std::int64_t> AddedVocabulary::idOf(std::string_view token) const {
    if (const auto known = m_byContent.find(std::string(token)); known != m_byContent.end())
        return m_tokens[known->second].id;
    return m_model.idOf(token);
}

bool AddedVocabulary::isSpecial(std::string_view token) const {
    const auto known = m_byContent.find(std::string(token));
    return known != m_byContent.end() && m_tokens[known->second].special;
}

const std::string& AddedVocabulary::decodedForm(const AddedToken& token) const {
    const auto form = m_decodedForms.find(token.id);
    return form == m_decodedForms.end() ? token.content : form->second;
}

TokenizerFacts AddedVocabulary::facts(const TokenizerConfig& config) const {
    const auto role = [&](const char* name) -> std::optional<std::int64_t> {
        const auto found = config.roles.find(name);
        return found == config.roles.end() ? std::nullopt : idOf(found->second.content);
    };
    TokenizerFacts facts;
    facts.className = config.className;
    facts.bos = role("bos_token");
    facts.eos = role("eos_token");
    facts.unk = role("unk_token");
    facts.sep = role("sep_token");
    facts.cls = role("cls_token");
    facts.pad = role("pad_token");
    facts.mask = role("mask_token");
    for (const AddedToken& token : m_tokens)
        if (token.special)
            facts.specialIds.push_back(token.id);
    std::ranges::sort(facts.specialIds);
    facts.modelMaxLength = config.modelMaxLength;
    facts.paddingSide = config.paddingSide;
    facts.truncationSide = config.truncationSide;
    return facts;
}

} // namespace triptych::text
