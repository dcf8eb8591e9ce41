// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "inference/contract/inference_service.h"
#include "tests/widgets/support/fake_result.h"

namespace triptych::test {

// An engine without a model. Runs wait until the test lets them end, unless `answersAtOnce` is set.
class FakeService final : public InferenceService {
public:
    explicit FakeService(bool answersAtOnce = true)
        : m_answersAtOnce(answersAtOnce) {}

    void start(RunRequest request, Callbacks callbacks) override {
        m_waiting.push_back({std::move(request), std::move(callbacks)});
        ++startCount;
        if (m_answersAtOnce)
            finishNext();
    }

    void cancel(RunId id) override { canceled.push_back(id); }

    void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) override {
        Preview preview;
        if (request.item.modality == Modality::Image) {
            preview.picture = fakePicture();
        } else {
            preview.envelope.assign(static_cast<std::size_t>(request.maxEdge), 0.5F);
            preview.durationMs = audioFrames * msPerAudioFrame;
        }
        finished(preview);
    }

    [[nodiscard]] DeviceList devices() const override {
        return {{{"cpu", "Test processor", 8LL << 30, 4LL << 30}}, {}};
    }

    [[nodiscard]] std::vector<MethodDescriptor> methods() const override {
        using Type = ParameterDescriptor::Type;
        const std::vector<Modality> all{Modality::Image, Modality::Text, Modality::Audio};
        return {{"attention",
                 "Raw attention",
                 "What each unit looks at in one layer, after the softmax.",
                 {MethodNeed::Attention},
                 all,
                 {{"layer", "Layer", Type::Integer, "last", 0, layerCount - 1, {"last"}},
                  {"head", "Head", Type::Integer, "mean", 0, headCount - 1, {"mean", "max"}}}},
                {"rollout",
                 "Attention rollout",
                 "Attention multiplied through the layers.",
                 {MethodNeed::Attention},
                 all,
                 {}},
                {"chefer",
                 "Relevancy (Chefer)",
                 "Attention weighted by its gradient toward the target, carried through the layers.",
                 {MethodNeed::Gradients, MethodNeed::Attention},
                 all,
                 {{"start_layer", "First layer", Type::Choice, "all", 0, 0, {"all", "last"}}}}};
    }

    [[nodiscard]] std::vector<MetricDescriptor> metrics() const override { return {}; }
    [[nodiscard]] std::vector<std::string> builtinModels() const override { return {"builtin", "builtin-plain"}; }
    [[nodiscard]] MemoryUse memoryUse() const override { return {32 << 20, 512 << 20, 700 << 20}; }

    void progress(const Progress& progress) {
        const auto& [request, callbacks] = m_waiting.front();
        callbacks.progress(request.id, progress);
    }
    // Ends the oldest waiting run with the fake result, or with `nextError` if that is set.
    void finishNext() {
        const auto [request, callbacks] = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (nextError)
            callbacks.finished(request.id, tl::unexpected(*nextError));
        else
            callbacks.finished(request.id, std::make_shared<const RunResult>(fakeResult(request)));
    }
    [[nodiscard]] std::size_t waitingCount() const { return m_waiting.size(); }

    int startCount = 0;
    std::vector<RunId> canceled;
    std::optional<Error> nextError;

private:
    bool m_answersAtOnce;
    std::deque<std::pair<RunRequest, Callbacks>> m_waiting;
};

// A sample that names the fake result's inputs.
inline Sample fakeSample() {
    return {"0142",
            {{Modality::Image, {}, "0142.png"},
             {Modality::Text, "a small red ring left of two striped blue squares", {}},
             {Modality::Audio, {}, "0142.en.wav"}},
            {},
            {}};
}

} // namespace triptych::test
