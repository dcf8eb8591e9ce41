// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/pre_tokenizer.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "inference/text/byte_alphabet.h"

namespace triptych::text {

namespace {

struct Segment {
    ByteRange range;
    bool isMatch = false;
};

// Matches and what lies between them; together they cover the word.
void segmentsOf(std::size_t length, const std::vector<ByteRange>& matches, bool invert,
                std::vector<Segment>& segments) {
    segments.clear();
    std::size_t done = 0;
    for (const ByteRange& match : matches) {
        if (match.begin > done)
            segments.push_back({{done, match.begin}, invert});
        segments.push_back({match, !invert});
        done = match.end;
    }
    if (done < length)
        segments.push_back({{done, length}, invert});
}

// Every match joins its neighbour unless the neighbour is a match, too.
void mergeWithPrevious(std::vector<Segment>& segments) {
    std::vector<Segment> merged;
    bool previousMatch = false;
    for (const Segment& segment : segments) {
        if (segment.isMatch && !previousMatch && !merged.empty())
            merged.back().range.end = segment.range.end;
        else
            merged.push_back(segment);
        previousMatch = segment.isMatch;
    }
    segments = std::move(merged);
}

void mergeWithNext(std::vector<Segment>& segments) {
    std::vector<Segment> merged;
    bool previousMatch = false;
    // clang 14 cannot compile this library's view of the reverse.
    for (auto at = segments.rbegin(); at != segments.rend(); ++at) {
        const Segment& segment = *at;
        if (segment.isMatch && !previousMatch && !merged.empty())
            merged.back().range.begin = segment.range.begin;
        else
            merged.push_back(segment);
        previousMatch = segment.isMatch;
    }
    std::ranges::reverse(merged);
    segments = std::move(merged);
}

void mergeContiguous(std::vector<Segment>& segments) {
    std::vector<Segment> merged;
    for (const Segment& segment : segments) {
        if (!merged.empty() && merged.back().isMatch == segment.isMatch)
            merged.back().range.end = segment.range.end;
        else
            merged.push_back(segment);
    }
    segments = std::move(merged);
}

class SplitPreTokenizer final : public PreTokenizer {
public:
    SplitPreTokenizer(PatternPtr pattern, SplitBehavior behavior, bool invert)
        : m_pattern(std::move(pattern))
        , m_behavior(behavior)
        , m_invert(invert) {}

    void apply(CutText& cut) const override {
        cut.nextWords.clear();
        std::vector<Segment> segments;
        for (const ByteRange& word : cut.words) {
            cut.matches.clear();
            m_pattern->find(std::string_view(cut.text.bytes).substr(word.begin, word.end - word.begin), cut.matches);
            segmentsOf(word.end - word.begin, cut.matches, m_invert, segments);
            merge(segments);
            for (const Segment& segment : segments)
                if (!(m_behavior == SplitBehavior::Removed && segment.isMatch) &&
                    segment.range.end > segment.range.begin)
                    cut.nextWords.push_back({word.begin + segment.range.begin, word.begin + segment.range.end});
        }
        std::swap(cut.words, cut.nextWords);
    }

private:
    void merge(std::vector<Segment>& segments) const {
        if (m_behavior == SplitBehavior::MergedWithPrevious)
            mergeWithPrevious(segments);
        else if (m_behavior == SplitBehavior::MergedWithNext)
            mergeWithNext(segments);
        else if (m_behavior == SplitBehavior::Contiguous)
            mergeContiguous(segments);
    }

    PatternPtr m_pattern;
    SplitBehavior m_behavior;
    bool m_invert;
};

// Rebuilds the text word by word; `rewrite` appends a word to the new text.
template<typename Rewrite>
void rewriteWords(CutText& cut, Rewrite rewrite) {
    cut.nextText.clear();
    cut.nextWords.clear();
    for (const ByteRange& word : cut.words) {
        const std::size_t begin = cut.nextText.bytes.size();
        rewrite(word, cut.nextText);
        cut.nextWords.push_back({begin, cut.nextText.bytes.size()});
    }
    std::swap(cut.text, cut.nextText);
    std::swap(cut.words, cut.nextWords);
}

class ByteLevelPreTokenizer final : public PreTokenizer {
public:
    explicit ByteLevelPreTokenizer(const ByteLevelOptions& options)
        : m_options(options)
        , m_split(knownPattern(gpt2Expression), SplitBehavior::Isolated, false) {}

