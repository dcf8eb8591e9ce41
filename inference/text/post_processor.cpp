// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/post_processor.h"

#include <algorithm>
#include <map>

#include "inference/text/json_parts.h"
#include "inference/text/template_json.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

bool isNoId(std::int64_t id) {
    constexpr std::int64_t largest = 10'000'000;
    return id < 0 || id > largest;
}

Result<void> appendSpecial(const Json& processor, const std::string& name, std::int64_t typeId,
                           std::vector<TemplateStep>& steps, const std::string& where) {
    const auto known = processor.find("special_tokens");
    if (known == processor.end() || !known->is_object() || !known->contains(name))
        return fail(ErrorCode::BadFormat, "The template uses \"" + name + "\", which \"special_tokens\" does not list.",
                    where);
    const Json& entry = (*known)[name];
    const auto ids = jsonMember<std::vector<std::int64_t>>(entry, "ids", where);
    if (!ids)
        return tl::make_unexpected(ids.error());
    const auto texts = jsonMember<std::vector<std::string>>(entry, "tokens", where);
    if (!texts)
        return tl::make_unexpected(texts.error());
    if (ids->size() != texts->size())
        return fail(ErrorCode::BadFormat, "The special token \"" + name + "\" has not as many ids as texts.", where);
    if (std::ranges::any_of(*ids, isNoId))
        return fail(ErrorCode::BadFormat, "The id of \"" + name + "\" is out of range.", where);
    for (std::size_t i = 0; i < ids->size(); ++i)
        steps.push_back({TemplateStep::Kind::Special, {(*ids)[i], (*texts)[i]}, typeId});
    return {};
}

Result<void> appendStep(const Json& processor, const Json& entry, std::vector<TemplateStep>& steps,
                        const std::string& where) {
    const bool isSequence = entry.is_object() && entry.contains("Sequence");
    if (!isSequence && (!entry.is_object() || !entry.contains("SpecialToken")))
        return fail(ErrorCode::BadFormat, "A step of the template is neither a sequence nor a special token.", where);
    const Json& step = entry[isSequence ? "Sequence" : "SpecialToken"];
    const auto id = jsonMember<std::string>(step, "id", where);
    const auto typeId = jsonMemberOr<std::int64_t>(step, "type_id", 0, where);
    if (!id || !typeId)
        return tl::make_unexpected(id ? typeId.error() : id.error());
    if (!isSequence)
        return appendSpecial(processor, *id, *typeId, steps, where);
    if (*id != "A" && *id != "B")
        return fail(ErrorCode::BadFormat, "The template names a sequence \"" + *id + "\".", where);
    steps.push_back({*id == "A" ? TemplateStep::Kind::First : TemplateStep::Kind::Second, {}, *typeId});
    return {};
}

Result<std::vector<TemplateStep>> readSteps(const Json& processor, const char* key, const std::string& where) {
    const auto list = partList(processor, key, where);
    if (!list)
        return tl::make_unexpected(list.error());
    std::vector<TemplateStep> steps;
    for (const Json& entry : **list)
        if (auto read = appendStep(processor, entry, steps, where); !read)
            return tl::make_unexpected(read.error());
    const auto countOf = [&](TemplateStep::Kind kind) { return std::ranges::count(steps, kind, &TemplateStep::kind); };
    const bool single = std::string_view(key) == "single";
    if (countOf(TemplateStep::Kind::First) == 0)
        return fail(ErrorCode::BadFormat, "The template has no sequence.", where);
    if (countOf(TemplateStep::Kind::First) > 1 || countOf(TemplateStep::Kind::Second) != (single ? 0 : 1))
        return fail(ErrorCode::Unsupported, "The template does not use every sequence once.", where);
    return steps;
}

Result<void> readTemplate(const Json& entry, PostProcessor& processor, const std::string& where) {
    auto single = readSteps(entry, "single", where);
    if (!single)
        return tl::make_unexpected(single.error());
    processor.single = std::move(*single);
    // Hand-made files leave pairs out, or write a template that lacks one text.
    auto pair = readSteps(entry, "pair", where);
    processor.hasPair = pair.has_value();
    if (pair)
        processor.pair = std::move(*pair);
    return {};
}

