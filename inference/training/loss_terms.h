// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <torch/types.h>

namespace triptych::training {

// The sum that is differentiated, and named numbers for the log (losses and accuracies). What a device computes is read
// when the numbers are asked for, all at once, so that a GPU is not waited for term by term.
class LossTerms {
public:
    using Numbers = std::map<std::string, double>;
    using Reader = std::function<void(std::span<const float> values, Numbers& numbers)>;

    // Adds weight * term to the total and notes the unweighted value.
    void add(const std::string& name, const at::Tensor& term, double weight);
    void note(const std::string& name, const at::Tensor& value); // of one element
    void note(const at::Tensor& values, Reader read);

    // Undefined before the first term.
    [[nodiscard]] const at::Tensor& total() const { return m_total; }
    // Waits for the device.
    [[nodiscard]] Numbers numbers() const;

private:
    struct Unread {
        at::Tensor values; // [n]
        Reader read;
    };

    at::Tensor m_total;
    std::vector<Unread> m_unread;
};

} // namespace triptych::training
