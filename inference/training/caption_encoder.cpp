// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/caption_encoder.h"

#include "inference/training/vocabulary.h"

namespace triptych::training {

namespace {

std::u32string decode(const std::string& text) {
    std::u32string points;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) == 0x80)
            points.back() = (points.back() << 6) | (byte & 0x3f);
        else
            points.push_back(byte < 0x80 ? byte
                                         : (byte < 0xe0 ? byte & 0x1f : (byte < 0xf0 ? byte & 0x0f : byte & 0x07)));
    }
    return points;
}

void appendUtf8(std::string& text, char32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xc0 | (point >> 6));
        text += static_cast<char>(0x80 | (point & 0x3f));
    } else {
        text += static_cast<char>(0xe0 | (point >> 12));
        text += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        text += static_cast<char>(0x80 | (point & 0x3f));
    }
}

bool isSign(char32_t point) {
    return point == U',' || point == U'，' || point == U'.' || point == U'。';
}

std::string pieceText(const std::u32string& text, std::size_t begin, std::size_t end, bool continues) {
    std::string piece = continues ? "##" : "";
    for (std::size_t i = begin; i < end; ++i)
        appendUtf8(piece, text[i]);
    return piece;
}

} // namespace

CaptionEncoder::CaptionEncoder(const std::vector<std::string>& pieces) {
    for (std::size_t id = 0; id < pieces.size(); ++id)
        m_ids.emplace(pieces[id], static_cast<std::int64_t>(id));
}

// Longest match first.
void CaptionEncoder::encodeWord(const std::u32string& text, std::size_t begin, std::size_t end,
                                EncodedCaption& encoded) const {
    const std::size_t first = encoded.ids.size();
    for (std::size_t at = begin; at < end;) {
        std::size_t stop = end;
        auto found = m_ids.end();
        for (; stop > at && found == m_ids.end(); --stop)
            found = m_ids.find(pieceText(text, at, stop, at > begin));
        if (found == m_ids.end()) {
            encoded.ids.resize(first);
            encoded.chars.resize(first);
            encoded.ids.push_back(unknownId);
            encoded.chars.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
            return;
        }
        ++stop;
        encoded.ids.push_back(found->second);
        encoded.chars.push_back({static_cast<std::int64_t>(at), static_cast<std::int64_t>(stop)});
        at = stop;
    }
}

EncodedCaption CaptionEncoder::encode(const std::string& text) const {
    const std::u32string points = decode(text);
    EncodedCaption encoded;
    for (std::size_t at = 0; at < points.size();) {
        std::size_t end = at + 1;
        if (points[at] == U' ') {
            at = end;
            continue;
        }
        if (!isSign(points[at]))
            while (end < points.size() && points[end] != U' ' && !isSign(points[end]))
                ++end;
        encodeWord(points, at, end, encoded);
        at = end;
    }
    return encoded;
}

} // namespace triptych::training