    void apply(CutText& cut) const override {
        if (m_options.addPrefixSpace)
            addSpaces(cut);
        if (m_options.useRegex)
            m_split.apply(cut);
        cut.rawBytes = m_options.rawBytes;
        if (cut.rawBytes)
            return;
        rewriteWords(cut, [&](const ByteRange& word, AlignedText& text) {
            for (std::size_t i = word.begin; i < word.end; ++i)
                text.append(charOfByte(static_cast<unsigned char>(cut.text.bytes[i])), cut.text.origins[i]);
        });
    }

private:
    static void addSpaces(CutText& cut) {
        const auto hasSpace = [&](const ByteRange& word) { return cut.text.bytes[word.begin] == ' '; };
        if (std::ranges::all_of(cut.words, hasSpace))
            return;
        rewriteWords(cut, [&](const ByteRange& word, AlignedText& text) {
            if (!hasSpace(word))
                text.append(U' ', cut.text.origins[word.begin]);
            text.append(cut.text, word.begin, word.end);
        });
    }

    ByteLevelOptions m_options;
    SplitPreTokenizer m_split;
};

class MetaspacePreTokenizer final : public PreTokenizer {
public:
    explicit MetaspacePreTokenizer(const MetaspaceOptions& options)
        : m_options(options)
        , m_replacement(encodeUtf8(std::u32string_view(&options.replacement, 1)))
        , m_split(literalPattern(m_replacement), SplitBehavior::MergedWithNext, false) {}

    void apply(CutText& cut) const override {
        rewriteWords(cut, [&](const ByteRange& word, AlignedText& text) { rewrite(cut.text, word, text); });
        if (m_options.split)
            m_split.apply(cut);
    }

private:
    void rewrite(const AlignedText& source, const ByteRange& word, AlignedText& target) const {
        const std::string_view bytes = std::string_view(source.bytes).substr(word.begin, word.end - word.begin);
        const bool begins = bytes.starts_with(' ') || bytes.starts_with(m_replacement);
        if (!begins && isPrepended(source.origins[word.begin]))
            target.append(m_replacement, source.origins[word.begin]);
        std::size_t done = word.begin;
        for (std::size_t i = word.begin; i < word.end; ++i) {
            if (source.bytes[i] != ' ')
                continue;
            target.append(source, done, i);
            target.append(m_replacement, source.origins[i]);
            done = i + 1;
        }
        target.append(source, done, word.end);
    }

    [[nodiscard]] bool isPrepended(const Origin& origin) const {
        return m_options.prepend == MetaspaceOptions::Prepend::Always ||
               (m_options.prepend == MetaspaceOptions::Prepend::First && origin.from == 0);
    }

    MetaspaceOptions m_options;
    std::string m_replacement;
    SplitPreTokenizer m_split;
};

class SequencePreTokenizer final : public PreTokenizer {
public:
    explicit SequencePreTokenizer(std::vector<PreTokenizerPtr> steps)
        : m_steps(std::move(steps)) {}

    void apply(CutText& cut) const override {
        for (const PreTokenizerPtr& step : m_steps)
            step->apply(cut);
    }

private:
    std::vector<PreTokenizerPtr> m_steps;
};

} // namespace

PreTokenizerPtr splitPreTokenizer(PatternPtr pattern, SplitBehavior behavior, bool invert) {
    return std::make_shared<SplitPreTokenizer>(std::move(pattern), behavior, invert);
}

PreTokenizerPtr byteLevelPreTokenizer(const ByteLevelOptions& options) {
    return std::make_shared<ByteLevelPreTokenizer>(options);
}

PreTokenizerPtr metaspacePreTokenizer(const MetaspaceOptions& options) {
    return std::make_shared<MetaspacePreTokenizer>(options);
}

PreTokenizerPtr sequencePreTokenizer(std::vector<PreTokenizerPtr> steps) {
    return std::make_shared<SequencePreTokenizer>(std::move(steps));
}

} // namespace triptych::text
