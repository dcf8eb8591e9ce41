// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/trace.h"

#include <utility>

namespace triptych::backend {

namespace {

bool isAttention(std::string_view name) {
    return name.ends_with("attention") || name.ends_with("deformable.weights");
}

bool isAlwaysKept(std::string_view name) {
    return name.starts_with("scores.") || name.starts_with("logits.") || name.starts_with("output.");
}

} // namespace

Trace::Trace(Watch watch, bool needsGradients)
    : m_watch(std::move(watch))
    , m_needsGradients(needsGradients) {
}

bool Trace::wants(std::string_view name) const {
    if (isAttention(name))
        return m_watch.matches(name);
    return isAlwaysKept(name) || m_watch.kind != Watch::Kind::None;
}

void Trace::record(const std::string& name, const at::Tensor& value) {
    if (wants(name))
        m_tensors.insert_or_assign(name, value);
}

const at::Tensor* Trace::find(const std::string& name) const {
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

} // namespace triptych::backend
