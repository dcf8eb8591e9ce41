// SPDX-License-Identifier: GPL-3.0-or-later
// A device that is not the CPU, for machines without a GPU: it computes on the CPU, but its tensors refuse to be mixed
// with those of the CPU, as a GPU's do. It takes LibTorch's place for devices that it does not know.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/resize_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/DeviceType.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

namespace triptych::test {

inline constexpr const char* farDevice = "far:0";

namespace {

constexpr at::DeviceType far = at::DeviceType::PrivateUse1;

struct FarAllocator final : c10::Allocator {
    c10::DataPtr allocate(std::size_t bytes) override {
        void* memory = bytes > 0 ? std::malloc(bytes) : nullptr;
        return {memory, memory, &std::free, at::Device(far, 0)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &std::free; }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { std::memcpy(to, from, bytes); }
};

FarAllocator& allocator() {
    static FarAllocator one;
    return one;
}

struct FarHooks final : at::PrivateUse1HooksInterface {
    bool isBuilt() const override { return true; }
    bool isAvailable() const override { return true; }
    bool hasPrimaryContext(at::DeviceIndex) const override { return true; }
    at::DeviceIndex deviceCount() const override { return 1; }
    at::DeviceIndex getCurrentDevice() const override { return 0; }
    at::DeviceIndex exchangeDevice(at::DeviceIndex) const override { return 0; }
    at::DeviceIndex maybeExchangeDevice(at::DeviceIndex) const override { return 0; }
    void setCurrentDevice(at::DeviceIndex) const override {}
    void resizePrivateUse1Bytes(const c10::Storage& storage, std::size_t bytes) const override {
        c10::DataPtr larger = allocator().allocate(bytes);
        if (storage.data() != nullptr)
            std::memcpy(larger.get(), storage.data(), std::min(bytes, storage.nbytes()));
        storage.unsafeGetStorageImpl()->set_data_ptr_noswap(std::move(larger));
        storage.unsafeGetStorageImpl()->set_nbytes(bytes);
    }
};

struct FarGuard final : c10::impl::NoOpDeviceGuardImpl<far> {
    at::Device exchangeDevice(at::Device) const override { return {far, 0}; }
    at::Device getDevice() const override { return {far, 0}; }
    at::Stream getStream(at::Device) const noexcept override {
        return at::Stream(at::Stream::DEFAULT, at::Device(far, 0));
    }
    at::Stream exchangeStream(at::Stream) const noexcept override {
        return at::Stream(at::Stream::DEFAULT, at::Device(far, 0));
    }
};

// The same memory as a tensor of another device. Reads and writes go through.
at::Tensor seenFrom(const at::Tensor& tensor, at::DeviceType device) {
    if (!tensor.defined())
        return tensor;
    auto options = tensor.options().device(at::Device(device, device == far ? 0 : -1));
    return at::from_blob(
        tensor.data_ptr(), tensor.sizes(), tensor.strides(), [tensor](void*) {}, options, options.device());
}

at::Tensor emptyStrided(at::IntArrayRef size, at::IntArrayRef stride, std::optional<at::ScalarType> type,
                        std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>) {
    return at::detail::empty_strided_generic(
        size, stride, &allocator(), c10::DispatchKeySet(c10::DispatchKey::PrivateUse1), type.value_or(at::kFloat));
}

at::Tensor emptyMemory(at::IntArrayRef size, std::optional<at::ScalarType> type, std::optional<at::Layout>,
                       std::optional<at::Device>, std::optional<bool>, std::optional<at::MemoryFormat> format) {
    return at::detail::empty_generic(size, &allocator(), c10::DispatchKeySet(c10::DispatchKey::PrivateUse1),
                                     type.value_or(at::kFloat), format);
}

at::Tensor copyFrom(const at::Tensor& from, const at::Tensor& to, bool) {
    seenFrom(to, at::kCPU).copy_(seenFrom(from, at::kCPU));
    return to;
}

at::Tensor copyFromAndResize(const at::Tensor& from, const at::Tensor& to) {
    return copyFrom(from, to.resize_(from.sizes()), false);
}

at::Scalar onlyValue(const at::Tensor& tensor) {
    return seenFrom(tensor, at::kCPU).item();
}

at::Tensor convolution(const at::Tensor& input, const at::Tensor& weight, const std::optional<at::Tensor>& bias,
                       at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool isTransposed,
                       at::IntArrayRef outputPadding, std::int64_t groups) {
    const auto near = [](const at::Tensor& tensor) { return tensor.to(at::kCPU); };
    return at::convolution(near(input), near(weight), bias && bias->defined() ? near(*bias) : at::Tensor(), stride,
                           padding, dilation, isTransposed, outputPadding, groups)
        .to(input.device());
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolutionBackward(const at::Tensor& gradient, const at::Tensor& input,
                                                                   const at::Tensor& weight, at::IntArrayRef stride,
                                                                   at::IntArrayRef padding, at::IntArrayRef dilation,
                                                                   bool isTransposed, at::IntArrayRef outputPadding,
                                                                   std::int64_t groups, std::array<bool, 3> mask) {
    const auto [byInput, byWeight, byBias] =
        at::convolution_backward(gradient.to(at::kCPU), input.to(at::kCPU), weight.to(at::kCPU), std::nullopt, stride,
                                 padding, dilation, isTransposed, outputPadding, groups, {mask[0], mask[1], false});
    const auto back = [&](const at::Tensor& tensor) { return tensor.defined() ? tensor.to(input.device()) : tensor; };
    return {back(byInput), back(byWeight), at::Tensor()};
}

// Indices of the CPU name places of another device's tensor on a GPU too, and copies go between devices; nothing else.
bool takesBoth(const std::string& name) {
    static const std::set<std::string> names{"aten::index",      "aten::index_put",
                                             "aten::index_put_", "aten::_index_put_impl_",
                                             "aten::copy_",      "aten::_to_copy"};
    return names.contains(name);
}

void complainOf(const std::string& name, const at::Tensor& tensor) {
    TORCH_CHECK(!tensor.defined() || tensor.device().type() == far || tensor.dim() == 0, "Expected all tensors of ",
                name, " to be on the same device, but one is on the CPU.");
}

void computeNear(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
    const std::string& name = op.schema().name();
    if (!takesBoth(name))
        for (const c10::IValue& argument : torch::jit::last(*stack, op.schema().arguments().size())) {
            if (argument.isTensor())
                complainOf(name, argument.toTensor());
            else if (argument.isTensorList())
                for (const at::Tensor& tensor : argument.toTensorVector())
                    complainOf(name, tensor);
        }
    at::native::cpu_fallback(op, stack);
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) {
    library.fallback(torch::CppFunction::makeFromBoxedFunction<&computeNear>());
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
    library.impl("empty.memory_format", &emptyMemory);
    library.impl("empty_strided", &emptyStrided);
    library.impl("_copy_from", &copyFrom);
    library.impl("_copy_from_and_resize", &copyFromAndResize);
    library.impl(
        "resize_",
        static_cast<const at::Tensor& (*)(const at::Tensor&, at::IntArrayRef, std::optional<at::MemoryFormat>)>(
            &at::native::resize_));
    library.impl("_local_scalar_dense", &onlyValue);
    library.impl("as_strided", &at::native::as_strided_tensorimpl);
    library.impl("view", static_cast<at::Tensor (*)(const at::Tensor&, at::IntArrayRef)>(&at::native::view));
    library.impl("_reshape_alias", static_cast<at::Tensor (*)(const at::Tensor&, at::IntArrayRef, at::IntArrayRef)>(
                                       &at::native::_reshape_alias));
    library.impl("unfold", &at::native::unfold);
    library.impl("convolution_overrideable", &convolution);
    library.impl("convolution_backward_overrideable", &convolutionBackward);
}

} // namespace

C10_REGISTER_GUARD_IMPL(PrivateUse1, FarGuard)

// Once per process, before anything is loaded onto it.
inline void registerFarDevice() {
    static const bool once = [] {
        c10::register_privateuse1_backend("far");
        c10::SetAllocator(far, &allocator());
        at::RegisterPrivateUse1HooksInterface(new FarHooks);
        return true;
    }();
    (void)once;
}

} // namespace triptych::test
