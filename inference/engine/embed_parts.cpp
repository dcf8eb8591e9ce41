// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/embed_parts.h"

#include <algorithm>
#include <unordered_map>

#include "inference/embedding/corpus.h"
#include "inference/engine/embedder.h"

namespace triptych::engine {

namespace {

using embedding::Corpus;
using embedding::PartsWriter;

constexpr std::size_t picturesAtOnce = 2;

std::vector<Box> regionWindows() {
    constexpr double edge = 0.5;
    std::vector<Box> windows;
    for (const double y : {0.0, 0.25, 0.5})
        for (const double x : {0.0, 0.25, 0.5})
            windows.push_back({x, y, x + edge, y + edge});
    return windows;
}

// Every word once, in the order of the texts, and the words of each text.
struct Vocabulary {
    std::vector<std::string> words;
    std::vector<std::vector<std::int64_t>> texts;
};

class PartsMaker {
public:
    PartsMaker(const Corpus& corpus, const std::filesystem::path& folder, const models::Model& model,
               const Monitor& monitor)
        : m_corpus(corpus)
        , m_embedder(model)
        , m_monitor(monitor)
        , m_windows(regionWindows())
        , m_width(corpus.embeddings.begin()->second.width)
        , m_writer(folder, m_windows, m_width) {}

    Result<std::vector<std::string>> run() {
        const auto vocabulary = addRegions().and_then([&] { return readVocabulary(); });
        if (!vocabulary)
            return Failure(vocabulary.error());
        const auto made =
            addWords(vocabulary->words).and_then([&] { return m_writer.finish(vocabulary->words, vocabulary->texts); });
        if (!made)
            return Failure(made.error());
        if (m_writer.unusable() > 0)
            m_problems.push_back(std::to_string(m_writer.unusable()) + " parts have no usable vector.");
        return std::move(m_problems);
    }

private:
    using Rows = std::vector<CorpusRow>;

    [[nodiscard]] const Rows& rows(Modality modality) const {
        static const Rows none;
        const auto found = m_corpus.tables.find(modality);
        return found == m_corpus.tables.end() ? none : found->second;
    }

    Result<void> addRegions() {
        const Rows& pictures = rows(Modality::Image);
        const std::size_t step = m_embedder.batch(Modality::Image) > 1 ? picturesAtOnce : 1;
        for (auto i = static_cast<std::size_t>(m_writer.pictures()); i < pictures.size();) {
            m_monitor.report("regions", static_cast<std::int64_t>(i), static_cast<std::int64_t>(pictures.size()));
            const std::span<const CorpusRow> batch =
                std::span(pictures).subspan(i, std::min(step, pictures.size() - i));
            if (const auto added = addRegions(batch); !added)
                return added;
            i += batch.size();
        }
        return {};
    }

    Result<void> addRegions(std::span<const CorpusRow> pictures) {
        std::vector<SampleItem> items;
        for (const CorpusRow& picture : pictures)
            for (const Box& window : m_windows)
                items.push_back({Modality::Image, {}, picture.file, window});
        const auto vectors = embed(items);
        if (!vectors && vectors.error().code == ErrorCode::Canceled)
            return Failure(vectors.error());
        if (!vectors && pictures.size() > 1) {
            for (std::size_t i = 0; i < pictures.size(); ++i)
                if (const auto alone = addRegions(pictures.subspan(i, 1)); !alone)
                    return alone;
            return {};
        }
        if (!vectors)
            m_problems.push_back(pictures.front().id + ": " + describe(vectors.error()));
        const std::vector<float> nothing(m_windows.size() * static_cast<std::size_t>(m_width), 0.0f);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const std::span<const float> own =
                vectors ? vectors->values().subspan(i * nothing.size(), nothing.size()) : std::span(nothing);
            if (const auto added = m_writer.addRegions(own); !added)
                return added;
        }
        return {};
    }

    // In calls of what the model takes at once.
    Result<FloatArray> embed(std::span<const SampleItem> items) {
        if (const auto alive = m_monitor.check(); !alive)
            return Failure(alive.error());
        const std::size_t limit = m_embedder.batch(items.front().modality) > 1 ? items.size() : 1;
        std::vector<float> values;
        for (std::size_t i = 0; i < items.size(); i += limit) {
            const auto some = m_embedder.embed(items.subspan(i, std::min(limit, items.size() - i)), m_monitor);
            if (!some)
                return some;
            if (some->extent(1) != m_width)
                return fail(ErrorCode::Internal, "The parts' vectors are wider or narrower than the corpus's.");
            values.insert(values.end(), some->values().begin(), some->values().end());
        }
        return FloatArray({static_cast<std::int64_t>(items.size()), m_width}, std::move(values));
    }

    Result<Vocabulary> readVocabulary() {
        Vocabulary vocabulary;
        std::unordered_map<std::string, std::int64_t> known;
        for (const CorpusRow& text : rows(Modality::Text)) {
            const auto words = m_embedder.wordsOf(text.text, m_monitor);
            if (!words)
                return Failure(words.error());
            std::vector<std::int64_t>& ids = vocabulary.texts.emplace_back();
            for (const std::string& word : *words) {
                const auto [at, isNew] = known.try_emplace(word, static_cast<std::int64_t>(known.size()));
                if (isNew)
                    vocabulary.words.push_back(word);
                ids.push_back(at->second);
            }
        }
        return vocabulary;
    }

    Result<void> addWords(const std::vector<std::string>& words) {
        const std::size_t step = m_embedder.batch(Modality::Text);
        for (auto i = static_cast<std::size_t>(m_writer.words()); i < words.size(); i += step) {
            m_monitor.report("words", static_cast<std::int64_t>(i), static_cast<std::int64_t>(words.size()));
            std::vector<SampleItem> items;
            for (std::size_t word = i; word < std::min(i + step, words.size()); ++word)
                items.push_back({Modality::Text, words[word], {}, {}});
            const auto vectors = embed(items);
            if (!vectors)
                return Failure(vectors.error());
            for (std::size_t word = 0; word < items.size(); ++word)
                if (const auto added = m_writer.addWord(vectors->row({static_cast<std::int64_t>(word)})); !added)
                    return added;
        }
        return {};
    }

    const Corpus& m_corpus;
    Embedder m_embedder;
    const Monitor& m_monitor;
    std::vector<Box> m_windows;
    std::int64_t m_width;
    PartsWriter m_writer;
    std::vector<std::string> m_problems;
};

} // namespace

Result<std::vector<std::string>> embedParts(const std::filesystem::path& folder, const models::Model& model,
                                            const Monitor& monitor) {
    const auto corpus = embedding::readCorpus(folder);
    if (!corpus)
        return Failure(corpus.error());
    if (corpus->embeddings.empty())
        return fail(ErrorCode::InvalidInput, "The corpus is empty; embed items first.", folder.string());
    return PartsMaker(*corpus, folder, model, monitor).run();
}

} // namespace triptych::engine
