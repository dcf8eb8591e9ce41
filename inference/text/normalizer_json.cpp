// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "inference/text/base64.h"
#include "inference/text/json_parts.h"
#include "inference/text/normalizer.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

Result<NormalizerPtr> readBertNormalizer(const Json& entry, const std::string& where) {
    const auto cleanText = jsonMemberOr<bool>(entry, "clean_text", true, where);
    const auto chinese = jsonMemberOr<bool>(entry, "handle_chinese_chars", true, where);
    const auto lowercase = jsonMemberOr<bool>(entry, "lowercase", true, where);
    const auto accents = jsonMemberOr<bool>(entry, "strip_accents", lowercase.value_or(true), where);
    for (const auto* read : {&cleanText, &chinese, &lowercase, &accents})
        if (!*read)
            return tl::make_unexpected(read->error());
    auto bert = std::make_shared<BertNormalizer>();
    bert->cleanText = *cleanText;
    bert->handleChineseChars = *chinese;
    bert->stripAccents = *accents;
    bert->lowercase = *lowercase;
    return NormalizerPtr(std::move(bert));
}

Result<NormalizerPtr> readReplaceNormalizer(const Json& entry, const std::string& where) {
    auto pattern = partPattern(entry, where);
    if (!pattern)
        return tl::make_unexpected(pattern.error());
    return jsonMember<std::string>(entry, "content", where).map([&](std::string content) {
        return replaceNormalizer(std::move(*pattern), std::move(content));
    });
}

Result<NormalizerPtr> readStripNormalizer(const Json& entry, const std::string& where) {
    const auto left = jsonMemberOr<bool>(entry, "strip_left", true, where);
    const auto right = jsonMemberOr<bool>(entry, "strip_right", true, where);
    if (!left || !right)
        return tl::make_unexpected(left ? right.error() : left.error());
    return stripNormalizer(*left, *right);
}

Result<NormalizerPtr> readPrepend(const Json& entry, const std::string& where) {
    return jsonMember<std::string>(entry, "prepend", where).map([](std::string prefix) {
        return prependNormalizer(std::move(prefix));
    });
}

Result<NormalizerPtr> readPrecompiled(const Json& entry, const std::string& where) {
    // Files without rules say null, which changes nothing.
    const auto encoded = jsonMemberOr<std::string>(entry, "precompiled_charsmap", "", where);
    if (!encoded)
        return tl::make_unexpected(encoded.error());
    if (encoded->empty())
        return sequenceNormalizer({});
    auto rules = decodeBase64(*encoded);
    if (!rules)
        return fail(ErrorCode::BadFormat, "\"precompiled_charsmap\" is not Base64.", where);
    return precompiledNormalizer(std::move(*rules), where);
}

Result<NormalizerPtr> readSequenceNormalizer(const Json& entry, const std::string& where) {
    const auto list = partList(entry, "normalizers", where);
    if (!list)
        return tl::make_unexpected(list.error());
    std::vector<NormalizerPtr> steps;
    for (const Json& part : **list) {
        auto step = readNormalizer(part, where);
        if (!step)
            return step;
        if (*step)
            steps.push_back(std::move(*step));
    }
    return sequenceNormalizer(std::move(steps));
}

struct NormalizerReader {
    std::string_view type;
    Result<NormalizerPtr> (*read)(const Json& entry, const std::string& where);
};

template<UnicodeForm Form>
Result<NormalizerPtr> readForm(const Json&, const std::string&) {
    return unicodeNormalizer(Form);
}

template<NormalizerPtr (*Make)()>
Result<NormalizerPtr> readPlain(const Json&, const std::string&) {
    return Make();
}

constexpr std::array normalizerReaders{
    NormalizerReader{"BertNormalizer", readBertNormalizer},
    NormalizerReader{"NFC", readForm<UnicodeForm::Nfc>},
    NormalizerReader{"NFD", readForm<UnicodeForm::Nfd>},
    NormalizerReader{"NFKC", readForm<UnicodeForm::Nfkc>},
    NormalizerReader{"NFKD", readForm<UnicodeForm::Nfkd>},
    NormalizerReader{"Lowercase", readPlain<lowercaseNormalizer>},
    NormalizerReader{"Replace", readReplaceNormalizer},
    NormalizerReader{"Strip", readStripNormalizer},
    NormalizerReader{"StripAccents", readPlain<stripAccentsNormalizer>},
    NormalizerReader{"Prepend", readPrepend},
    NormalizerReader{"Precompiled", readPrecompiled},
    NormalizerReader{"Nmt", readPlain<nmtNormalizer>},
    NormalizerReader{"ByteLevel", readPlain<byteLevelNormalizer>},
    NormalizerReader{"Sequence", readSequenceNormalizer},
};

} // namespace

Result<NormalizerPtr> readNormalizer(const Json& entry, const std::string& where) {
    if (entry.is_null())
        return NormalizerPtr();
    const auto type = partType(entry, where);
    if (!type)
        return tl::make_unexpected(type.error());
    for (const NormalizerReader& reader : normalizerReaders)
        if (reader.type == *type)
            return reader.read(entry, where);
    return unsupportedPart("normalizer", *type, where);
}

} // namespace triptych::text
