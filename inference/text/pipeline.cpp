// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/pipeline.h"

#include <algorithm>
#include <mutex>
#include <tuple>

#include "inference/text/added_vocabulary.h"
#include "inference/text/framing.h"
#include "inference/text/word_cache.h"

namespace triptych::text {

namespace {

// What one call of encode needs; kept for the next call, so that a text costs few allocations.
struct Workspace {
    AlignedText source;
    AlignedText section;
    AlignedText part;
    CutText cut;
    std::vector<TextSection> sections;
    std::vector<TextSection> normalizedSections;
    std::vector<TokenPiece> pieces;
    std::vector<BodyToken> body;
    std::vector<BodyToken> secondBody;
    WordCache cache;
};

// Hands out workspaces, one to every thread that is at work.
class WorkspacePool {
public:
    std::unique_ptr<Workspace> take() {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty())
            return std::make_unique<Workspace>();
        auto workspace = std::move(m_free.back());
        m_free.pop_back();
        return workspace;
    }
    void giveBack(std::unique_ptr<Workspace> workspace) {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(workspace));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Workspace>> m_free;
};

class Lease {
public:
    explicit Lease(WorkspacePool& pool)
        : m_pool(pool)
        , m_workspace(pool.take()) {}
    ~Lease() { m_pool.giveBack(std::move(m_workspace)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Workspace& operator*() const { return *m_workspace; }

private:
    WorkspacePool& m_pool;
    std::unique_ptr<Workspace> m_workspace;
};

// Whitespace at the ends of a token's text, plain or as byte-level tokenizers write it.
std::pair<std::uint32_t, std::uint32_t> spacesAround(std::string_view text) {
    constexpr char32_t byteLevelSpace = 0x120;
    std::uint32_t leading = 0;
    std::uint32_t trailing = 0;
    bool begun = false;
    for (std::size_t i = 0; i < text.size();) {
        const char32_t c = nextCodePoint(text, i);
        const bool space = c == byteLevelSpace || isWhitespace(c);
        begun |= !space;
        leading += begun ? 0 : 1;
        trailing = space ? trailing + 1 : 0;
    }
    return {leading, trailing};
}

class Pipeline final : public Tokenizer {
public:
    Pipeline(PipelineParts parts, const TokenizerConfig& config)
        : m_parts(std::move(parts))
        , m_added(m_parts.addedTokens, config, m_parts.model->vocabulary(), m_parts.normalizer.get())
        , m_framer(*this, m_parts.postProcessor)
        , m_cleanUp(config.cleanUpSpaces && m_parts.cleansUp)
        , m_facts(m_added.facts(config)) {
        if (config.className != "CLIPTokenizer")
            m_parts.wordEnd.clear();
    }

    [[nodiscard]] Encoding encodeWith(std::string_view text, const EncodeOptions& options) const override {
        const Lease lease(m_pool);
        encodeBody(text, *lease, (*lease).body);
        return m_framer.frame((*lease).body, nullptr, options);
    }

    [[nodiscard]] Result<Encoding> encodePair(std::string_view first, std::string_view second,
                                              const EncodeOptions& options) const override {
        if (!m_framer.processor().hasPair)
            return fail(ErrorCode::Unsupported, "The tokenizer does not say how a pair of texts looks.");
        const Lease lease(m_pool);
        encodeBody(first, *lease, (*lease).body);
        encodeBody(second, *lease, (*lease).secondBody);
        return m_framer.frame((*lease).body, &(*lease).secondBody, options);
    }

    [[nodiscard]] std::string decode(std::span<const std::int64_t> ids, bool skipSpecialTokens) const override {
        std::vector<std::string> tokens;
        for (const std::int64_t id : ids) {
            const AddedToken* added = m_added.find(id);
            if (!added && !m_parts.model->vocabulary().has(id))
                continue;
            // The reference asks whether the form is special, not the token.
            const std::string& form = added ? m_added.decodedForm(*added) : m_parts.model->vocabulary().tokenOf(id);
            if (!skipSpecialTokens || !m_added.isSpecial(form))
                tokens.push_back(form);
        }
        return decodeTokens(std::move(tokens));
    }

    [[nodiscard]] std::optional<std::int64_t> idOf(std::string_view token) const override {
        return m_added.idOf(token);
    }

    [[nodiscard]] std::string tokenOf(std::int64_t id) const override {
        const AddedToken* added = m_added.find(id);
        return added ? added->content : m_parts.model->vocabulary().tokenOf(id);
    }

    [[nodiscard]] std::int64_t vocabularySize() const override { return m_added.size(); }
    [[nodiscard]] const TokenizerFacts& facts() const override { return m_facts; }

private:
    std::string decodeTokens(std::vector<std::string> tokens) const {
        if (m_parts.decoder)
            m_parts.decoder->apply(tokens);
        std::string text;
        for (const std::string& token : tokens) {
            if (!m_parts.decoder && !text.empty())
                text += ' ';
            text += token;
        }
        if (!m_parts.wordEnd.empty()) {
            replaceAll(text, m_parts.wordEnd, " ");
            text = stripped(text);
        }
        return m_cleanUp ? cleanedUp(std::move(text), false) : text;
    }

    void encodeBody(std::string_view text, Workspace& work, std::vector<BodyToken>& body) const {
        body.clear();
        assignText(work.source, text);
        work.sections.clear();
        m_added.plainMatcher().split(work.source.bytes, work.sections);
        for (const TextSection& section : work.sections) {
            if (section.token) {
                appendAdded(work.source, section, body);
                continue;
            }
            assignSlice(work.section, work.source, section.begin, section.end);
            if (m_parts.normalizer)
                m_parts.normalizer->apply(work.section);
            encodeNormalized(work, body);
        }
    }

    void encodeNormalized(Workspace& work, std::vector<BodyToken>& body) const {
        work.normalizedSections.clear();
        m_added.normalizedMatcher().split(work.section.bytes, work.normalizedSections);
        for (const TextSection& section : work.normalizedSections) {
            if (section.token) {
                appendAdded(work.section, section, body);
                continue;
            }
            work.cut.text.clear();
            if (section.begin == 0 && section.end == work.section.bytes.size())
                std::swap(work.cut.text, work.section);
            else
                assignSlice(work.cut.text, work.section, section.begin, section.end);
            encodeCut(work, body);
        }
    }

    void encodeCut(Workspace& work, std::vector<BodyToken>& body) const {
        CutText& cut = work.cut;
        cut.words.assign(1, {0, cut.text.bytes.size()});
        cut.rawBytes = false;
        if (m_parts.preTokenizer)
            m_parts.preTokenizer->apply(cut);
        for (const ByteRange& range : cut.words) {
            const std::string_view word = std::string_view(cut.text.bytes).substr(range.begin, range.end - range.begin);
            for (const TokenPiece& piece : work.cache.piecesOf(word, *m_parts.model, work.pieces)) {
                const Origin& first = cut.text.origins[range.begin + piece.begin];
                const Origin& last = cut.text.origins[range.begin + piece.end - 1];
                BodyToken token{piece.id, first.from, last.to};
                if (!m_framer.processor().trims.empty())
                    std::tie(token.leadingSpaces, token.trailingSpaces) =
                        spacesAround(m_parts.model->vocabulary().tokenOf(piece.id));
                body.push_back(token);
            }
        }
    }

    static void appendAdded(const AlignedText& text, const TextSection& section, std::vector<BodyToken>& body) {
        const auto [leading, trailing] =
            spacesAround(std::string_view(text.bytes).substr(section.begin, section.end - section.begin));
        body.push_back({section.token->id, text.origins[section.begin].from, text.origins[section.end - 1].to,
                        section.token->special, leading, trailing});
    }

    PipelineParts m_parts;
    AddedVocabulary m_added;
    Framer m_framer;
    bool m_cleanUp;
    TokenizerFacts m_facts;
    mutable WorkspacePool m_pool;
};

} // namespace

TokenizerPtr makePipeline(PipelineParts parts, const TokenizerConfig& config) {
    return std::make_shared<Pipeline>(std::move(parts), config);
}

} // namespace triptych::text
