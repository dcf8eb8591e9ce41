// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/trace.h"

#include <algorithm>
#include <utility>

namespace triptych::backend {

namespace {

bool isAttention(std::string_view name) {
    return name.ends_with("attention") || name.ends_with("deformable.weights");
}

bool isAlwaysKept(std::string_view name) {
    return name.starts_with("scores.") || name.starts_with("logits.") || name.starts_with("output.") ||
           name.starts_with("embedding.");
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

bool Trace::wantsInner(std::string_view name) const {
    return !m_inner.globs.empty() && m_inner.matches(name);
}

void Trace::recordInner(const std::string& name, const at::Tensor& value) {
    if (wantsInner(name))
        m_tensors.insert_or_assign(name, value);
}

void Trace::edit(std::string glob, Edit edit) {
    m_edits.emplace_back(Watch{Watch::Kind::Globs, {std::move(glob)}}, std::move(edit));
}

bool Trace::edits(std::string_view name) const {
    return std::ranges::any_of(m_edits, [&](const auto& edit) { return edit.first.matches(name); });
}

at::Tensor Trace::edited(const std::string& name, const at::Tensor& value) const {
    at::Tensor result = value;
    for (const auto& [names, change] : m_edits)
        if (names.matches(name))
            result = change(result, *this);
    return result;
}

at::Tensor Trace::pass(const std::string& name, const at::Tensor& value) {
    at::Tensor result = edited(name, value);
    record(name, result);
    return result;
}

at::Tensor Trace::passInner(const std::string& name, const at::Tensor& value) {
    at::Tensor result = edited(name, value);
    recordInner(name, result);
    return result;
}

const at::Tensor* Trace::find(const std::string& name) const {
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

} // namespace triptych::backend
