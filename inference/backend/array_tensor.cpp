// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/array_tensor.h"

#include <ATen/ATen.h>

namespace triptych::backend {

namespace {

template<typename T>
NdArray<T> copyOut(const at::Tensor& tensor, at::ScalarType type) {
    const at::Tensor plain = tensor.detach().to(at::kCPU, type).contiguous();
    const T* first = static_cast<const T*>(plain.const_data_ptr());
    return NdArray<T>(Shape(plain.sizes().begin(), plain.sizes().end()), std::vector<T>(first, first + plain.numel()));
}

template<typename T>
at::Tensor copyIn(const NdArray<T>& array, at::ScalarType type) {
    at::Tensor tensor = at::empty(array.shape(), type);
    std::copy(array.values().begin(), array.values().end(), static_cast<T*>(tensor.mutable_data_ptr()));
    return tensor;
}

} // namespace

FloatArray toFloatArray(const at::Tensor& tensor) {
    return copyOut<float>(tensor, at::kFloat);
}

AnyArray toArray(const at::Tensor& tensor) {
    if (at::isFloatingType(tensor.scalar_type()))
        return copyOut<float>(tensor, at::kFloat);
    if (tensor.scalar_type() == at::kBool || tensor.scalar_type() == at::kByte)
        return copyOut<std::uint8_t>(tensor, at::kByte);
    return copyOut<std::int64_t>(tensor, at::kLong);
}

ArrayMap toArrays(const TensorMap& tensors) {
    ArrayMap arrays;
    for (const auto& [name, tensor] : tensors)
        arrays.emplace(name, toArray(tensor));
    return arrays;
}

at::Tensor toTensor(const FloatArray& array) {
    return copyIn(array, at::kFloat);
}

at::Tensor toTensor(const AnyArray& array) {
    if (const auto* floats = std::get_if<FloatArray>(&array))
        return copyIn(*floats, at::kFloat);
    if (const auto* integers = std::get_if<IntArray>(&array))
        return copyIn(*integers, at::kLong);
    return copyIn(std::get<ByteArray>(array), at::kByte);
}

} // namespace triptych::backend
