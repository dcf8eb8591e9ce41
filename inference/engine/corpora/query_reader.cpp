// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/query_reader.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include "inference/engine/embedder.h"
#include "inference/engine/file_stamp.h"
#include "inference/engine/request_key.h"

namespace triptych::engine {

namespace {

constexpr std::size_t mostKept = 1024;
constexpr double shortestSum = 1e-6;

std::string queryKey(const std::string& model, const SampleItem& item) {
    const std::string stamp = item.file.empty() ? std::string() : stampOf(item.file).value_or(std::string());
    return model + '\n' + std::string(toString(item.modality)) + '\n' + item.file.string() + '\n' + stamp + '\n' +
           partKey(item) + '\n' + item.text;
}

Failure otherModel(const OpenCorpus& corpus, const std::string& model, const std::string& hash) {
    const CorpusFacts& facts = corpus.info.facts;
    return fail(ErrorCode::ModelMismatch,
                "The model " + facts.model + " (" + facts.modelHash + ") made this corpus; what " + model + " (" +
                    hash +
                    ") reads lies in another space. Choose the corpus's model, or embed the items with this one.",
                corpus.info.folder.string());
}

using Vector = std::vector<float>;

// The weighted sum, brought to unit length.
Result<Vector> combined(const std::vector<QueryTerm>& terms, const std::vector<Vector>& vectors) {
    std::vector<double> sum(vectors.front().size(), 0.0);
    for (std::size_t term = 0; term < vectors.size(); ++term) {
        if (sum.size() != vectors[term].size())
            return fail(ErrorCode::InvalidInput, "The parts of the query lie in spaces of different width.", "query");
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += terms[term].weight * static_cast<double>(vectors[term][i]);
    }
    double square = 0;
    for (const double value : sum)
        square += value * value;
    if (!std::isfinite(square))
        return fail(ErrorCode::NotFinite, "A part of the query holds values that are not numbers; leave it out.",
                    "query");
    if (square < shortestSum * shortestSum)
        return fail(ErrorCode::InvalidInput, "The parts of the query cancel each other out; change their weights.",
                    "query");
    for (double& value : sum)
        value /= std::sqrt(square);
    return Vector(sum.begin(), sum.end());
}

Vector copyOf(std::span<const float> row) {
    return {row.begin(), row.end()};
}

FloatArray stacked(const std::vector<Vector>& rows) {
    if (rows.empty())
        return {};
    Vector values;
    for (const Vector& row : rows)
        values.insert(values.end(), row.begin(), row.end());
    return {{static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.front().size())},
            std::move(values)};
}

Modality modalityOf(const QueryTerm& term) {
    const auto* item = std::get_if<SampleItem>(&term.what);
    return item ? item->modality : std::get<CorpusPlace>(term.what).modality;
}

} // namespace

Result<void> checkPlace(const OpenCorpus& corpus, const CorpusPlace& place) {
    const auto rows = corpus.info.rows.find(place.modality);
    if (rows != corpus.info.rows.end() && place.row >= 0 && place.row < rows->second)
        return {};
    return fail(ErrorCode::InvalidInput, "The corpus has no such row.",
                std::string(toString(place.modality)) + " row " + std::to_string(place.row));
}

Result<std::vector<Vector>> QueryReader::vectorsOf(const SearchRequest& request, const OpenCorpus& corpus,
                                                   const Monitor& monitor) {
    std::vector<Vector> vectors;
    for (const QueryTerm& term : request.terms) {
        auto vector = vectorOf(term, request, corpus, monitor);
        if (!vector)
            return Failure(vector.error());
        vectors.push_back(*std::move(vector));
    }
    if (vectors.empty())
        return fail(ErrorCode::InvalidInput, "The query is empty; add words, a picture, a sound or a row.", "query");
    return vectors;
}

Result<Vector> QueryReader::read(const SearchRequest& request, const OpenCorpus& corpus, const Monitor& monitor) {
    return vectorsOf(request, corpus, monitor).and_then([&](const std::vector<Vector>& vectors) {
        return combined(request.terms, vectors);
    });
}

Result<embedding::PartQuery> QueryReader::readParts(const SearchRequest& request, const OpenCorpus& corpus,
                                                    const Monitor& monitor) {
    embedding::PartQuery query;
    auto vectors = vectorsOf(request, corpus, monitor);
    if (!vectors)
        return Failure(vectors.error());
    auto whole = combined(request.terms, *vectors);
    if (!whole)
        return Failure(whole.error());
    query.whole = *std::move(whole);
    const auto done = addRegions(request, corpus, *std::move(vectors), query, monitor).and_then([&] {
        return addWords(request, corpus, query, monitor);
    });
    if (!done)
        return Failure(done.error());
    return query;
}

