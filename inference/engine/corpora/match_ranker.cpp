// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/match_ranker.h"

#include <algorithm>
#include <functional>
#include <variant>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/models/model.h"

namespace triptych::engine {

namespace {

std::vector<SampleItem> matchableParts(const SearchRequest& request, const OpenCorpus& corpus) {
    std::vector<SampleItem> parts;
    for (const QueryTerm& term : request.terms) {
        SampleItem item;
        if (const auto* place = std::get_if<CorpusPlace>(&term.what))
            item = itemOf(place->modality,
                          corpus.content.tables.at(place->modality)[static_cast<std::size_t>(place->row)]);
        else
            item = std::get<SampleItem>(term.what);
        if (term.weight > 0 && (item.modality == Modality::Image) != (request.target == Modality::Image))
            parts.push_back(item);
    }
    return parts;
}

Result<float> matchOf(const models::Model& model, const SampleItem& part, const SampleItem& candidate,
                      const Monitor& monitor) {
    return backend::guarded("match", [&]() -> Result<float> {
        Sample sample;
        sample.items = {part, candidate};
        const Monitor quiet{monitor.cancel, nullptr};
        const auto prepared = model.prepare(sample, {}, quiet);
        if (!prepared)
            return Failure(prepared.error());
        backend::Trace trace({Watch::Kind::None, {}}, false);
        if (const auto done = model.forward(*prepared, trace, quiet); !done)
            return Failure(done.error());
        Target target;
        target.kind = TargetKind::Match;
        const auto value = model.targetValue(target, *prepared, trace);
        if (!value)
            return Failure(value.error());
        return backend::toFloatArray(*value).values()[0];
    });
}

} // namespace

Result<void> rankByMatch(const SearchRequest& request, const OpenCorpus& corpus, QueryModels& models,
                         std::vector<CorpusHit>& hits, const Monitor& monitor) {
    const std::string named = request.rerankModel.empty() ? request.model : request.rerankModel;
    const auto model = models.get(named.empty() ? corpus.info.facts.model : named, request.device, monitor);
    if (!model)
        return Failure(model.error());
    if (!(*model)->descriptor().hasMatchHead)
        return fail(ErrorCode::Unsupported,
                    "This model has no matching head; choose one that has, or do not rank again.",
                    (*model)->descriptor().family);
    const std::vector<SampleItem> parts = matchableParts(request, corpus);
    if (parts.empty())
        return fail(
            ErrorCode::Unsupported,
            "A matching head compares a picture with words or a sound; this query and its hits are of one side.",
            "rerank");
    const std::size_t count = std::min(hits.size(), static_cast<std::size_t>(request.rerank));
    for (std::size_t i = 0; i < count; ++i) {
        monitor.report("rerank", static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
        if (const auto alive = monitor.check(); !alive)
            return alive;
        float sum = 0;
        for (const SampleItem& part : parts) {
            const auto match = matchOf(**model, part, itemOf(hits[i].place.modality, hits[i].row), monitor);
            if (!match)
                return Failure(match.error());
            sum += *match;
        }
        hits[i].match = sum / static_cast<float>(parts.size());
    }
    std::ranges::stable_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), std::greater{},
                             [](const CorpusHit& hit) { return *hit.match; });
    return {};
}

} // namespace triptych::engine
