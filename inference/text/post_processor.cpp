// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/post_processor.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;

namespace {

Result<void> appendSpecial(const Json& processor, const std::string& name, std::vector<SpecialToken>& target,
                           const std::string& where) {
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
    for (std::size_t i = 0; i < ids->size(); ++i)
        target.push_back({(*ids)[i], (*texts)[i]});
    return {};
}

Result<SequenceFrame> readTemplate(const Json& processor, const std::string& where) {
    const auto single = processor.find("single");
    if (single == processor.end() || !single->is_array())
        return fail(ErrorCode::BadFormat, "The template has no list \"single\".", where);
    SequenceFrame frame;
    bool sequenceSeen = false;
    for (const Json& step : *single) {
        if (step.is_object() && step.contains("Sequence")) {
            if (std::exchange(sequenceSeen, true))
                return fail(ErrorCode::Unsupported, "The template repeats its sequence.", where);
            continue;
        }
        if (!step.is_object() || !step.contains("SpecialToken"))
            return fail(ErrorCode::BadFormat, "A step of the template is neither a sequence nor a special token.",
                        where);
        const auto name = jsonMember<std::string>(step["SpecialToken"], "id", where);
        if (!name)
            return tl::make_unexpected(name.error());
        if (auto added = appendSpecial(processor, *name, sequenceSeen ? frame.after : frame.before, where); !added)
            return tl::make_unexpected(added.error());
    }
    if (!sequenceSeen)
        return fail(ErrorCode::BadFormat, "The template has no sequence.", where);
    return frame;
}

Result<SpecialToken> readPair(const Json& processor, const char* key, const std::string& where) {
    const auto pair = processor.find(key);
    if (pair == processor.end() || !pair->is_array() || pair->size() != 2 || !(*pair)[0].is_string() ||
        !(*pair)[1].is_number_integer())
        return fail(ErrorCode::BadFormat, "\"" + std::string(key) + "\" is not a pair of token and id.", where);
    return SpecialToken{(*pair)[1].get<std::int64_t>(), (*pair)[0].get<std::string>()};
}

Json stepOf(const SpecialToken& token, int typeId) {
    return {{"SpecialToken", {{"id", token.text}, {"type_id", typeId}}}};
}

Json sequenceStep(const char* id, int typeId) {
    return {{"Sequence", {{"id", id}, {"type_id", typeId}}}};
}

} // namespace

Result<SequenceFrame> readSequenceFrame(const Json& document, const std::string& where) {
    const auto processor = document.find("post_processor");
    if (processor == document.end() || processor->is_null())
        return SequenceFrame{};
    const std::string place = where + " \"post_processor\"";
    const auto type = jsonMember<std::string>(*processor, "type", place);
    if (!type)
        return tl::make_unexpected(type.error());
    if (*type == "TemplateProcessing")
        return readTemplate(*processor, place);
    if (*type != "BertProcessing")
        return fail(ErrorCode::Unsupported,
                    "The post-processor \"" + *type + "\" is not supported; TemplateProcessing and BertProcessing are.",
                    place);
    auto first = readPair(*processor, "cls", place);
    auto last = readPair(*processor, "sep", place);
    if (!first || !last)
        return tl::make_unexpected(first ? last.error() : first.error());
    return SequenceFrame{{*first}, {*last}};
}

Json toJson(const SequenceFrame& frame) {
    Json single = Json::array();
    Json specials = Json::object();
    const auto addSpecials = [&](Json& steps, const std::vector<SpecialToken>& tokens, int typeId) {
        for (const SpecialToken& token : tokens) {
            steps.push_back(stepOf(token, typeId));
            specials[token.text] = {
                {"id", token.text}, {"ids", Json::array({token.id})}, {"tokens", Json::array({token.text})}};
        }
    };
    addSpecials(single, frame.before, 0);
    single.push_back(sequenceStep("A", 0));
    addSpecials(single, frame.after, 0);
    Json pair = single;
    pair.push_back(sequenceStep("B", 1));
    addSpecials(pair, frame.after, 1);
    return {{"type", "TemplateProcessing"}, {"single", single}, {"pair", pair}, {"special_tokens", specials}};
}

} // namespace triptych::text
