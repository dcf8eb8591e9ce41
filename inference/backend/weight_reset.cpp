// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/weight_reset.h"

#include <utility>

#include <ATen/CPUGeneratorImpl.h>

namespace triptych::backend {

namespace {

thread_local WeightReset* activeReset = nullptr;

// FNV-1a, so that every tensor has numbers of its own.
std::uint64_t seedOf(std::string_view name, std::uint64_t seed) {
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
    for (const char letter : name)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
    return hash;
}

} // namespace

WeightReset::WeightReset(Choice isReset, std::uint64_t seed)
    : m_isReset(std::move(isReset))
    , m_seed(seed)
    , m_outer(std::exchange(activeReset, this)) {
}

WeightReset::~WeightReset() {
    activeReset = m_outer;
}

at::Tensor resetIfChosen(std::string_view name, const at::Tensor& stored) {
    const bool hasOrder = stored.is_floating_point() && stored.numel() > 1 && !stored.is_meta();
    if (activeReset == nullptr || !hasOrder || !activeReset->m_isReset(name))
        return stored;
    const at::Generator generator = at::detail::createCPUGenerator(seedOf(name, activeReset->m_seed));
    const at::Tensor order = at::randperm(stored.numel(), generator, at::TensorOptions(at::kLong));
    return stored.flatten().index_select(0, order).view(stored.sizes());
}

} // namespace triptych::backend
