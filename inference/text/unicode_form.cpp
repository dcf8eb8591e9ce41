// SPDX-License-Identifier: GPL-3.0-or-later
// The Unicode normal forms with the origin of every character, in the order of operations of the Rust crate that
// Hugging Face tokenizers use, because the origins depend on it.
#include <algorithm>
#include <optional>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "inference/text/normalizer.h"

namespace triptych::text {

namespace {

struct Piece {
    Change change;
    int combiningClass = 0;
};

// Decomposed, marks in canonical order.
std::vector<Piece> decomposed(const AlignedText& text, bool compatible) {
    std::vector<Piece> pieces;
    std::size_t sorted = 0;
    const auto sortPending = [&] {
        std::stable_sort(pieces.begin() + static_cast<std::ptrdiff_t>(sorted), pieces.end(),
                         [](const Piece& a, const Piece& b) { return a.combiningClass < b.combiningClass; });
        sorted = pieces.size();
    };
    const auto add = [&](char32_t c, int change) {
        const int combiningClass = c < 0x300 ? 0 : u_getCombiningClass(static_cast<UChar32>(c));
        if (combiningClass == 0)
            sortPending();
        pieces.push_back({{c, change}, combiningClass});
    };
    for (std::size_t i = 0; i < text.bytes.size();) {
        const char32_t c = nextCodePoint(text.bytes, i);
        if (c < 0x80) {
            add(c, 0);
            continue;
        }
        int change = 0;
        for (const char32_t part : decompose(c, compatible))
            add(part, std::exchange(change, 1));
    }
    sortPending();
    return pieces;
}

std::optional<char32_t> composed(char32_t first, char32_t second) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status))
        return std::nullopt;
    const UChar32 pair = nfc->composePair(static_cast<UChar32>(first), static_cast<UChar32>(second));
    return pair < 0 ? std::nullopt : std::optional(static_cast<char32_t>(pair));
}

// Composes a starter with the marks that nothing blocks from it.
class Composer {
public:
    void add(const Piece& piece) {
        const auto& [change, combiningClass] = piece;
        if (!m_starter) {
            if (combiningClass != 0)
                m_result.push_back(change);
            else
                m_starter = change;
            return;
        }
        const bool blocked = m_lastClass && *m_lastClass >= combiningClass;
        const auto pair = blocked ? std::nullopt : composed(m_starter->c, change.c);
        if (pair) {
            m_starter = Change{*pair, m_starter->change + change.change - 1};
        } else if (combiningClass == 0) {
            flush();
            m_starter = change;
        } else {
            m_marks.push_back(change);
            m_lastClass = combiningClass;
        }
    }

    std::vector<Change> finish() {
        flush();
        return std::move(m_result);
    }

private:
    void flush() {
        if (m_starter)
            m_result.push_back(*m_starter);
        m_starter.reset();
        m_result.insert(m_result.end(), m_marks.begin(), m_marks.end());
        m_marks.clear();
        m_lastClass.reset();
    }

    std::vector<Change> m_result;
    std::optional<Change> m_starter;
    std::vector<Change> m_marks;
    std::optional<int> m_lastClass;
};

class UnicodeNormalizer final : public Normalizer {
public:
    explicit UnicodeNormalizer(UnicodeForm form)
        : m_form(form) {}

    void apply(AlignedText& text) const override {
        if (isNormal(text.bytes))
            return;
        const bool compatible = m_form == UnicodeForm::Nfkc || m_form == UnicodeForm::Nfkd;
        const std::vector<Piece> pieces = decomposed(text, compatible);
        if (m_form == UnicodeForm::Nfc || m_form == UnicodeForm::Nfkc) {
            Composer composer;
            for (const Piece& piece : pieces)
                composer.add(piece);
            transform(text, composer.finish());
            return;
        }
        std::vector<Change> changes;
        for (const Piece& piece : pieces)
            changes.push_back(piece.change);
        transform(text, changes);
    }

private:
    // A quick look that never errs on the side of "normal": below U+0300 nothing composes and NFC changes nothing.
    [[nodiscard]] bool isNormal(std::string_view bytes) const {
        const unsigned char limit = m_form == UnicodeForm::Nfc ? 0xCC : 0x80;
        return std::ranges::all_of(bytes, [&](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < limit; // continuation bytes are below 0xC0
        });
    }

    UnicodeForm m_form;
};

} // namespace

NormalizerPtr unicodeNormalizer(UnicodeForm form) {
    return std::make_shared<UnicodeNormalizer>(form);
}

} // namespace triptych::text
