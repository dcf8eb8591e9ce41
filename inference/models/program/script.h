// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/base/error.h"

namespace triptych::models::program {

// A TorchScript module that is run operation by operation, so that every tensor which it returns stays a node of one
// autograd graph: the optimising executor would fuse them, and no gradient by an attention map would be left.
class Script {
public:
    // Runs code of `content`: only for programs that are trusted. BadFormat where it is no TorchScript of this version,
    // OutOfMemory.
    [[nodiscard]] static Result<Script> load(const std::string& content, at::Device device, const std::string& where);

    // Calls forward. ModelMismatch with the reason where the program stops or does not return a tensor, or a list,
    // tuple or dictionary of them.
    [[nodiscard]] Result<std::vector<at::Tensor>> operator()(const std::vector<at::Tensor>& inputs) const;

    [[nodiscard]] std::int64_t parameterCount() const;

private:
    struct Held;
    explicit Script(std::shared_ptr<Held> held);

    std::shared_ptr<Held> m_held;
};

} // namespace triptych::models::program
