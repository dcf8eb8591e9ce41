// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/decode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

namespace triptych::models {

namespace {

// Logits outside the k most likely, or outside the smallest set with probability p, become -inf.
at::Tensor restrict(at::Tensor logits, const DecodeOptions& options) {
    const double none = -std::numeric_limits<double>::infinity();
    if (options.topK > 0 && options.topK < logits.size(-1)) {
        const at::Tensor least = std::get<0>(logits.topk(options.topK)).select(-1, -1).unsqueeze(-1);
        logits = logits.masked_fill(logits.lt(least), none);
    }
    if (options.topP < 1) {
        const auto [sorted, order] = logits.sort(-1, true);
        const at::Tensor chances = at::softmax(sorted, -1);
        // A token stays while those before it have less than p together; the first one always does.
        const at::Tensor dropped = (chances.cumsum(-1) - chances).ge(options.topP);
        logits = logits.masked_fill(at::zeros_like(dropped).scatter(-1, order, dropped), none);
    }
    return logits;
}

class Chooser {
public:
    explicit Chooser(const DecodeOptions& options)
        : m_options(options)
        , m_generator(at::detail::createCPUGenerator(options.seed)) {}

    // logits [batch, vocabulary] -> [batch]
    at::Tensor operator()(const at::Tensor& logits) {
        if (m_options.temperature <= 0)
            return logits.argmax(-1);
        const at::Tensor chances =
            at::softmax(restrict(logits.to(at::kCPU, at::kFloat) / m_options.temperature, m_options), -1);
        return at::multinomial(chances, 1, false, m_generator).squeeze(-1).to(logits.device());
    }

private:
    const DecodeOptions& m_options;
    at::Generator m_generator;
};

at::Tensor isEnd(const at::Tensor& tokens, const std::vector<std::int64_t>& endIds) {
    at::Tensor end = at::zeros_like(tokens, at::kBool);
    for (const std::int64_t id : endIds)
        end = end.logical_or(tokens.eq(id));
    return end;
}

// What the first row has got so far.
std::string written(const at::Tensor& ids, std::int64_t promptLength, const DecodeOptions& options) {
    if (!options.write)
        return {};
    const at::Tensor produced = ids[0].slice(0, promptLength).to(at::kCPU, at::kLong).contiguous();
    return options.write({produced.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(produced.numel())});
}

} // namespace

DecodeOptions readDecodeOptions(const std::map<std::string, double>& options, DecodeOptions defaults) {
    const auto read = [&](const char* name, auto& value) {
        if (const auto found = options.find(name); found != options.end() && std::isfinite(found->second))
            value = static_cast<std::remove_reference_t<decltype(value)>>(std::max(0.0, found->second));
    };
    read("max_new_tokens", defaults.maxNewTokens);
    read("temperature", defaults.temperature);
    read("top_k", defaults.topK);
    read("top_p", defaults.topP);
    read("seed", defaults.seed);
    return defaults;
}

Result<void> checkDecodeOptions(const std::map<std::string, double>& options) {
    struct Range {
        const char* name;
        double least;
        double most;
        bool isWhole;
    };
    constexpr std::array ranges{Range{"max_new_tokens", 1, 100'000, true}, Range{"temperature", 0, 1'000, false},
                                Range{"top_k", 0, 1e9, true}, Range{"top_p", 0, 1, false},
                                Range{"seed", 0, 9e15, true}};
    for (const Range& range : ranges) {
        const auto found = options.find(range.name);
        if (found == options.end())
            continue;
        const double value = found->second;
        if (!(value >= range.least && value <= range.most) || (range.isWhole && value != std::floor(value)))
            return fail(ErrorCode::InvalidInput,
                        std::string("This option of the sample is ") + (range.isWhole ? "a whole number" : "a number") +
                            " from " + std::to_string(static_cast<std::int64_t>(range.least)) + " to " +
                            std::to_string(static_cast<std::int64_t>(range.most)) + ".",
                        range.name);
    }
    return {};
}

Result<at::Tensor> decode(const at::Tensor& prompt, const DecodeStep& step, const DecodeOptions& options,
                          const Monitor& monitor) {
    const at::NoGradGuard noGradients;
    Chooser choose(options);
    at::Tensor ids = prompt;
    at::Tensor unseen = prompt;
    at::Tensor finished = at::zeros({prompt.size(0)}, prompt.options().dtype(at::kBool));
    for (int i = 0; i < options.maxNewTokens; ++i) {
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        const at::Tensor next = choose(step(unseen)).masked_fill(finished, options.padId);
        ids = at::cat({ids, next.unsqueeze(1)}, 1);
        unseen = next.unsqueeze(1);
        monitor.report("generate", i + 1, options.maxNewTokens, written(ids, prompt.size(1), options));
        finished = finished.logical_or(isEnd(next, options.endIds));
        if (finished.all().item<bool>())
            break;
    }
    return ids;
}

} // namespace triptych::models
