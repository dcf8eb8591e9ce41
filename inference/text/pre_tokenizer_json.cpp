// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "inference/text/json_parts.h"
#include "inference/text/pre_tokenizer.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

Result<SplitBehavior> behaviorOf(const std::string& name, const std::string& where) {
    struct Named {
        std::string_view name;
        SplitBehavior behavior;
    };
    constexpr std::array behaviors{
        Named{"Isolated", SplitBehavior::Isolated},
        Named{"Removed", SplitBehavior::Removed},
        Named{"MergedWithPrevious", SplitBehavior::MergedWithPrevious},
        Named{"MergedWithNext", SplitBehavior::MergedWithNext},
        Named{"Contiguous", SplitBehavior::Contiguous},
    };
    for (const Named& named : behaviors)
        if (named.name == name)
            return named.behavior;
    return unsupportedPart("split behavior", name, where);
}

Result<PreTokenizerPtr> readSplit(const Json& entry, bool, const std::string& where) {
    auto pattern = partPattern(entry, where);
    if (!pattern)
        return tl::make_unexpected(pattern.error());
    const auto behavior = jsonMember<std::string>(entry, "behavior", where).and_then([&](const std::string& name) {
        return behaviorOf(name, where);
    });
    const auto invert = jsonMemberOr<bool>(entry, "invert", false, where);
    if (!behavior || !invert)
        return tl::make_unexpected(behavior ? invert.error() : behavior.error());
    return splitPreTokenizer(std::move(*pattern), *behavior, *invert);
}

Result<PreTokenizerPtr> readByteLevelPreTokenizer(const Json& entry, bool rawBytes, const std::string& where) {
    const auto prefix = jsonMemberOr<bool>(entry, "add_prefix_space", true, where);
    const auto useRegex = jsonMemberOr<bool>(entry, "use_regex", true, where);
    if (!prefix || !useRegex)
        return tl::make_unexpected(prefix ? useRegex.error() : prefix.error());
    return byteLevelPreTokenizer({*prefix, *useRegex, rawBytes});
}

Result<PreTokenizerPtr> readMetaspacePreTokenizer(const Json& entry, bool, const std::string& where) {
    return readMetaspaceOptions(entry, where).map(metaspacePreTokenizer);
}

Result<PreTokenizerPtr> readPunctuation(const Json& entry, bool, const std::string& where) {
    return jsonMemberOr<std::string>(entry, "behavior", "Isolated", where)
        .and_then([&](const std::string& name) { return behaviorOf(name, where); })
        .map(
            [](SplitBehavior behavior) { return splitPreTokenizer(characterPattern(isPunctuation), behavior, false); });
}

Result<PreTokenizerPtr> readDigits(const Json& entry, bool, const std::string& where) {
    return jsonMemberOr<bool>(entry, "individual_digits", false, where).map([](bool individual) {
        return splitPreTokenizer(characterPattern(isNumber),
                                 individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous, false);
    });
}

Result<PreTokenizerPtr> readWhitespace(const Json&, bool, const std::string&) {
    return splitPreTokenizer(wordPattern(), SplitBehavior::Removed, true);
}

PreTokenizerPtr whitespaceSplit() {
    return splitPreTokenizer(characterPattern(isWhitespace), SplitBehavior::Removed, false);
}

Result<PreTokenizerPtr> readWhitespaceSplit(const Json&, bool, const std::string&) {
    return whitespaceSplit();
}

Result<PreTokenizerPtr> readBertPreTokenizer(const Json&, bool, const std::string&) {
    return sequencePreTokenizer(
        {whitespaceSplit(), splitPreTokenizer(characterPattern(isPunctuation), SplitBehavior::Isolated, false)});
}

Result<PreTokenizerPtr> readDelimiter(const Json& entry, bool, const std::string& where) {
    return jsonMember<std::string>(entry, "delimiter", where).map([](std::string delimiter) {
        return splitPreTokenizer(literalPattern(std::move(delimiter)), SplitBehavior::Removed, false);
    });
}

Result<PreTokenizerPtr> readSequencePreTokenizer(const Json& entry, bool rawBytes, const std::string& where) {
    const auto list = partList(entry, "pretokenizers", where);
    if (!list)
        return tl::make_unexpected(list.error());
    std::vector<PreTokenizerPtr> steps;
    for (std::size_t i = 0; i < (*list)->size(); ++i) {
        const bool last = i + 1 == (*list)->size();
        auto step = readPreTokenizer((**list)[i], rawBytes && last, where);
        if (!step)
            return step;
        if (*step)
            steps.push_back(std::move(*step));
    }
    return sequencePreTokenizer(std::move(steps));
}

struct PreTokenizerReader {
    std::string_view type;
    Result<PreTokenizerPtr> (*read)(const Json& entry, bool rawBytes, const std::string& where);
};

constexpr std::array preTokenizerReaders{
    PreTokenizerReader{"BertPreTokenizer", readBertPreTokenizer},
    PreTokenizerReader{"ByteLevel", readByteLevelPreTokenizer},
    PreTokenizerReader{"CharDelimiterSplit", readDelimiter},
    PreTokenizerReader{"Digits", readDigits},
    PreTokenizerReader{"Metaspace", readMetaspacePreTokenizer},
    PreTokenizerReader{"Punctuation", readPunctuation},
    PreTokenizerReader{"Sequence", readSequencePreTokenizer},
    PreTokenizerReader{"Split", readSplit},
    PreTokenizerReader{"Whitespace", readWhitespace},
    PreTokenizerReader{"WhitespaceSplit", readWhitespaceSplit},
};

} // namespace

Result<MetaspaceOptions> readMetaspaceOptions(const Json& entry, const std::string& where) {
    const auto replacement = jsonMember<std::string>(entry, "replacement", where);
    const auto scheme = jsonMemberOr<std::string>(entry, "prepend_scheme", "always", where);
    for (const auto* read : {&replacement, &scheme})
        if (!*read)
            return tl::make_unexpected(read->error());
    // Files from before prepend_scheme.
    const auto prefix = jsonMemberOr<bool>(entry, "add_prefix_space", true, where);
    const auto split = jsonMemberOr<bool>(entry, "split", true, where);
    if (!prefix || !split)
        return tl::make_unexpected(prefix ? split.error() : prefix.error());
    const std::u32string mark = decodeUtf8(*replacement);
    if (mark.size() != 1)
        return fail(ErrorCode::BadFormat, "The \"replacement\" of Metaspace is not one character.", where);
    using Prepend = MetaspaceOptions::Prepend;
    if (*scheme != "always" && *scheme != "first" && *scheme != "never")
        return unsupportedPart("prepend scheme", *scheme, where);
    const Prepend prepend = !*prefix || *scheme == "never" ? Prepend::Never
                            : *scheme == "first"           ? Prepend::First
                                                           : Prepend::Always;
    return MetaspaceOptions{mark.front(), prepend, *split};
}

Result<PreTokenizerPtr> readPreTokenizer(const Json& entry, bool rawBytes, const std::string& where) {
    if (entry.is_null())
        return PreTokenizerPtr();
    const auto type = partType(entry, where);
    if (!type)
        return tl::make_unexpected(type.error());
    for (const PreTokenizerReader& reader : preTokenizerReaders)
        if (reader.type == *type)
            return reader.read(entry, rawBytes, where);
    return unsupportedPart("pre-tokenizer", *type, where);
}

} // namespace triptych::text
