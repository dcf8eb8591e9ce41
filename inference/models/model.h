// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/base/progress.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/run_result.h"
#include "inference/contract/sample.h"
#include "inference/contract/target.h"
#include "inference/models/attention_program.h"

namespace triptych::models {

// The region whose score a pair means in a detector.
struct FixedRegion {
    Target pair;
    int region = 0;
};

// Row 0 of a decoder: its maps and hidden states stand under `tower`, and at positions[i] it decided on tokens[i].
struct WrittenTokens {
    std::string tower = "decoder";
    std::vector<int> positions;
    std::vector<std::int64_t> tokens;
};

// A sample cut into what the model reads.
struct PreparedSample {
    backend::TensorMap tensors;         // "input.*", on the model's device
    ShownInputs shown;                  // of one item of every modality
    std::map<Modality, int> shownItems; // which of them; the first where nothing is said
    std::vector<Modality> missing;
    std::vector<std::string> notices;       // "the text was cut to 32 tokens", one sentence each
    std::map<std::string, double> options;  // of the sample: "max_new_tokens"
    std::optional<FixedRegion> fixedRegion; // see Model::settle
    // Whether the items of a modality are versions of the explained one, as perturbations make them: an intervention
    // then holds for all of them, else for the explained one alone; and a model that pairs rows reads item i of every
    // modality together.
    bool holdsVersions = false;
    int images = 0;
    int texts = 0;
    int audios = 0;

    [[nodiscard]] int shownItem(Modality modality) const {
        const auto found = shownItems.find(modality);
        return found == shownItems.end() ? 0 : found->second;
    }
};

// A loaded family member. Not thread-safe: one worker owns it. Functions throw nothing; LibTorch's exceptions become
// Errors.
class Model {
public:
    virtual ~Model() = default;

    [[nodiscard]] virtual const ModelDescriptor& descriptor() const = 0;

    // Decodes, resizes, tokenises. `inputs`: "input.*" tensors that replace preprocessing (may be empty).
    [[nodiscard]] virtual Result<PreparedSample> prepare(const Sample& sample, const ArrayMap& inputs,
                                                         const Monitor& monitor) const = 0;

    // Runs the towers and heads that the sample's modalities allow and records "embedding.*", "scores.*", "logits.*"
    // and the watched maps into the trace. scores.*, logits.* and embedding.* are always recorded.
    [[nodiscard]] virtual Result<void> forward(const PreparedSample& sample, backend::Trace& trace,
                                               const Monitor& monitor) const = 0;

    // Puts what the forward pass wrote (a caption, a transcript) into what is shown. Nothing by default.
    virtual void showOutput(PreparedSample& /*sample*/, const backend::Trace& /*trace*/) const {}

    // What is explained when nothing is asked for.
    [[nodiscard]] virtual Target defaultTarget(const PreparedSample& sample) const = 0;

    // The target of a finished pass: the default one where none was asked for, with what depends on computed values
    // (the largest class) filled in. What a target cannot hold (a detector's best region) is noted in the sample, so
    // that it stays the same when copies of the sample are changed and run again.
    [[nodiscard]] virtual Target settle(const Target& target, PreparedSample& sample,
                                        const backend::Trace& /*trace*/) const {
        return target.kind == TargetKind::Default ? defaultTarget(sample) : target;
    }

    // Boxes of the image's units for ShownInputs, from a finished trace; those of the preparation unless the model
    // predicts boxes itself.
    [[nodiscard]] virtual std::vector<Box> regions(const PreparedSample& sample,
                                                   const backend::Trace& /*trace*/) const {
        return sample.shown.regions;
    }

    // The 0-dimensional tensor of the target, from a finished trace; InvalidInput where the target does not exist.
    [[nodiscard]] virtual Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                         const backend::Trace& trace) const = 0;

    // Where a vision tower's token would lie in the joint space: the last norm and projection of [n, width of the
    // tower]. Unsupported for families without such a space.
    [[nodiscard]] virtual Result<at::Tensor> projectImageTokens(const at::Tensor& /*tokens*/) const {
        return fail(ErrorCode::Unsupported, "This family projects no image tokens; choose another method.",
                    descriptor().family);
    }

    // Where the decoder of a finished pass decided on what it wrote; Unsupported for families that write nothing.
    [[nodiscard]] virtual Result<WrittenTokens> writtenTokens(const PreparedSample& /*sample*/,
                                                              const backend::Trace& /*trace*/) const {
        return fail(ErrorCode::Unsupported, "This family writes no text; choose another method or study.",
                    descriptor().family);
    }
    // What the decoder's tokens [n, width] of any layer would write next: its last norm and head, logits [n,
    // vocabulary]. Only for families that write; likewise the text of a token.
    [[nodiscard]] virtual at::Tensor readVocabulary(const at::Tensor& hidden) const { return hidden; }
    [[nodiscard]] virtual std::string tokenText(std::int64_t /*id*/) const { return {}; }

    // What stands for a removed token: the mask, unknown or padding token that neither begins nor ends a text.
    [[nodiscard]] virtual std::int64_t absentToken() const { return 0; }

    // Whether a sample of versions is read row by row: item i of every modality belongs together, one item goes with
    // all rows, and "logits.*" and "scores.*" have a row for each.
    [[nodiscard]] virtual bool pairsRows() const { return false; }

    // Axis of time within one row of `input.audio_features`.
    [[nodiscard]] virtual int audioTimeAxis() const { return 0; }

    // What gradients are taken of when no target is named: the value of the settled default target, unless a family
    // has parts that do not lead there.
    [[nodiscard]] virtual Result<at::Tensor> gradientProbe(const Target& settled, const PreparedSample& sample,
                                                           const backend::Trace& trace) const {
        return targetValue(settled, sample, trace);
    }

    // The maps that lead to the target, from a finished trace.
    [[nodiscard]] virtual Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                           const backend::Trace& trace) const = 0;
};

using ModelPtr = std::shared_ptr<Model>;

} // namespace triptych::models
