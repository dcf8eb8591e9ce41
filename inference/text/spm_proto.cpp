// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/spm_proto.h"

#include <bit>
#include <optional>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

// A field of a protocol buffers message. Numbers stand in `number`, texts and messages in `bytes`.
struct Field {
    std::uint32_t id = 0;
    std::uint64_t number = 0;
    std::string_view bytes;
};

class FieldReader {
public:
    explicit FieldReader(std::string_view message)
        : m_rest(message) {}

    // Absent at the end and where the message is damaged.
    std::optional<Field> next() {
        const auto tag = m_rest.empty() ? std::nullopt : varint();
        if (!tag)
            return std::nullopt;
        Field field;
        field.id = static_cast<std::uint32_t>(*tag >> 3);
        switch (*tag & 7U) {
        case 0:
            return withNumber(field, varint());
        case 1:
            return withNumber(field, fixed(8));
        case 5:
            return withNumber(field, fixed(4));
        case 2:
            return withBytes(field, varint());
        default:
            m_damaged = true;
            return std::nullopt;
        }
    }
    [[nodiscard]] bool damaged() const { return m_damaged; }

private:
    std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (unsigned int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_damaged = true;
        return std::nullopt;
    }

    std::optional<std::uint64_t> fixed(std::size_t size) {
        m_damaged |= m_rest.size() < size;
        if (m_damaged)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_rest[i])) << (8 * i);
        m_rest.remove_prefix(size);
        return value;
    }

    static std::optional<Field> withNumber(Field field, std::optional<std::uint64_t> number) {
        if (!number)
            return std::nullopt;
        field.number = *number;
        return field;
    }

    std::optional<Field> withBytes(Field field, std::optional<std::uint64_t> length) {
        m_damaged |= !length || *length > m_rest.size();
        if (m_damaged)
            return std::nullopt;
        field.bytes = m_rest.substr(0, *length);
        m_rest.remove_prefix(*length);
        return field;
    }

    std::string_view m_rest;
    bool m_damaged = false;
};

// Calls `read` for every field; false where the message is damaged.
template<typename Read>
bool forEachField(std::string_view message, Read read) {
    FieldReader reader(message);
    while (const auto field = reader.next())
        read(*field);
    return !reader.damaged();
}

bool readPiece(std::string_view message, SpmModel& model) {
    SpmModel::Piece piece;
    const bool whole = forEachField(message, [&](const Field& field) {
        if (field.id == 1)
            piece.text = encodeUtf8(decodeUtf8(field.bytes));
        else if (field.id == 2)
            piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field.number));
        else if (field.id == 3)
            piece.type = static_cast<SpmModel::PieceType>(field.number);
    });
    model.pieces.push_back(std::move(piece));
    return whole;
}

bool readTrainerSpec(std::string_view message, SpmModel& model) {
    return forEachField(message, [&](const Field& field) {
        if (field.id == 3)
            model.algorithm = static_cast<SpmModel::Algorithm>(field.number);
        else if (field.id == 35)
            model.byteFallback = field.number != 0;
        else if (field.id == 40)
            model.unknownId = static_cast<std::int64_t>(field.number);
    });
}

bool readNormalizerSpec(std::string_view message, SpmModel& model) {
    return forEachField(message, [&](const Field& field) {
        if (field.id == 2)
            model.rules = std::string(field.bytes);
    });
}

} // namespace

Result<SpmModel> parseSpmModel(std::string_view bytes, const std::string& where) {
    SpmModel model;
    bool partsWhole = true;
    const bool whole = forEachField(bytes, [&](const Field& field) {
        if (field.id == 1)
            partsWhole &= readPiece(field.bytes, model);
        else if (field.id == 2)
            partsWhole &= readTrainerSpec(field.bytes, model);
        else if (field.id == 3)
            partsWhole &= readNormalizerSpec(field.bytes, model);
    });
    if (!whole || !partsWhole || model.pieces.empty())
        return fail(ErrorCode::BadFormat, "The file is not a SentencePiece model.", where);
    return model;
}

} // namespace triptych::text
