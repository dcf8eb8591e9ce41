// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/intervened_model.h"

namespace triptych::explain {

namespace {

at::Tensor changeRow(const at::Tensor& value, int row, const SiteEdit& edit) {
    if (row >= value.size(0))
        return value;
    at::Tensor changed = value.clone();
    changed.narrow(0, row, 1).copy_(edit.change(value.narrow(0, row, 1)));
    return changed;
}

at::Tensor changed(const at::Tensor& value, bool holdsVersions, const SiteEdit& edit) {
    if (!holdsVersions)
        return changeRow(value, edit.row, edit);
    return edit.version ? changeRow(value, *edit.version, edit) : edit.change(value);
}

} // namespace

Result<void> IntervenedModel::forward(const models::PreparedSample& sample, backend::Trace& trace,
                                      const Monitor& monitor) const {
    for (const SiteEdit& edit : m_edits)
        trace.edit(edit.site, [edit, holds = sample.holdsVersions](const at::Tensor& value, const backend::Trace&) {
            return changed(value, holds, edit);
        });
    return m_model.forward(sample, trace, monitor);
}

} // namespace triptych::explain
