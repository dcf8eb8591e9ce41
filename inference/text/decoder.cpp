// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/decoder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "inference/text/byte_alphabet.h"
#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

constexpr const char* replacementCharacter = "\uFFFD";

std::string joined(const std::vector<std::string>& tokens) {
    std::string text;
    for (const std::string& token : tokens)
        text += token;
    return text;
}

class ByteLevelDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override {
        std::string bytes;
        for (const std::string& token : tokens)
            bytes += bytesOfToken(token).value_or(token);
        tokens = {validUtf8(bytes)};
    }
};

class MetaspaceDecoder final : public Decoder {
public:
    explicit MetaspaceDecoder(const MetaspaceOptions& options)
        : m_replacement(encodeUtf8(std::u32string_view(&options.replacement, 1)))
        , m_prepended(options.prepend != MetaspaceOptions::Prepend::Never) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            replaceAll(tokens[i], m_replacement, i == 0 && m_prepended ? "" : " ");
    }

private:
    std::string m_replacement;
    bool m_prepended;
};

class WordPieceDecoder final : public Decoder {
public:
    WordPieceDecoder(std::string prefix, bool cleanup)
        : m_prefix(std::move(prefix))
        , m_cleanup(cleanup) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i > 0 && tokens[i].starts_with(m_prefix))
                tokens[i].erase(0, m_prefix.size());
            else if (i > 0)
                tokens[i].insert(0, " ");
            if (m_cleanup)
                tokens[i] = cleanedUp(std::move(tokens[i]), true);
        }
    }

private:
    std::string m_prefix;
    bool m_cleanup;
};

class BpeDecoder final : public Decoder {
public:
    explicit BpeDecoder(std::string suffix)
        : m_suffix(std::move(suffix)) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            replaceAll(tokens[i], m_suffix, i + 1 == tokens.size() ? "" : " ");
    }

private:
    std::string m_suffix;
};

class CtcDecoder final : public Decoder {
public:
    CtcDecoder(std::string pad, std::string delimiter, bool cleanup)
        : m_pad(std::move(pad))
        , m_delimiter(std::move(delimiter))
        , m_cleanup(cleanup) {}

    void apply(std::vector<std::string>& tokens) const override {
        tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
        for (std::string& token : tokens) {
            replaceAll(token, m_pad, "");
            if (!m_cleanup)
                continue;
            token = cleanedUp(std::move(token), true);
            replaceAll(token, m_delimiter, " ");
        }
        std::erase_if(tokens, [](const std::string& token) { return token.empty(); });
    }

private:
    std::string m_pad;
    std::string m_delimiter;
    bool m_cleanup;
};

class ReplaceDecoder final : public Decoder {
public:
    ReplaceDecoder(PatternPtr pattern, std::string content)
        : m_pattern(std::move(pattern))
        , m_content(std::move(content)) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (std::string& token : tokens) {
            std::vector<ByteRange> matches;
            m_pattern->find(token, matches);
            for (auto match = matches.rbegin(); match != matches.rend(); ++match)
                token.replace(match->begin, match->end - match->begin, m_content);
        }
    }

private:
    PatternPtr m_pattern;
    std::string m_content;
};

class FuseDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override { tokens = {joined(tokens)}; }
};

class StripDecoder final : public Decoder {
public:
    StripDecoder(std::string content, std::int64_t start, std::int64_t stop)
        : m_content(std::move(content))
        , m_start(start)
        , m_stop(stop) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (std::string& token : tokens) {
            std::string_view rest = token;
            for (std::int64_t i = 0; i < m_start && rest.starts_with(m_content); ++i)
                rest.remove_prefix(m_content.size());
            for (std::int64_t i = 0; i < m_stop && rest.ends_with(m_content); ++i)
                rest.remove_suffix(m_content.size());
            token = std::string(rest);
        }
    }

private:
    std::string m_content;
    std::int64_t m_start;
    std::int64_t m_stop;
};

