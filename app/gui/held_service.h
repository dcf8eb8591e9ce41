// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "inference/contract/inference_service.h"

namespace triptych::gui {

// The engine, but no run ever ends: shows the running state for as long as a picture of it takes.
class HeldService final : public InferenceService {
public:
    explicit HeldService(std::shared_ptr<InferenceService> engine)
        : m_engine(std::move(engine)) {}

    void start(RunRequest request, Callbacks callbacks) override {
        callbacks.finished = [](RunId, const RunOutcome&) {};
        m_engine->start(std::move(request), std::move(callbacks));
    }
    void cancel(RunId id) override { m_engine->cancel(id); }
    void inspectModel(std::string model, std::string device,
                      std::function<void(Result<ModelReport>)> finished) override {
        m_engine->inspectModel(std::move(model), std::move(device), std::move(finished));
    }
    void loadModel(LoadRequest request, LoadCallbacks callbacks) override {
        m_engine->loadModel(std::move(request), std::move(callbacks));
    }
    void cancelLoad(LoadId id) override { m_engine->cancelLoad(id); }
    void unloadModel(std::string model, std::function<void()> finished) override {
        m_engine->unloadModel(std::move(model), std::move(finished));
    }
    [[nodiscard]] std::vector<LoadedModel> loadedModels() const override { return m_engine->loadedModels(); }
    void findProgram(std::string model, std::function<void(std::optional<ProgramFacts>)> finished) override {
        m_engine->findProgram(std::move(model), std::move(finished));
    }
    Result<void> trustProgram(const std::string& sha256, Trust trust) override {
        return m_engine->trustProgram(sha256, trust);
    }
    void histogram(HistogramRequest request, std::function<void(Result<TensorHistogram>)> finished) override {
        m_engine->histogram(std::move(request), std::move(finished));
    }
    void measureQuality(QualityRequest request, QualityCallbacks callbacks) override {
        m_engine->measureQuality(std::move(request), std::move(callbacks));
    }
    void cancelQuality(QualityId id) override { m_engine->cancelQuality(id); }
    void study(StudyRequest request, StudyCallbacks callbacks) override {
        m_engine->study(std::move(request), std::move(callbacks));
    }
    void cancelStudy(StudyId id) override { m_engine->cancelStudy(id); }
    void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) override {
        m_engine->preview(std::move(request), std::move(finished));
    }
    [[nodiscard]] DeviceList devices() const override { return m_engine->devices(); }
    [[nodiscard]] std::vector<MethodDescriptor> methods() const override { return m_engine->methods(); }
    [[nodiscard]] std::vector<MetricDescriptor> metrics() const override { return m_engine->metrics(); }
    [[nodiscard]] Result<std::int64_t> passes(const std::string& method,
                                              const std::map<std::string, std::string>& parameters,
                                              const UnitCounts& units) const override {
        return m_engine->passes(method, parameters, units);
    }
    [[nodiscard]] std::vector<std::string> builtinModels() const override { return m_engine->builtinModels(); }
    [[nodiscard]] MemoryUse memoryUse() const override { return m_engine->memoryUse(); }

private:
    std::shared_ptr<InferenceService> m_engine;
};

} // namespace triptych::gui
