// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that sees libsentencepiece.
#include "inference/text/sentencepiece.h"

#include <sentencepiece_processor.h>

#include "inference/formats/file_bytes.h"
#include "inference/text/added_vocabulary.h"
#include "inference/text/canonical_text.h"
#include "inference/text/decoder.h"
#include "inference/text/framing.h"
#include "inference/text/pipeline.h"
#include "inference/text/spm_document.h"

namespace triptych::text {

namespace {

using sentencepiece::SentencePieceProcessor;

constexpr std::string_view writtenSpace = "\u2581";
constexpr char32_t spaceMark = 0x2581;

// SigLIP. Its class puts a mark of a word's beginning in front of the text, canonicalises what lies between special
// tokens, and lets the model read each stretch behind the unknown token, whose own pieces are then dropped: so the
// model does not strip the stretch.
class Siglip final : public Tokenizer {
public:
    Siglip(std::unique_ptr<SentencePieceProcessor> processor, Vocabulary vocabulary, const TokenizerConfig& config)
        : m_processor(std::move(processor))
        , m_vocabulary(std::move(vocabulary))
        , m_added({}, config, m_vocabulary, nullptr)
        , m_framer(*this, PostProcessor{})
        , m_lowercase(config.flag("do_lower_case", true))
        , m_cleanUp(config.cleanUpSpaces)
        , m_facts(m_added.facts(config))
        , m_unknown(m_facts.unk ? tokenOf(*m_facts.unk) : std::string())
        , m_unknownPieces(piecesOf(m_unknown).size()) {}

    [[nodiscard]] Encoding encodeWith(std::string_view text, const EncodeOptions& options) const override {
        return frame(text, nullptr, options);
    }

    [[nodiscard]] Result<Encoding> encodePair(std::string_view first, std::string_view second,
                                              const EncodeOptions& options) const override {
        return frame(first, &second, options);
    }

    [[nodiscard]] std::string decode(std::span<const std::int64_t> ids, bool skipSpecialTokens) const override {
        std::string text;
        std::vector<std::string> pieces;
        const auto flush = [&] {
            std::string part;
            m_processor->Decode(pieces, &part).IgnoreError();
            pieces.clear();
            return part;
        };
        bool previousSpecial = false;
        for (const std::int64_t id : ids) {
            const std::string token = tokenOf(id);
            if (token.empty())
                continue;
            const bool special = m_added.isSpecial(token);
            if (special && skipSpecialTokens)
                continue;
            if (special) {
                text += (previousSpecial ? "" : " ") + flush() + token;
            } else {
                pieces.push_back(token);
            }
            previousSpecial = special;
        }
        text = stripped(text + flush());
        return m_cleanUp ? cleanedUp(std::move(text), false) : text;
    }

    [[nodiscard]] std::optional<std::int64_t> idOf(std::string_view token) const override {
        return m_added.idOf(token);
    }
    [[nodiscard]] std::string tokenOf(std::int64_t id) const override {
        const AddedToken* added = m_added.find(id);
        return added ? added->content : m_vocabulary.tokenOf(id);
    }
    [[nodiscard]] std::int64_t vocabularySize() const override { return m_added.size(); }
    [[nodiscard]] const TokenizerFacts& facts() const override { return m_facts; }

private:
    struct ModelPiece {
        std::int64_t id = 0;
        std::size_t begin = 0; // bytes
        std::size_t end = 0;
    };

    [[nodiscard]] std::vector<ModelPiece> piecesOf(std::string_view text) const {
        std::vector<ModelPiece> pieces;
        const auto encoded = m_processor->EncodeAsImmutableProto(text);
        for (const auto& piece : encoded.pieces())
            pieces.push_back({piece.id(), piece.begin(), piece.end()});
        return pieces;
    }

    [[nodiscard]] Encoding frame(std::string_view first, const std::string_view* second,
                                 const EncodeOptions& options) const {
        const std::size_t ends = !options.addSpecialTokens || !m_facts.eos ? 0 : second ? 2 : 1;
        EncodeOptions inner = options;
        if (inner.maxTokens)
            *inner.maxTokens -= std::min(*inner.maxTokens, ends);
        std::vector<BodyToken> body = bodyOf(first);
        std::vector<BodyToken> secondBody = second ? bodyOf(*second) : std::vector<BodyToken>();
        const Encoding cut = m_framer.frame(body, second ? &secondBody : nullptr, inner);
        Encoding encoding;
        encoding.truncated = cut.truncated;
        append(cut, 0, cut.secondBegin, ends > 0, encoding);
        encoding.secondBegin = encoding.ids.size();
        if (second)
            append(cut, cut.secondBegin, cut.ids.size(), ends > 0, encoding);
        return encoding;
    }

    // An end is added unless the text brought one.
    void append(const Encoding& source, std::size_t begin, std::size_t end, bool addEnd, Encoding& target) const {
        for (std::size_t i = begin; i < end; ++i) {
            target.ids.push_back(source.ids[i]);
            target.tokens.push_back(source.tokens[i]);
        }
        if (addEnd && (begin == end || source.ids[end - 1] != *m_facts.eos)) {
            target.ids.push_back(*m_facts.eos);
            target.tokens.push_back({tokenOf(*m_facts.eos), {}, true, -1});
        }
        target.typeIds.resize(target.ids.size());
    }

