// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/model.h"

#include <algorithm>

namespace triptych::text {

using formats::Json;

namespace {

// Ids index arrays, so a damaged file must not ask for gigabytes; no published vocabulary comes near.
constexpr std::int64_t maxId = 10'000'000;
constexpr std::int64_t maxHoles = 100'000;

} // namespace

Result<void> Vocabulary::add(const std::string& token, std::int64_t id, const std::string& where) {
    if (id < 0 || id > maxId)
        return fail(ErrorCode::BadFormat,
                    "The id of \"" + token + "\" is not a whole number from 0 to " + std::to_string(maxId) + ".",
                    where);
    const auto place = static_cast<std::size_t>(id);
    if (place >= m_tokens.size()) {
        m_tokens.resize(place + 1);
        m_present.resize(place + 1);
    }
    m_index.insert(token, static_cast<std::uint32_t>(id));
    m_tokens[place] = token;
    m_present[place] = true;
    ++m_count;
    return {};
}

Result<Vocabulary> Vocabulary::fromObject(const Json& model, const std::string& where) {
    const auto entries = model.find("vocab");
    if (entries == model.end() || !entries->is_object() || entries->empty())
        return fail(ErrorCode::BadFormat, "The tokenizer has no vocabulary.", where);
    Vocabulary vocabulary;
    const auto most = std::min(maxId, static_cast<std::int64_t>(entries->size() * 4) + maxHoles);
    for (const auto& [token, id] : entries->items()) {
        const bool fits = id.is_number_integer() && (!id.is_number_unsigned() || id.get<std::uint64_t>() <= maxId) &&
                          id.get<std::int64_t>() <= most;
        if (fits && vocabulary.has(id.get<std::int64_t>()))
            return fail(ErrorCode::BadFormat, "The id of \"" + token + "\" is given to two tokens.", where);
        if (auto added = vocabulary.add(token, fits ? id.get<std::int64_t>() : -1, where); !added)
            return tl::make_unexpected(added.error());
    }
    return vocabulary;
}

std::optional<std::int32_t> Vocabulary::idOf(std::string_view token) const {
    const std::uint32_t id = m_index.find(token);
    return id == StringIndex::none ? std::nullopt : std::optional(static_cast<std::int32_t>(id));
}

const std::string& Vocabulary::tokenOf(std::int64_t id) const {
    static const std::string empty;
    return has(id) ? m_tokens[static_cast<std::size_t>(id)] : empty;
}

bool Vocabulary::has(std::int64_t id) const {
    return id >= 0 && id < size() && m_present[static_cast<std::size_t>(id)];
}

} // namespace triptych::text
