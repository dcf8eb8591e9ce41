// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "inference/text/decoder.h"
#include "inference/text/json_parts.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

Result<DecoderPtr> readByteLevelDecoder(const Json&, const std::string&) {
    return byteLevelDecoder();
}

Result<DecoderPtr> readMetaspaceDecoder(const Json& entry, const std::string& where) {
    return readMetaspaceOptions(entry, where).map([](const MetaspaceOptions& options) {
        return metaspaceDecoder(options);
    });
}

Result<DecoderPtr> readWordPiece(const Json& entry, const std::string& where) {
    const auto prefix = jsonMemberOr<std::string>(entry, "prefix", "##", where);
    const auto cleanup = jsonMemberOr<bool>(entry, "cleanup", true, where);
    if (!prefix || !cleanup)
        return tl::make_unexpected(prefix ? cleanup.error() : prefix.error());
    return wordPieceDecoder(*prefix, *cleanup);
}

Result<DecoderPtr> readBpeDecoder(const Json& entry, const std::string& where) {
    return jsonMemberOr<std::string>(entry, "suffix", "</w>", where).map([](const std::string& suffix) {
        return bpeDecoder(suffix);
    });
}

Result<DecoderPtr> readCtc(const Json& entry, const std::string& where) {
    const auto pad = jsonMemberOr<std::string>(entry, "pad_token", "<pad>", where);
    const auto delimiter = jsonMemberOr<std::string>(entry, "word_delimiter_token", "|", where);
    for (const auto* read : {&pad, &delimiter})
        if (!*read)
            return tl::make_unexpected(read->error());
    const auto cleanup = jsonMemberOr<bool>(entry, "cleanup", true, where);
    if (!cleanup)
        return tl::make_unexpected(cleanup.error());
    return ctcDecoder(*pad, *delimiter, *cleanup);
}

Result<DecoderPtr> readReplaceDecoder(const Json& entry, const std::string& where) {
    auto pattern = partPattern(entry, where);
    if (!pattern)
        return tl::make_unexpected(pattern.error());
    return jsonMember<std::string>(entry, "content", where).map([&](std::string content) {
        return replaceDecoder(std::move(*pattern), std::move(content));
    });
}

Result<DecoderPtr> readFuse(const Json&, const std::string&) {
    return fuseDecoder();
}

Result<DecoderPtr> readStripDecoder(const Json& entry, const std::string& where) {
    const auto content = jsonMember<std::string>(entry, "content", where);
    if (!content)
        return tl::make_unexpected(content.error());
    const auto start = jsonMemberOr<std::int64_t>(entry, "start", 0, where);
    const auto stop = jsonMemberOr<std::int64_t>(entry, "stop", 0, where);
    if (!start || !stop)
        return tl::make_unexpected(start ? stop.error() : start.error());
    if (content->empty())
        return fail(ErrorCode::BadFormat, "The \"content\" of Strip is empty.", where);
    return stripDecoder(*content, *start, *stop);
}

Result<DecoderPtr> readByteFallback(const Json&, const std::string&) {
    return byteFallbackDecoder();
}

Result<DecoderPtr> readSequenceDecoder(const Json& entry, const std::string& where) {
    const auto list = partList(entry, "decoders", where);
    if (!list)
        return tl::make_unexpected(list.error());
    std::vector<DecoderPtr> steps;
    for (const Json& part : **list) {
        auto step = readDecoder(part, where);
        if (!step)
            return step;
        if (*step)
            steps.push_back(std::move(*step));
    }
    return sequenceDecoder(std::move(steps));
}

struct DecoderReader {
    std::string_view type;
    Result<DecoderPtr> (*read)(const Json& entry, const std::string& where);
};

constexpr std::array decoderReaders{
    DecoderReader{"BPEDecoder", readBpeDecoder},
    DecoderReader{"ByteFallback", readByteFallback},
    DecoderReader{"ByteLevel", readByteLevelDecoder},
    DecoderReader{"CTC", readCtc},
    DecoderReader{"Fuse", readFuse},
    DecoderReader{"Metaspace", readMetaspaceDecoder},
    DecoderReader{"Replace", readReplaceDecoder},
    DecoderReader{"Sequence", readSequenceDecoder},
    DecoderReader{"Strip", readStripDecoder},
    DecoderReader{"WordPiece", readWordPiece},
};

} // namespace

Result<DecoderPtr> readDecoder(const Json& entry, const std::string& where) {
    if (entry.is_null())
        return DecoderPtr();
    const auto type = partType(entry, where);
    if (!type)
        return tl::make_unexpected(type.error());
    for (const DecoderReader& reader : decoderReaders)
        if (reader.type == *type)
            return reader.read(entry, where);
    return unsupportedPart("decoder", *type, where);
}

} // namespace triptych::text