Result<Vector> QueryReader::vectorOf(const QueryTerm& term, const SearchRequest& request, const OpenCorpus& corpus,
                                     const Monitor& monitor) {
    if (const auto* item = std::get_if<SampleItem>(&term.what))
        return vectorOf(*item, request, corpus, monitor);
    const auto& place = std::get<CorpusPlace>(term.what);
    return checkPlace(corpus, place).map([&] {
        return copyOf(corpus.content.embeddings.at(place.modality).row(place.row));
    });
}

Result<void> QueryReader::addRegions(const SearchRequest& request, const OpenCorpus& corpus,
                                     std::vector<Vector> vectors, embedding::PartQuery& query, const Monitor& monitor) {
    const auto term = std::ranges::find(request.terms, Modality::Image, modalityOf);
    const auto* item = term == request.terms.end() ? nullptr : std::get_if<SampleItem>(&term->what);
    if (term == request.terms.end() || (item && item->part))
        return {};
    const embedding::CorpusParts& parts = *corpus.content.parts;
    Vector& own = vectors[static_cast<std::size_t>(term - request.terms.begin())];
    std::vector<Vector> regions;
    for (std::size_t i = 0; i < parts.windows.size(); ++i) {
        if (item) {
            SampleItem window = *item;
            window.part = parts.windows[i];
            auto vector = vectorOf(window, request, corpus, monitor);
            if (!vector)
                return Failure(vector.error());
            own = *std::move(vector);
        } else {
            const std::int64_t row = std::get<CorpusPlace>(term->what).row;
            own = copyOf(parts.regionsOf(row).row(static_cast<std::int64_t>(i)));
        }
        if (auto region = combined(request.terms, vectors))
            regions.push_back(*std::move(region));
    }
    query.regions = stacked(regions);
    return {};
}

Result<void> QueryReader::addWords(const SearchRequest& request, const OpenCorpus& corpus, embedding::PartQuery& query,
                                   const Monitor& monitor) {
    const embedding::CorpusParts& parts = *corpus.content.parts;
    std::vector<Vector> vectors;
    double total = 0;
    for (const QueryTerm& term : request.terms) {
        if (modalityOf(term) != Modality::Text)
            continue;
        const auto* place = std::get_if<CorpusPlace>(&term.what);
        const std::string& text =
            place ? corpus.content.tables.at(Modality::Text)[static_cast<std::size_t>(place->row)].text
                  : std::get<SampleItem>(term.what).text;
        const auto model = modelOf(request, corpus, monitor);
        if (!model)
            return Failure(model.error());
        const auto words = Embedder(**model).wordsOf(text, monitor);
        if (!words)
            return Failure(words.error());
        for (const std::string& word : *words) {
            const auto known = parts.vocabulary.find(word);
            auto vector = known != parts.vocabulary.end()
                              ? Result<Vector>(copyOf(parts.words.row(known->second)))
                              : vectorOf(SampleItem{Modality::Text, word, {}, {}}, request, corpus, monitor);
            if (!vector)
                return Failure(vector.error());
            vectors.push_back(*std::move(vector));
            query.wordWeights.push_back(static_cast<float>(term.weight) * parts.weightOf(word));
            total += std::abs(static_cast<double>(query.wordWeights.back()));
        }
    }
    for (float& weight : query.wordWeights)
        weight = total > 0 ? static_cast<float>(static_cast<double>(weight) / total) : 0;
    query.words = stacked(vectors);
    return {};
}

Result<std::shared_ptr<models::Model>> QueryReader::modelOf(const SearchRequest& request, const OpenCorpus& corpus,
                                                            const Monitor& monitor) {
    const std::string name = request.model.empty() ? corpus.info.facts.model : request.model;
    auto model = m_models.get(name, request.device, monitor);
    if (model && (*model)->descriptor().hash != corpus.info.facts.modelHash)
        return otherModel(corpus, name, (*model)->descriptor().hash);
    return model;
}

Result<Vector> QueryReader::vectorOf(const SampleItem& item, const SearchRequest& request, const OpenCorpus& corpus,
                                     const Monitor& monitor) {
    const auto model = modelOf(request, corpus, monitor);
    if (!model)
        return Failure(model.error());
    ++m_askedItems;
    const std::string key = queryKey((*model)->descriptor().hash, item);
    const auto known = std::ranges::find(m_kept, key, &Kept::key);
    if (known != m_kept.end()) {
        ++m_knownItems;
        std::rotate(m_kept.begin(), known, known + 1);
        return m_kept.front().vector;
    }
    const auto vectors = Embedder(**model).embed(std::span(&item, 1), monitor);
    if (!vectors)
        return Failure(vectors.error());
    m_kept.push_front({key, copyOf(vectors->row({0}))});
    if (m_kept.size() > mostKept)
        m_kept.pop_back();
    return m_kept.front().vector;
}

} // namespace triptych::engine
