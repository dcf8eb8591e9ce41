// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/pipeline.h"

namespace triptych::text {

using formats::Json;

namespace {

const Json& memberOrNull(const Json& document, const char* key) {
    static const Json null(nullptr);
    const auto found = document.find(key);
    return found == document.end() ? null : *found;
}

// A part of the document, read by `read`, put into `target`.
template<typename Target, typename Read>
Result<void> readPart(const Json& document, const char* key, const std::string& where, Target& target, Read read) {
    auto part = read(memberOrNull(document, key), where + " \"" + key + "\"");
    if (!part)
        return tl::make_unexpected(part.error());
    target = std::move(*part);
    return {};
}

bool endsInByteLevel(const Json& preTokenizer) {
    if (!preTokenizer.is_object())
        return false;
    const auto type = preTokenizer.find("type");
    if (type == preTokenizer.end())
        return false;
    if (*type == "ByteLevel")
        return true;
    const auto list = preTokenizer.find("pretokenizers");
    return *type == "Sequence" && list != preTokenizer.end() && list->is_array() && !list->empty() &&
           endsInByteLevel(list->back());
}

std::string wordEndOf(const Json& document) {
    const Json& suffix = memberOrNull(memberOrNull(document, "model"), "end_of_word_suffix");
    return suffix.is_string() ? suffix.get<std::string>() : std::string();
}

} // namespace

Result<PipelineParts> readPipeline(const Json& document, const std::string& where) {
    if (!document.is_object() || !document.contains("model"))
        return fail(ErrorCode::BadFormat, "The file has no \"model\". It is not a tokenizer.json.", where);
    const bool rawBytes = endsInByteLevel(memberOrNull(document, "pre_tokenizer")) && readsRawBytes(document["model"]);
    PipelineParts parts;
    const auto read =
        readPart(document, "model", where, parts.model,
                 [&](const Json& entry, const std::string& place) { return readModel(entry, {rawBytes}, place); })
            .and_then([&] { return readPart(document, "normalizer", where, parts.normalizer, readNormalizer); })
            .and_then([&] {
                return readPart(document, "pre_tokenizer", where, parts.preTokenizer,
                                [&](const Json& entry, const std::string& place) {
                                    return readPreTokenizer(entry, rawBytes, place);
                                });
            })
            .and_then(
                [&] { return readPart(document, "post_processor", where, parts.postProcessor, readPostProcessor); })
            .and_then([&] { return readPart(document, "decoder", where, parts.decoder, readDecoder); });
    if (!read)
        return tl::make_unexpected(read.error());
    auto added = readAddedTokens(document, where);
    if (!added)
        return tl::make_unexpected(added.error());
    parts.addedTokens = std::move(*added);
    parts.wordEnd = wordEndOf(document);
    parts.cleansUp = memberOrNull(document["model"], "type") != "BPE";
    return parts;
}

} // namespace triptych::text