Result<SpecialToken> readToken(const Json& entry, const char* key, const std::string& where) {
    const auto pair = entry.find(key);
    if (pair == entry.end() || !pair->is_array() || pair->size() != 2 || !(*pair)[0].is_string() ||
        !(*pair)[1].is_number_integer())
        return fail(ErrorCode::BadFormat, "\"" + std::string(key) + "\" is not a pair of token and id.", where);
    SpecialToken token{(*pair)[1].get<std::int64_t>(), (*pair)[0].get<std::string>()};
    if (isNoId(token.id))
        return fail(ErrorCode::BadFormat, "The id of \"" + token.text + "\" is out of range.", where);
    return token;
}

// [CLS] A [SEP] and [CLS] A [SEP] B [SEP]; RoBERTa doubles the separator between the texts and has one segment only.
Result<void> readBertFrame(const Json& entry, bool roberta, PostProcessor& processor, const std::string& where) {
    const auto first = readToken(entry, "cls", where);
    const auto last = readToken(entry, "sep", where);
    if (!first || !last)
        return tl::make_unexpected(first ? last.error() : first.error());
    const std::int64_t second = roberta ? 0 : 1;
    processor.single = {{TemplateStep::Kind::Special, *first, 0},
                        {TemplateStep::Kind::First, {}, 0},
                        {TemplateStep::Kind::Special, *last, 0}};
    processor.pair = processor.single;
    if (roberta)
        processor.pair.push_back({TemplateStep::Kind::Special, *last, 0});
    processor.pair.push_back({TemplateStep::Kind::Second, {}, second});
    processor.pair.push_back({TemplateStep::Kind::Special, *last, second});
    return {};
}

Result<void> readTrim(const Json& entry, PostProcessor& processor, const std::string& where) {
    const auto trim = jsonMemberOr<bool>(entry, "trim_offsets", true, where);
    const auto prefix = jsonMemberOr<bool>(entry, "add_prefix_space", true, where);
    if (!trim || !prefix)
        return tl::make_unexpected(trim ? prefix.error() : trim.error());
    if (*trim)
        processor.trims.push_back({*prefix});
    return {};
}

Result<void> readInto(const Json& entry, PostProcessor& processor, bool& framed, const std::string& where) {
    const auto type = partType(entry, where);
    if (!type)
        return tl::make_unexpected(type.error());
    if (*type == "ByteLevel")
        return readTrim(entry, processor, where);
    if (*type == "Sequence") {
        const auto list = partList(entry, "processors", where);
        if (!list)
            return tl::make_unexpected(list.error());
        for (const Json& part : **list)
            if (auto read = readInto(part, processor, framed, where); !read)
                return read;
        return {};
    }
    if (*type != "TemplateProcessing" && *type != "BertProcessing" && *type != "RobertaProcessing")
        return unsupportedPart("post-processor", *type, where);
    if (std::exchange(framed, true))
        return fail(ErrorCode::Unsupported, "The post-processor adds special tokens twice.", where);
    if (*type == "TemplateProcessing")
        return readTemplate(entry, processor, where);
    if (*type == "BertProcessing")
        return readBertFrame(entry, false, processor, where);
    return readTrim(entry, processor, where).and_then([&] { return readBertFrame(entry, true, processor, where); });
}

} // namespace

Result<PostProcessor> readPostProcessor(const Json& entry, const std::string& where) {
    PostProcessor processor;
    if (entry.is_null())
        return processor;
    bool framed = false;
    return readInto(entry, processor, framed, where).map([&] { return std::move(processor); });
}

Json toJson(const SequenceFrame& frame) {
    std::map<std::string, std::int64_t> ids;
    std::vector<std::string> tokens;
    const auto addSpecials = [&](Json& steps, const std::vector<SpecialToken>& specials, int typeId) {
        for (const SpecialToken& token : specials) {
            steps.push_back(specialStep(token.text, typeId));
            ids[token.text] = token.id;
            tokens.push_back(token.text);
        }
    };
    Json single = Json::array();
    addSpecials(single, frame.before, 0);
    single.push_back(sequenceStep("A", 0));
    addSpecials(single, frame.after, 0);
    Json pair = single;
    pair.push_back(sequenceStep("B", 1));
    addSpecials(pair, frame.after, 1);
    return templateOf(std::move(single), std::move(pair), tokens,
                      [&](const std::string& token) { return ids.at(token); });
}

} // namespace triptych::text
