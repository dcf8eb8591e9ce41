// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/json_parts.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;

Result<std::string> partType(const Json& entry, const std::string& where) {
    if (!entry.is_object())
        return fail(ErrorCode::BadFormat, "A part of the tokenizer is not an object.", where);
    return jsonMember<std::string>(entry, "type", where);
}

Failure unsupportedPart(const std::string& kind, const std::string& type, const std::string& where) {
    return fail(ErrorCode::Unsupported, "The " + kind + " \"" + type + "\" is not supported.", where);
}

Result<PatternPtr> partPattern(const Json& entry, const std::string& where) {
    const auto pattern = entry.find("pattern");
    if (pattern == entry.end() || !pattern->is_object() || pattern->size() != 1 ||
        !pattern->begin().value().is_string())
        return fail(ErrorCode::BadFormat, "\"pattern\" is neither a string nor a regular expression.", where);
    auto text = pattern->begin().value().get<std::string>();
    if (pattern->begin().key() == "String")
        return literalPattern(std::move(text));
    if (pattern->begin().key() == "Regex")
        return regexPattern(text, where);
    return unsupportedPart("pattern", pattern->begin().key(), where);
}

Result<const Json*> partList(const Json& entry, const char* key, const std::string& where) {
    const auto list = entry.find(key);
    if (list == entry.end() || !list->is_array())
        return fail(ErrorCode::BadFormat, "\"" + std::string(key) + "\" is not a list.", where);
    return &*list;
}

} // namespace triptych::text
