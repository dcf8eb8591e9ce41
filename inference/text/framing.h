// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "inference/text/post_processor.h"
#include "inference/text/tokenizer.h"

namespace triptych::text {

// A token of the text itself, before anything is put around it.
struct BodyToken {
    std::int64_t id = 0;
    std::uint32_t from = 0; // code points
    std::uint32_t to = 0;
    bool special = false;
    // Whitespace characters at its ends, which OffsetTrim may take out of the range.
    std::uint32_t leadingSpaces = 0;
    std::uint32_t trailingSpaces = 0;
};

// Cuts to the allowed length and fills in the template of the post-processor. `second` is null without a pair.
class Framer {
public:
    Framer(const Tokenizer& tokenizer, PostProcessor processor)
        : m_tokenizer(tokenizer)
        , m_processor(std::move(processor)) {}

    [[nodiscard]] const PostProcessor& processor() const { return m_processor; }
    [[nodiscard]] Encoding frame(std::vector<BodyToken>& first, std::vector<BodyToken>* second,
                                 const EncodeOptions& options) const;

private:
    void trim(std::vector<BodyToken>& tokens) const;

    const Tokenizer& m_tokenizer;
    PostProcessor m_processor;
};

} // namespace triptych::text
