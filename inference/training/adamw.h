// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

#include "inference/base/array.h"
#include "inference/base/error.h"

namespace triptych::training {

// AdamW (Loshchilov and Hutter 2019) whose state has names, so that a checkpoint can hold it. Matrices decay, vectors
// do not. Parameters without a gradient are left alone.
class AdamW {
public:
    struct Options {
        double beta1 = 0.9;
        double beta2 = 0.98;
        double epsilon = 1e-8;
        double weightDecay = 0.05;
        double maxGradientNorm = 1.0;
    };

    // Takes over a parameter under a name that is unique in this optimiser.
    void add(const std::string& name, const at::Tensor& parameter);

    // Clips the gradients' common norm, updates and clears them. Returns the norm before clipping, [], on the device;
    // where it is not finite, nothing is changed.
    at::Tensor step(double learningRate, const Options& options);
    at::Tensor step(double learningRate) { return step(learningRate, Options{}); }

    // "mean.<name>", "square.<name>", "steps.<name>".
    [[nodiscard]] ArrayMap state() const;
    // Names that the state lacks start from zero.
    void setState(const ArrayMap& state);

private:
    struct Slot {
        std::string name;
        at::Tensor parameter;
        at::Tensor mean;
        at::Tensor square;
        at::Tensor steps;
    };

    // What one kernel updates, in the order of the slots.
    struct Group {
        std::vector<at::Tensor> parameters;
        std::vector<at::Tensor> gradients;
        std::vector<at::Tensor> means;
        std::vector<at::Tensor> squares;
        std::vector<at::Tensor> steps;

        void add(const Slot& slot, const at::Tensor& gradient);
        // Leaves all as it is where `broken` [], float, is 1.
        void update(double learningRate, double weightDecay, const at::Tensor& broken, const Options& options);
    };

    std::vector<Slot> m_slots;
};

} // namespace triptych::training
