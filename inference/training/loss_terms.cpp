// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/loss_terms.h"

#include <utility>

#include "inference/backend/torch_modules.h"

namespace triptych::training {

void LossTerms::add(const std::string& name, const at::Tensor& term, double weight) {
    note(name, term);
    m_total = m_total.defined() ? m_total + weight * term : weight * term;
}

void LossTerms::note(const std::string& name, const at::Tensor& value) {
    note(value, [name](std::span<const float> values, Numbers& numbers) { numbers[name] = values.front(); });
}

void LossTerms::note(const at::Tensor& values, Reader read) {
    m_unread.push_back({values.detach().to(at::kFloat).flatten(), std::move(read)});
}

LossTerms::Numbers LossTerms::numbers() const {
    Numbers numbers;
    if (m_unread.empty())
        return numbers;
    std::vector<at::Tensor> parts;
    for (const Unread& each : m_unread)
        parts.push_back(each.values);
    const at::Tensor all = at::cat(parts).to(at::kCPU);
    const float* begin = all.const_data_ptr<float>();
    for (const Unread& each : m_unread) {
        const auto count = static_cast<std::size_t>(each.values.numel());
        each.read({begin, count}, numbers);
        begin += count;
    }
    return numbers;
}

} // namespace triptych::training