    [[nodiscard]] std::vector<BodyToken> bodyOf(std::string_view text) const {
        AlignedText written;
        assignText(written, text);
        AlignedText marked;
        marked.append(writtenSpace, Origin{});
        std::size_t done = 0;
        for (std::size_t at = written.bytes.find(writtenSpace); at != std::string::npos;
             at = written.bytes.find(writtenSpace, done)) {
            marked.append(written, done, at);
            marked.append(U' ', written.origins[at]);
            done = at + writtenSpace.size();
        }
        marked.append(written, done, written.bytes.size());
        std::vector<TextSection> sections;
        m_added.plainMatcher().split(marked.bytes, sections);
        std::vector<BodyToken> body;
        for (const TextSection& section : sections) {
            if (section.token)
                body.push_back({section.token->id, marked.origins[section.begin].from,
                                marked.origins[section.end - 1].to, section.token->special});
            else
                appendStretch(marked, section, body);
        }
        if (body.size() > 1 && tokenOf(body[0].id) == writtenSpace && body[1].special)
            body.erase(body.begin());
        return body;
    }

    void appendStretch(const AlignedText& marked, const TextSection& section, std::vector<BodyToken>& body) const {
        AlignedText stretch;
        assignSlice(stretch, marked, section.begin, section.end);
        canonicalize(stretch, m_lowercase);
        std::vector<ModelPiece> pieces = piecesOf(m_unknown + stretch.bytes);
        if (pieces.size() >= m_unknownPieces)
            pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(m_unknownPieces));
        for (const ModelPiece& piece : pieces) {
            const CharRange chars = rangeOf(stretch, piece);
            body.push_back({piece.id, static_cast<std::uint32_t>(chars.from), static_cast<std::uint32_t>(chars.to)});
        }
    }

    // The characters of a piece without the space that it begins with, unless it is nothing but space.
    [[nodiscard]] CharRange rangeOf(const AlignedText& stretch, const ModelPiece& piece) const {
        const auto inStretch = [&](std::size_t byte) {
            return std::min(byte - std::min(byte, m_unknown.size()), stretch.bytes.size());
        };
        std::size_t begin = inStretch(piece.begin);
        const std::size_t end = inStretch(piece.end);
        for (std::size_t next = begin; next < end;) {
            const char32_t c = nextCodePoint(stretch.bytes, next);
            if (next >= end || (c != U' ' && c != spaceMark))
                break;
            begin = next;
        }
        if (begin < end)
            return {stretch.origins[begin].from, stretch.origins[end - 1].to};
        const std::uint32_t place = begin > 0 ? stretch.origins[begin - 1].to : stretch.start;
        return {place, place};
    }

    std::unique_ptr<SentencePieceProcessor> m_processor;
    Vocabulary m_vocabulary;
    AddedVocabulary m_added;
    Framer m_framer;
    bool m_lowercase;
    bool m_cleanUp;
    TokenizerFacts m_facts;
    std::string m_unknown;
    std::size_t m_unknownPieces;
};

// Class defaults that files may leave out: special tokens swallow the whitespace around them.
void setSiglipFlags(TokenizerConfig& config) {
    for (auto& [name, token] : config.roles)
        if (!config.raw.contains(name) || config.raw[name].is_string())
            token.leftStrip = token.rightStrip = true;
    for (auto& [id, token] : config.addedTokens)
        token.normalized = false; // this class looks for all of them in the text as it was written
}

Result<TokenizerPtr> makeSiglip(std::string_view bytes, TokenizerConfig& config, const std::string& where) {
    setSiglipFlags(config);
    auto processor = std::make_unique<SentencePieceProcessor>();
    if (!processor->LoadFromSerializedProto(bytes).ok())
        return fail(ErrorCode::BadFormat, "The file is not a SentencePiece model.", where);
    Vocabulary vocabulary;
    for (int id = 0; id < processor->GetPieceSize(); ++id)
        if (auto added = vocabulary.add(processor->IdToPiece(id), id, where); !added)
            return tl::make_unexpected(added.error());
    return TokenizerPtr(std::make_shared<Siglip>(std::move(processor), std::move(vocabulary), config));
}

// The class by the name of the file, for folders that do not name it.
void guessClass(const std::filesystem::path& file, TokenizerConfig& config) {
    if (!config.className.empty())
        return;
    const std::string name = file.filename().string();
    config.className = name == "spiece.model"              ? "T5Tokenizer"
                       : name == "sentencepiece.bpe.model" ? "XLMRobertaTokenizer"
                                                           : "LlamaTokenizer";
    fillClassDefaults(config);
}

} // namespace

Result<TokenizerPtr> readSentencePiece(const std::filesystem::path& file, TokenizerConfig& config) {
    guessClass(file, config);
    const auto mapped = formats::MappedFile::open(file);
    if (!mapped)
        return tl::make_unexpected(mapped.error());
    const std::string_view bytes(reinterpret_cast<const char*>(mapped->bytes().data()), mapped->bytes().size());
    auto model = parseSpmModel(bytes, file.string());
    if (!model)
        return tl::make_unexpected(model.error());
    if (config.className == "SiglipTokenizer")
        return makeSiglip(bytes, config, file.string());
    return documentOfSpm(*model, config, file.string())
        .and_then([&](const formats::Json& document) { return readPipeline(document, file.string()); })
        .map([&](PipelineParts parts) { return makePipeline(std::move(parts), config); });
}

} // namespace triptych::text
