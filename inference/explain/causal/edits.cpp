// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/edits.h"

#include <algorithm>
#include <optional>

#include "inference/contract/trace_name.h"
#include "inference/explain/causal/attention_edits.h"
#include "inference/explain/causal/unit_positions.h"

namespace triptych::explain {

namespace {

at::Tensor longs(const std::vector<std::int64_t>& numbers) {
    return at::tensor(numbers, at::kLong);
}

bool matchesGlob(const std::string& glob, const std::string& name) {
    return Watch{Watch::Kind::Globs, {glob}}.matches(name);
}

// Maps of the pass that the glob means.
std::vector<std::pair<std::string, MapAxes>> mapsMatching(const std::string& glob, const TracedPass& pass) {
    std::vector<std::pair<std::string, MapAxes>> found;
    for (const auto& [name, axes] : pass.axes)
        if (matchesGlob(glob, name) && pass.trace.find(name) != nullptr)
            found.emplace_back(name, axes);
    return found;
}

// Undefined: all heads.
Result<at::Tensor> headsOf(const std::vector<int>& heads, const std::string& map, const backend::Trace& trace) {
    if (heads.empty())
        return at::Tensor();
    const std::int64_t count = trace.find(map)->size(1);
    for (const int head : heads)
        if (head >= count)
            return fail(ErrorCode::InvalidInput,
                        "There is no head " + std::to_string(head) + "; this map has " + std::to_string(count) + ".",
                        map);
    return longs({heads.begin(), heads.end()});
}

Failure noMap(const std::string& glob, const std::string& why) {
    return fail(ErrorCode::InvalidInput,
                why + " The names of maps stand under \"watched\" in what run --watch all --json prints.", glob);
}

// Applies `make(heads)` to every map that matches.
template<typename Make>
Result<std::vector<SiteEdit>> headEdits(const std::string& glob, const std::vector<int>& heads, const TracedPass& pass,
                                        const Make& make) {
    std::vector<SiteEdit> edits;
    for (const auto& [name, axes] : mapsMatching(glob, pass)) {
        const auto chosen = headsOf(heads, name, pass.trace);
        if (!chosen)
            return Failure(chosen.error());
        edits.push_back({name, axes.row, {}, make(*chosen)});
    }
    if (edits.empty())
        return noMap(glob, "No attention map has this name.");
    return edits;
}

std::optional<std::string> layerOf(const std::string& site) {
    constexpr std::string_view layers = ".layers.";
    const auto at = site.find(layers);
    if (at == site.npos)
        return std::nullopt;
    const auto end = site.find('.', at + layers.size());
    return site.substr(0, end);
}

// Tokens of a layer are the queries of its attention, whichever kind it has.
const MapAxes* axesOfLayer(const std::string& layer, const TracedPass& pass) {
    for (const auto& [name, axes] : pass.axes)
        if (name.starts_with(layer + ".") && !axes.queries.empty())
            return &axes;
    return nullptr;
}

struct PatchValues {
    at::Tensor positions; // in the changed pass
    at::Tensor values;    // [positions, width]
};

Result<PatchValues> valuesAt(const PatchSite& site, const UnitSet& units, const TracedPass& pass,
                             const TracedPass& source) {
    const auto sources = patchSites(source, site.name);
    if (sources.empty())
        return fail(ErrorCode::InvalidInput, "The sample that is patched from does not pass this place.", site.name);
    const auto to = positionsOf(site.tokens, units);
    const auto from = positionsOf(sources.front().tokens, units);
    if (!to || !from)
        return Failure(!to ? to.error() : from.error());
    const at::Tensor& own = *pass.trace.find(site.name);
    const at::Tensor other = (*source.trace.find(site.name))[sources.front().row];
    if (to->size() != from->size() || own.size(-1) != other.size(-1))
        return fail(ErrorCode::InvalidInput,
                    "The two samples have " + std::to_string(to->size()) + " and " + std::to_string(from->size()) +
                        " units here; name those that both have.",
                    toString(units));
    return PatchValues{longs(*to), other.detach().index_select(0, longs(*from).to(other.device()))};
}

} // namespace

std::vector<std::string> patchableInner() {
    return {"*.context", "*.mlp"};
}

Result<std::vector<SiteEdit>> editsOf(const KnockOut& intervention, const TracedPass& pass) {
    std::vector<SiteEdit> edits;
    for (const auto& [name, axes] : mapsMatching(intervention.maps, pass)) {
        const bool isMeant = unitCount(axes.keys, intervention.to.modality) > 0 &&
                             (!intervention.from || unitCount(axes.queries, intervention.from->modality) > 0);
        if (!isMeant)
            continue;
        const auto keys = positionsOf(axes.keys, intervention.to);
        const auto queries =
            intervention.from ? positionsOf(axes.queries, *intervention.from) : std::vector<std::int64_t>{};
        const auto heads = headsOf(intervention.heads, name, pass.trace);
        if (!keys || !queries || !heads)
            return Failure(!keys ? keys.error() : !queries ? queries.error() : heads.error());
        const MapCells cells{*heads, intervention.from ? longs(*queries) : at::Tensor(), longs(*keys)};
        edits.push_back({name, axes.row, {}, [cells](const at::Tensor& rows) { return knockedOut(rows, cells); }});
    }
    if (edits.empty())
        return noMap(toString(Intervention(intervention)), "No attention map lets these units look at those.");
    return edits;
}

Result<std::vector<SiteEdit>> editsOf(const ScaleHeads& intervention, const TracedPass& pass) {
    return headEdits(intervention.maps, intervention.heads, pass, [&](const at::Tensor& heads) {
        return
            [heads, factor = intervention.factor](const at::Tensor& rows) { return scaledHeads(rows, heads, factor); };
    });
}

Result<std::vector<SiteEdit>> editsOf(const EvenHeads& intervention, const TracedPass& pass) {
    return headEdits(intervention.maps, intervention.heads, pass, [&](const at::Tensor& heads) {
        return [heads](const at::Tensor& rows) { return evenedHeads(rows, heads); };
    });
}

std::vector<PatchSite> patchSites(const TracedPass& pass, const std::string& glob) {
    std::vector<PatchSite> sites;
    for (const auto& [name, tensor] : pass.trace.tensors()) {
        const bool isSite = name.ends_with(".hidden") || name.ends_with(".context") || name.ends_with(".mlp");
        const auto layer = layerOf(name);
        if (!isSite || !layer || tensor.dim() != 3 || !matchesGlob(glob, name))
            continue;
        if (const MapAxes* axes = axesOfLayer(*layer, pass))
            sites.push_back({name, axes->order, axes->row, axes->queries});
    }
    std::ranges::stable_sort(sites, {}, &PatchSite::order);
    return sites;
}

Result<std::vector<SiteEdit>> editsOf(const PatchActivation& patch, const TracedPass& pass, const TracedPass& source) {
    std::vector<SiteEdit> edits;
    for (const PatchSite& site : patchSites(pass, patch.sites)) {
        if (unitCount(site.tokens, patch.units.modality) == 0)
            continue;
        auto patched = valuesAt(site, patch.units, pass, source);
        if (!patched)
            return Failure(patched.error());
        edits.push_back(
            {site.name, site.row, {}, [it = std::move(*patched)](const at::Tensor& rows) {
                 at::Tensor changed = rows.clone();
                 changed.index_copy_(1, it.positions.to(rows.device()), it.values.expand({rows.size(0), -1, -1}));
                 return changed;
             }});
    }
    if (edits.empty())
        return noMap(patch.sites, "No layer with units of this modality has a place of this name.");
    return edits;
}

} // namespace triptych::explain