// Runs of tokens like "<0xE2>" become the characters that they spell, or one replacement character each.
class ByteFallbackDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override {
        std::vector<std::string> result;
        std::string bytes;
        const auto flush = [&] {
            if (validUtf8(bytes) == bytes && !bytes.empty())
                result.push_back(bytes);
            else
                result.insert(result.end(), bytes.size(), replacementCharacter);
            bytes.clear();
        };
        for (std::string& token : tokens) {
            if (const auto byte = byteOf(token)) {
                bytes.push_back(static_cast<char>(*byte));
                continue;
            }
            flush();
            result.push_back(std::move(token));
        }
        flush();
        tokens = std::move(result);
    }

private:
    static std::optional<unsigned char> byteOf(std::string_view token) {
        if (token.size() != 6 || !token.starts_with("<0x") || !token.ends_with('>'))
            return std::nullopt;
        unsigned char value = 0;
        const char* end = token.data() + 5;
        const auto parsed = std::from_chars(token.data() + 3, end, value, 16);
        return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
    }
};

class SequenceDecoder final : public Decoder {
public:
    explicit SequenceDecoder(std::vector<DecoderPtr> steps)
        : m_steps(std::move(steps)) {}

    void apply(std::vector<std::string>& tokens) const override {
        for (const DecoderPtr& step : m_steps)
            step->apply(tokens);
    }

private:
    std::vector<DecoderPtr> m_steps;
};

} // namespace

DecoderPtr byteLevelDecoder() {
    return std::make_shared<ByteLevelDecoder>();
}

DecoderPtr metaspaceDecoder(const MetaspaceOptions& options) {
    return std::make_shared<MetaspaceDecoder>(options);
}

DecoderPtr wordPieceDecoder(std::string prefix, bool cleanup) {
    return std::make_shared<WordPieceDecoder>(std::move(prefix), cleanup);
}

DecoderPtr bpeDecoder(std::string suffix) {
    return std::make_shared<BpeDecoder>(std::move(suffix));
}

DecoderPtr ctcDecoder(std::string pad, std::string delimiter, bool cleanup) {
    return std::make_shared<CtcDecoder>(std::move(pad), std::move(delimiter), cleanup);
}

DecoderPtr replaceDecoder(PatternPtr pattern, std::string content) {
    return std::make_shared<ReplaceDecoder>(std::move(pattern), std::move(content));
}

DecoderPtr fuseDecoder() {
    return std::make_shared<FuseDecoder>();
}

DecoderPtr stripDecoder(std::string content, std::int64_t start, std::int64_t stop) {
    return std::make_shared<StripDecoder>(std::move(content), start, stop);
}

DecoderPtr byteFallbackDecoder() {
    return std::make_shared<ByteFallbackDecoder>();
}

DecoderPtr sequenceDecoder(std::vector<DecoderPtr> steps) {
    return std::make_shared<SequenceDecoder>(std::move(steps));
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    if (from.empty())
        return;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::string cleanedUp(std::string text, bool contractDoNot) {
    struct Rule {
        const char* from;
        const char* to;
    };
    constexpr const char* doNot = " do not";
    constexpr std::array rules{
        Rule{" .", "."},   Rule{" ?", "?"},     Rule{" !", "!"},     Rule{" ,", ","},
        Rule{" ' ", "'"},  Rule{" n't", "n't"}, Rule{" 'm", "'m"},   Rule{doNot, " don't"},
        Rule{" 's", "'s"}, Rule{" 've", "'ve"}, Rule{" 're", "'re"},
    };
    for (const Rule& rule : rules)
        if (contractDoNot || rule.from != doNot)
            replaceAll(text, rule.from, rule.to);
    return text;
}

std::string stripped(std::string_view text) {
    std::size_t begin = text.size();
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t at = i;
        if (isWhitespace(nextCodePoint(text, i)))
            continue;
        begin = std::min(begin, at);
        end = i;
    }
    return std::string(end > begin ? text.substr(begin, end - begin) : std::string_view());
}

std::string validUtf8(std::string_view bytes) {
    return encodeUtf8(decodeUtf8(bytes));
}

} // namespace triptych::text
