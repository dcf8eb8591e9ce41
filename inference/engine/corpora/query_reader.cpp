// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/query_reader.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include "inference/engine/embedder.h"
#include "inference/engine/file_stamp.h"

namespace triptych::engine {

namespace {

constexpr std::size_t mostKept = 256;
constexpr double shortestSum = 1e-6;

std::string queryKey(const std::string& model, const SampleItem& item) {
    const std::string stamp = item.file.empty() ? std::string() : stampOf(item.file).value_or(std::string());
    return model + '\n' + std::string(toString(item.modality)) + '\n' + item.file.string() + '\n' + stamp + '\n' +
           item.text;
}

Failure otherModel(const OpenCorpus& corpus, const std::string& model, const std::string& hash) {
    const CorpusFacts& facts = corpus.info.facts;
    return fail(ErrorCode::ModelMismatch,
                "The model " + facts.model + " (" + facts.modelHash + ") made this corpus; what " + model + " (" +
                    hash +
                    ") reads lies in another space. Choose the corpus's model, or embed the items with this one.",
                corpus.info.folder.string());
}

Result<void> brought(std::vector<double>& sum) {
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
    return {};
}

} // namespace

Result<void> checkPlace(const OpenCorpus& corpus, const CorpusPlace& place) {
    const auto rows = corpus.info.rows.find(place.modality);
    if (rows != corpus.info.rows.end() && place.row >= 0 && place.row < rows->second)
        return {};
    return fail(ErrorCode::InvalidInput, "The corpus has no such row.",
                std::string(toString(place.modality)) + " row " + std::to_string(place.row));
}

Result<std::vector<float>> QueryReader::read(const SearchRequest& request, const OpenCorpus& corpus,
                                             const Monitor& monitor) {
    std::vector<double> sum;
    for (const QueryTerm& term : request.terms) {
        Result<std::vector<float>> vector;
        if (const auto* item = std::get_if<SampleItem>(&term.what)) {
            vector = vectorOf(*item, request, corpus, monitor);
        } else {
            const auto& place = std::get<CorpusPlace>(term.what);
            vector = checkPlace(corpus, place).map([&] {
                const std::span<const float> row = corpus.content.embeddings.at(place.modality).row(place.row);
                return std::vector<float>(row.begin(), row.end());
            });
        }
        if (!vector)
            return vector;
        sum.resize(sum.empty() ? vector->size() : sum.size());
        if (sum.size() != vector->size())
            return fail(ErrorCode::InvalidInput, "The parts of the query lie in spaces of different width.", "query");
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += term.weight * static_cast<double>((*vector)[i]);
    }
    if (sum.empty())
        return fail(ErrorCode::InvalidInput, "The query is empty; add words, a picture, a sound or a row.", "query");
    return brought(sum).map([&] { return std::vector<float>(sum.begin(), sum.end()); });
}

Result<std::vector<float>> QueryReader::vectorOf(const SampleItem& item, const SearchRequest& request,
                                                 const OpenCorpus& corpus, const Monitor& monitor) {
    const std::string name = request.model.empty() ? corpus.info.facts.model : request.model;
    const auto model = m_models.get(name, request.device, monitor);
    if (!model)
        return Failure(model.error());
    const std::string& hash = (*model)->descriptor().hash;
    if (hash != corpus.info.facts.modelHash)
        return otherModel(corpus, name, hash);
    ++m_askedItems;
    const std::string key = queryKey(hash, item);
    const auto known = std::ranges::find(m_kept, key, &Kept::key);
    if (known != m_kept.end()) {
        ++m_knownItems;
        std::rotate(m_kept.begin(), known, known + 1);
        return m_kept.front().vector;
    }
    const auto vectors = Embedder(**model).embed(std::span(&item, 1), monitor);
    if (!vectors)
        return Failure(vectors.error());
    const auto row = vectors->row({0});
    m_kept.push_front({key, {row.begin(), row.end()}});
    if (m_kept.size() > mostKept)
        m_kept.pop_back();
    return m_kept.front().vector;
}

} // namespace triptych::engine
