// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/intervened_model.h"

namespace triptych::explain {

namespace {

at::Tensor changeRow(const at::Tensor& value, const SiteEdit& edit) {
    if (edit.row >= value.size(0))
        return value;
    at::Tensor changed = value.clone();
    changed.narrow(0, edit.row, 1).copy_(edit.change(value.narrow(0, edit.row, 1)));
    return changed;
}

} // namespace

Result<void> IntervenedModel::forward(const models::PreparedSample& sample, backend::Trace& trace,
                                      const Monitor& monitor) const {
    for (const SiteEdit& edit : m_edits)
        trace.edit(edit.site, [edit, isForAll = sample.holdsVersions](const at::Tensor& value, const backend::Trace&) {
            return isForAll ? edit.change(value) : changeRow(value, edit);
        });
    return m_model.forward(sample, trace, monitor);
}

} // namespace triptych::explain
