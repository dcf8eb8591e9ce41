// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/weight_reader.h"

#include <cstring>
#include <optional>
#include <set>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/weight_reset.h"

namespace triptych::backend {

namespace {

std::optional<at::ScalarType> scalarType(formats::DType dtype) {
    using formats::DType;
    switch (dtype) {
    case DType::F64:
        return at::kDouble;
    case DType::F32:
        return at::kFloat;
    case DType::F16:
        return at::kHalf;
    case DType::BF16:
        return at::kBFloat16;
    case DType::I64:
        return at::kLong;
    case DType::I32:
        return at::kInt;
    case DType::I16:
        return at::kShort;
    case DType::I8:
        return at::kChar;
    case DType::U8:
        return at::kByte;
    case DType::Bool:
        return at::kBool;
    default:
        return std::nullopt;
    }
}

bool isAligned(const void* data, std::size_t size) {
    return reinterpret_cast<std::uintptr_t>(data) % size == 0;
}

bool isHalf(formats::DType dtype) {
    return dtype == formats::DType::F16 || dtype == formats::DType::BF16;
}

std::int64_t bytesOf(const formats::TensorViews& tensors, bool isWidened) {
    std::int64_t bytes = 0;
    for (const auto& [name, view] : tensors)
        bytes += static_cast<std::int64_t>(view.bytes.size()) * (isWidened && isHalf(view.dtype) ? 2 : 1);
    return bytes;
}

// Shares the mapping where the data is aligned, else copies.
at::Tensor mappedTensor(const formats::TensorView& view, std::shared_ptr<const formats::ModelWeights> keepAlive) {
    const at::ScalarType type = *scalarType(view.dtype);
    if (view.bytes.empty())
        return at::empty(view.shape, type);
    auto* data = const_cast<void*>(static_cast<const void*>(view.bytes.data()));
    if (isAligned(data, at::elementSize(type)))
        return at::from_blob(
            data, view.shape, [keepAlive = std::move(keepAlive)](void*) {}, type);
    at::Tensor copy = at::empty(view.shape, type);
    std::memcpy(copy.mutable_data_ptr(), data, view.bytes.size());
    return copy;
}

} // namespace

struct WeightScope::State {
    std::shared_ptr<const formats::ModelWeights> weights;
    at::Device device = at::kCPU;
    bool isWidened = false;
    std::set<std::string> taken;
    std::set<std::string> missing;
    std::vector<WeightMismatch> mismatched;

    [[nodiscard]] const formats::TensorView* find(const std::string& name) const {
        const auto found = weights->tensors().find(name);
        return found == weights->tensors().end() ? nullptr : &found->second;
    }
};

WeightScope::WeightScope(std::shared_ptr<State> state, std::string prefix)
    : m_state(std::move(state))
    , m_prefix(std::move(prefix)) {
}

std::string WeightScope::fullName(std::string_view name) const {
    return m_prefix + std::string(name);
}

WeightScope WeightScope::operator/(std::string_view part) const {
    return part.empty() ? *this : WeightScope(m_state, fullName(part) + ".");
}

WeightScope WeightScope::firstOf(std::initializer_list<std::string_view> parts) const {
    for (const std::string_view part : parts)
        if (hasAny(part))
            return *this / part;
    return *this / *parts.begin();
}

at::Tensor WeightScope::take(std::string_view name, at::IntArrayRef shape) const {
    at::Tensor tensor = takeOptional(name, shape);
    if (tensor.defined())
        return tensor;
    m_state->missing.insert(fullName(name));
    return at::empty(shape, at::TensorOptions(at::kMeta).dtype(at::kFloat));
}

at::Tensor WeightScope::takeOptional(std::string_view name, at::IntArrayRef shape) const {
    const std::string full = fullName(name);
    const formats::TensorView* view = m_state->find(full);
    if (view == nullptr)
        return {};
    m_state->taken.insert(full);
    if (at::IntArrayRef(view->shape) != shape) {
        m_state->mismatched.push_back({full, view->shape, shape.vec()});
        return at::empty(shape, at::TensorOptions(at::kMeta).dtype(at::kFloat));
    }
    const at::Tensor tensor = resetIfChosen(full, mappedTensor(*view, m_state->weights)).to(m_state->device);
    return m_state->isWidened && isHalf(view->dtype) ? tensor.to(at::kFloat) : tensor;
}

bool WeightScope::has(std::string_view name) const {
    return m_state->find(fullName(name)) != nullptr;
}

bool WeightScope::hasAny(std::string_view prefix) const {
    const auto& tensors = m_state->weights->tensors();
    const std::string start = prefix.empty() ? m_prefix : fullName(prefix) + ".";
    const auto found = tensors.lower_bound(start);
    return found != tensors.end() && found->first.starts_with(start);
}

std::vector<std::int64_t> WeightScope::shapeOf(std::string_view name) const {
    const formats::TensorView* view = m_state->find(fullName(name));
    return view == nullptr ? std::vector<std::int64_t>{} : view->shape;
}

void WeightScope::ignore(std::string_view name) const {
    m_state->taken.insert(fullName(name));
}

void WeightScope::ignoreAll() const {
    const auto& tensors = m_state->weights->tensors();
    for (auto at = tensors.lower_bound(m_prefix); at != tensors.end() && at->first.starts_with(m_prefix); ++at)
        m_state->taken.insert(at->first);
}

Result<WeightReader> WeightReader::open(const std::vector<std::filesystem::path>& files, at::Device device,
                                        std::int64_t roomForFloats) {
    auto weights = formats::ModelWeights::open(files);
    if (!weights)
        return Failure(weights.error());
    for (const auto& [name, view] : weights->tensors())
        if (!scalarType(view.dtype))
            return fail(ErrorCode::Unsupported,
                        "Tensors of type " + std::string(formats::toString(view.dtype)) +
                            " cannot be computed with; choose a folder with float32, float16 or bfloat16 weights.",
                        name);
    WeightReader reader;
    reader.m_state = std::make_shared<WeightScope::State>();
    reader.m_state->weights = std::make_shared<const formats::ModelWeights>(*std::move(weights));
    reader.m_state->device = device;
    reader.m_state->isWidened = bytesOf(reader.stored(), true) <= roomForFloats;
    return reader;
}

WeightScope WeightReader::root() const {
    return {m_state, ""};
}

const formats::TensorViews& WeightReader::stored() const {
    return m_state->weights->tensors();
}

WeightUse WeightReader::use() const {
    WeightUse use{{m_state->missing.begin(), m_state->missing.end()}, m_state->mismatched, {}};
    for (const auto& [name, view] : stored())
        if (!m_state->taken.contains(name))
            use.unexpected.push_back(name);
    return use;
}

std::int64_t WeightReader::bytes() const {
    return bytesOf(stored(), m_state->isWidened);
}

std::string firstNonFiniteWeight(const WeightReader& reader) {
    const at::NoGradGuard noGradients;
    const WeightScope root = reader.root();
    for (const auto& [name, view] : reader.stored())
        if (const at::Tensor tensor = root.takeOptional(name, view.shape);
            tensor.is_floating_point() && !at::isfinite(tensor).all().item<bool>())
            return name;
    return {};
}

} // namespace triptych::backend
