// SPDX-License-Identifier: GPL-3.0-or-later
// What interventions inside of a model mean for the tensors of a finished pass.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/base/error.h"
#include "inference/contract/intervention.h"
#include "inference/explain/causal/site_edit.h"
#include "inference/explain/map_axes.h"

namespace triptych::explain {

// A finished pass: every map and, where activations are patched, every site is recorded.
struct TracedPass {
    const backend::Trace& trace;
    const std::map<std::string, MapAxes>& axes;
};

// Names that watchInner must keep for patches.
[[nodiscard]] std::vector<std::string> patchableInner();

// InvalidInput where no map fits, or a unit or head does not exist.
[[nodiscard]] Result<std::vector<SiteEdit>> editsOf(const KnockOut& intervention, const TracedPass& pass);
[[nodiscard]] Result<std::vector<SiteEdit>> editsOf(const ScaleHeads& intervention, const TracedPass& pass);
[[nodiscard]] Result<std::vector<SiteEdit>> editsOf(const EvenHeads& intervention, const TracedPass& pass);
// Activations of `source` at the sites and units of the patch. InvalidInput where the source lacks them or has another
// width.
[[nodiscard]] Result<std::vector<SiteEdit>> editsOf(const PatchActivation& patch, const TracedPass& pass,
                                                    const TracedPass& source);

// Sites of a pass that activations can be patched at, with the units of their tokens, in the order of the layers.
struct PatchSite {
    std::string name;
    std::size_t order = 0;
    int row = 0;
    Segments tokens;
};
[[nodiscard]] std::vector<PatchSite> patchSites(const TracedPass& pass, const std::string& glob);

} // namespace triptych::explain
