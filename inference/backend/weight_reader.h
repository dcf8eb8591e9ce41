// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors of a published model by name. Blocks take what they need; what was missing, of another shape or left over is
// known afterwards.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/ATen.h>

#include "inference/base/error.h"
#include "inference/formats/model_folder.h"

namespace triptych::backend {

struct WeightMismatch {
    std::string name;
    std::vector<std::int64_t> stored;
    std::vector<std::int64_t> expected;
};

struct WeightUse {
    std::vector<std::string> missing;
    std::vector<WeightMismatch> mismatched;
    std::vector<std::string> unexpected; // stored, taken by nobody
};

class WeightReader;

// The tensors below one prefix: scope / "encoder" / "layers" / 3 names "encoder.layers.3.*".
class WeightScope {
public:
    [[nodiscard]] WeightScope operator/(std::string_view part) const;
    [[nodiscard]] WeightScope operator/(std::int64_t index) const { return *this / std::to_string(index); }

    // The first of these prefixes that holds any tensor, else the first one: layouts of older and newer versions.
    [[nodiscard]] WeightScope firstOf(std::initializer_list<std::string_view> parts) const;

    // The tensor on the reader's device in its stored type, or widened (see open). As stored, it stays mapped on the
    // CPU: it must never be written to. A
    // missing or mismatched tensor is noted and stands as a meta tensor of the expected shape, so that building goes
    // on; the model must not be used then.
    [[nodiscard]] at::Tensor take(std::string_view name, at::IntArrayRef shape) const;
    // Undefined where there is none.
    [[nodiscard]] at::Tensor takeOptional(std::string_view name, at::IntArrayRef shape) const;

    // Whether the tensor, or any tensor below that prefix, is stored.
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] bool hasAny(std::string_view prefix) const;
    // The stored shape; empty where there is no such tensor.
    [[nodiscard]] std::vector<std::int64_t> shapeOf(std::string_view name) const;
    // Takes a tensor that is known and not needed (a buffer of old versions), so that it is not reported.
    void ignore(std::string_view name) const;
    // The same of every tensor below this scope: a head that is not computed.
    void ignoreAll() const;

private:
    friend class WeightReader;
    struct State;
    WeightScope(std::shared_ptr<State> state, std::string prefix);
    [[nodiscard]] std::string fullName(std::string_view name) const;

    std::shared_ptr<State> m_state;
    std::string m_prefix; // "" or ends with a dot
};

class WeightReader {
public:
    // Maps the files. Half-precision tensors are widened to float32 when they are taken, where all tensors need at most
    // `roomForFloats` bytes so; else whoever computes converts them at every use. Unsupported names a tensor of a type
    // that LibTorch cannot hold.
    [[nodiscard]] static Result<WeightReader> open(const std::vector<std::filesystem::path>& files, at::Device device,
                                                   std::int64_t roomForFloats = 0);

    [[nodiscard]] WeightScope root() const;
    [[nodiscard]] const formats::TensorViews& stored() const;
    [[nodiscard]] WeightUse use() const;
    // Of all tensors as they are taken.
    [[nodiscard]] std::int64_t bytes() const;

private:
    std::shared_ptr<WeightScope::State> m_state;
};

// The first tensor that holds NaN or infinite values; reads every weight.
[[nodiscard]] std::string firstNonFiniteWeight(const WeightReader& reader);

} // namespace triptych::backend
