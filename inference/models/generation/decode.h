// SPDX-License-Identifier: GPL-3.0-or-later
// Greedy and sampled decoding over one step function, for every generative family.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/base/progress.h"

namespace triptych::models {

struct DecodeOptions {
    int maxNewTokens = 20;
    std::vector<std::int64_t> endIds; // a row is finished after one of these
    std::int64_t padId = 0;           // follows in finished rows
    double temperature = 0;           // 0: the most likely token; else it is drawn
    int topK = 0;                     // only among this many; 0: all
    double topP = 1;                  // only among the most likely that have this probability together
    std::uint64_t seed = 0;
    // The text of tokens that were produced, for the reports while it grows; null: they have none.
    std::function<std::string(std::span<const std::int64_t> produced)> write = nullptr;
};

// From a sample's options: max_new_tokens, temperature, top_k, top_p, seed over the defaults.
[[nodiscard]] DecodeOptions readDecodeOptions(const std::map<std::string, double>& options, DecodeOptions defaults);

// InvalidInput names an option that is no number of its kind: how many tokens may be written is whole and at least 1.
[[nodiscard]] Result<void> checkDecodeOptions(const std::map<std::string, double>& options);

// tokens [batch, n] that were not seen before (first the prompt, then one a step) -> logits [batch, vocabulary] of what
// comes next. The function keeps its own key-value caches.
using DecodeStep = std::function<at::Tensor(const at::Tensor& tokens)>;

// prompt [batch, n] -> [batch, n + produced]; ends when every row is finished or at the limit. Reports "generate" with
// the text of the first row and ends early with Canceled. Runs without gradients.
[[nodiscard]] Result<at::Tensor> decode(const at::Tensor& prompt, const DecodeStep& step, const DecodeOptions& options,
                                        const Monitor& monitor);

} // namespace triptych::models
