// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <map>
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

    void inspectModel(std::string model, std::string device,
                      std::function<void(Result<ModelReport>)> finished) override {
        inspected.push_back(model);
        if (const auto broken = inspectErrors.find(model); broken != inspectErrors.end())
            return finished(tl::unexpected(broken->second));
        finished(fakeReport(model, device == "auto" ? "cpu" : device));
    }

    // Loads wait until the test lets them end, unless `loadsAtOnce` is set.
    void loadModel(LoadRequest request, LoadCallbacks callbacks) override {
        m_loads.push_back({std::move(request), std::move(callbacks)});
        if (loadsAtOnce)
            finishLoad();
    }
    void cancelLoad(LoadId id) override { canceledLoads.push_back(id); }
    void unloadModel(std::string model, std::function<void()> finished) override {
        std::erase_if(loaded, [&](const LoadedModel& one) { return one.model == model; });
        finished();
    }
    [[nodiscard]] std::vector<LoadedModel> loadedModels() const override { return loaded; }

    void findProgram(std::string model, std::function<void(std::optional<ProgramFacts>)> finished) override {
        const auto found = programs.find(model);
        finished(found == programs.end() ? std::nullopt : std::optional(found->second));
    }
    Result<void> trustProgram(const std::string& sha256, Trust trust) override {
        trusted.emplace_back(sha256, trust);
        return {};
    }

    void histogram(HistogramRequest request, std::function<void(Result<TensorHistogram>)> finished) override {
        TensorHistogram histogram{request.tensor, {}, -1, 1, 0, 0.4, 1000, 10, 0};
        for (int bin = 0; bin < request.bins; ++bin)
            histogram.counts.push_back(std::min(bin, request.bins - 1 - bin) + 1);
        finished(histogram);
    }

    void loadProgress(const Progress& progress) {
        const auto& [request, callbacks] = m_loads.front();
        callbacks.progress(request.id, progress);
    }
    // Ends the oldest waiting load, or fails it with `loadError` if that is set.
    void finishLoad() {
        const auto [request, callbacks] = std::move(m_loads.front());
        m_loads.pop_front();
        if (loadError)
            return callbacks.finished(request.id, tl::unexpected(*loadError));
        const ModelReport report = fakeReport(request.model, "cpu");
        const LoadedModel model{request.model, report.descriptor.label,       report.descriptor.family,
                                "cpu",         report.descriptor.weightBytes, loadNotice};
        std::erase_if(loaded, [&](const LoadedModel& one) { return one.model == request.model; });
        loaded.insert(loaded.begin(), model);
        callbacks.finished(request.id, model);
    }
    [[nodiscard]] std::size_t waitingLoads() const { return m_loads.size(); }

    // Two towers of image and text, as a published folder has them; the built-in ones read sounds too.
    static ModelReport fakeReport(const std::string& model, const std::string& device) {
        ModelReport report;
        report.model = model;
        report.folder = "/models/" + model;
        ModelDescriptor& descriptor = report.descriptor;
        const bool isBuiltin = model.starts_with("builtin");
        descriptor.family = isBuiltin ? "tri" : "clip";
        descriptor.label = isBuiltin ? "Triptych built-in" : model.substr(model.rfind('/') + 1);
        descriptor.modalities = {Modality::Image, Modality::Text};
        if (isBuiltin)
            descriptor.modalities.push_back(Modality::Audio);
        descriptor.comparesPairs = !isBuiltin;
        descriptor.hasMatchHead = isBuiltin;
        descriptor.towers = {{"text", {2, 4}}, {"vision", {2, 4}}};
        descriptor.tensors = {{"logit_scale", "F32", {}, 4},
                              {"text_model.embeddings.weight", "F16", {500, 64}, 64000},
                              {"text_model.encoder.layers.0.mlp.fc1.bias", "F16", {256}, 512},
                              {"text_model.encoder.layers.0.mlp.fc1.weight", "F16", {256, 64}, 32768},
                              {"vision_model.patch.weight", "F16", {64, 3, 8, 8}, 24576}};
        descriptor.unexpectedTensors = {"vision_model.position_ids"};
        descriptor.parameterCount = 60929;
        descriptor.weightBytes = 121860;
        descriptor.mapBytes = 4 << 20;
        report.towerParameters = {{"", 1}, {"text", 48640}, {"vision", 12288}};
        report.memory = {device, descriptor.weightBytes, descriptor.mapBytes, std::int64_t{4} << 30, false};
        return report;
    }

    // Measurements wait until the test lets them grow or end.
    void measureQuality(QualityRequest request, QualityCallbacks callbacks) override {
        measurements.push_back({std::move(request), std::move(callbacks)});
    }
    void cancelQuality(QualityId id) override { canceledQuality.push_back(id); }

    // Studies too.
    void study(StudyRequest request, StudyCallbacks callbacks) override {
        studies.push_back({std::move(request), std::move(callbacks)});
    }
    void cancelStudy(StudyId id) override { canceledStudies.push_back(id); }

    void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) override {
        if (previewError)
            return finished(tl::unexpected(*previewError));
        Preview preview;
        if (request.item.modality == Modality::Image) {
            static const Picture picture = fakePicture();
            preview.picture = picture;
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
                 "",
                 {MethodNeed::Attention},
                 all,
                 {{"layer", "Layer", Type::Integer, "last", 0, layerCount - 1, {"last"}},
                  {"head", "Head", Type::Integer, "mean", 0, headCount - 1, {"mean", "max"}}}},
                {"rollout",
                 "Attention rollout",
                 "Attention multiplied through the layers.",
                 "",
                 {MethodNeed::Attention},
                 all,
                 {}},
                {"chefer",
                 "Relevancy (Chefer)",
                 "Attention weighted by its gradient toward the target, carried through the layers.",
                 "",
                 {MethodNeed::Gradients, MethodNeed::Attention},
                 all,
                 {{"start_layer", "First layer", Type::Choice, "all", 0, 0, {"all", "last"}}}}};
    }

    [[nodiscard]] std::vector<MetricDescriptor> metrics() const override { return {}; }
    [[nodiscard]] Result<std::int64_t> passes(const std::string& method,
                                              const std::map<std::string, std::string>& /*parameters*/,
                                              const UnitCounts& /*units*/) const override {
        return method == "chefer" || method == "attention" ? 0 : 1000;
    }
    [[nodiscard]] std::vector<std::string> builtinModels() const override { return {"builtin", "builtin-plain"}; }
    [[nodiscard]] MemoryUse memoryUse() const override {
        return {32 << 20, 512 << 20, 700 << 20, 1 << 20, std::int64_t{4} << 30};
    }

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
            callbacks.finished(request.id, std::make_shared<const RunResult>(resultOf(request)));
    }
    [[nodiscard]] std::size_t waitingCount() const { return m_waiting.size(); }

    int startCount = 0;
    std::vector<RunId> canceled;
    std::optional<Error> nextError;
    // Changes a result before it is handed out.
    std::function<void(RunResult&)> alter;

    bool loadsAtOnce = true;
    std::vector<LoadedModel> loaded;
    std::vector<LoadId> canceledLoads;
    struct Measurement {
        QualityRequest request;
        QualityCallbacks callbacks;
    };
    std::vector<Measurement> measurements;
    std::vector<QualityId> canceledQuality;
    struct Study {
        StudyRequest request;
        StudyCallbacks callbacks;
    };
    std::vector<Study> studies;
    std::vector<StudyId> canceledStudies;
    std::vector<std::string> inspected;
    std::map<std::string, Error> inspectErrors;
    std::map<std::string, ProgramFacts> programs; // by model
    std::vector<std::pair<std::string, Trust>> trusted;
    std::optional<Error> loadError;
    std::optional<Error> previewError;
    std::string loadNotice;

private:
    // What two towers give: every image with every text, and nothing of sounds.
    static void compare(const RunRequest& request, RunResult& result) {
        result.model = fakeReport(request.model, "cpu").descriptor;
        result.inputs.sound = {};
        result.relevance.links = {};
        result.attention.clear();
        const auto images = static_cast<std::int64_t>(request.sample.of(Modality::Image).size());
        const auto texts = static_cast<std::int64_t>(request.sample.of(Modality::Text).size());
        FloatArray scores({images, texts});
        for (std::size_t i = 0; i < scores.size(); ++i)
            scores.values()[i] = 20.0F - static_cast<float>(i);
        result.scores = {{"scores.image_text", scores}};
        result.target = request.target;
    }

    [[nodiscard]] RunResult resultOf(const RunRequest& request) const {
        RunResult result = fakeResult(request);
        if (!request.model.starts_with("builtin"))
            compare(request, result);
        if (alter)
            alter(result);
        return result;
    }

    bool m_answersAtOnce;
    std::deque<std::pair<RunRequest, Callbacks>> m_waiting;
    std::deque<std::pair<LoadRequest, LoadCallbacks>> m_loads;
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
