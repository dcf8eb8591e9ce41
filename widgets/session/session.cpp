// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/session.h"

#include <utility>

namespace triptych::widgets {

namespace {

// Whether there was one. Another run writes something else.
bool forgetWrittenTarget(RunSettings& settings) {
    const auto target = parseTarget(settings.target);
    if (!target || target->kind != TargetKind::Token)
        return false;
    settings.target = RunSettings{}.target;
    return true;
}

} // namespace

Session::Session(std::shared_ptr<InferenceService> service, QObject* parent)
    : QObject(parent)
    , m_runs(std::move(service))
    , m_quality(m_runs.service())
    , m_study(m_runs.service())
    , m_method(m_display.values().method) {
    connect(&m_runs, &RunController::finished, this, &Session::onFinished);
    connect(&m_runs, &RunController::progressed, this, [this](const Progress& progress) {
        m_progress = progress;
        Q_EMIT progressChanged();
    });
    connect(&m_display, &DisplaySettings::changed, this, &Session::onDisplayChanged);
}

bool Session::isOutOfDate() const {
    return m_result && request() != m_answered;
}

std::optional<int> Session::audioIndex() const {
    const auto sounds = static_cast<int>(m_entry.sample.of(Modality::Audio).size());
    for (int i = 0; i < sounds && i < static_cast<int>(m_entry.spokenText.size()); ++i)
        if (m_entry.spokenText[static_cast<std::size_t>(i)] == m_textIndex)
            return i;
    return sounds > 0 ? std::optional(0) : std::nullopt;
}

QString Session::currentText() const {
    const auto texts = m_entry.sample.of(Modality::Text);
    if (m_textIndex < 0 || m_textIndex >= static_cast<int>(texts.size()))
        return {};
    return QString::fromStdString(texts[static_cast<std::size_t>(m_textIndex)].text);
}

RunRequest Session::request() const {
    RunRequest request;
    request.model = m_settings.model;
    request.device = m_settings.device;
    request.seed = m_settings.seed;
    request.method = m_method;
    request.parameters = m_settings.parameters;
    request.target = target();
    request.interventions = m_settings.interventions;
    request.watch.kind = Watch::Kind::All;

    request.sample = m_entry.sample;
    request.sample.items.clear();
    const auto add = [&](Modality modality, std::optional<int> index) {
        const auto items = m_entry.sample.of(modality);
        if (index && *index < static_cast<int>(items.size()))
            request.sample.items.push_back(items[static_cast<std::size_t>(*index)]);
    };
    if (m_comparesPairs) {
        for (const Modality modality : {Modality::Image, Modality::Text})
            for (SampleItem& item : m_entry.sample.of(modality))
                request.sample.items.push_back(std::move(item));
    } else {
        add(Modality::Image, m_imageIndex);
        add(Modality::Text, m_textIndex);
    }
    add(Modality::Audio, audioIndex());
    return request;
}

Target Session::target() const {
    Target target = parseTarget(m_settings.target).value_or(Target{});
    const bool isPair = target.kind == TargetKind::Pair && target.firstModality == Modality::Image &&
                        target.secondModality == Modality::Text;
    const bool isChoice = m_entry.sample.of(Modality::Image).size() > 1 || m_entry.sample.of(Modality::Text).size() > 1;
    if (!m_comparesPairs || !isChoice || !(isPair || target.kind == TargetKind::Default))
        return target;
    if (!m_entry.sample.has(Modality::Image) || !m_entry.sample.has(Modality::Text))
        return target;
    target = {};
    target.kind = TargetKind::Pair;
    target.first = m_imageIndex;
    target.second = m_textIndex;
    return target;
}

void Session::setComparesPairs(bool compares) {
    if (compares == m_comparesPairs)
        return;
    const RunRequest before = request();
    m_comparesPairs = compares;
    Q_EMIT sampleChanged();
    // What was asked for in the wrong way is asked for anew.
    if (hasSample() && request() != before)
        run();
}

void Session::useModel(const std::string& model, bool comparesPairs) {
    RunSettings settings = m_settings;
    settings.model = model;
    if (settings == m_settings)
        return setComparesPairs(comparesPairs);
    m_comparesPairs = comparesPairs;
    m_settings = std::move(settings);
    Q_EMIT sampleChanged();
    Q_EMIT runSettingsChanged();
    Q_EMIT outOfDateChanged();
    if (hasSample())
        run();
}

void Session::setRunSettings(RunSettings settings) {
    if (settings == m_settings)
        return;
    if (settings.model != m_settings.model) {
        m_comparesPairs = false;
        if (settings.target == m_settings.target)
            forgetWrittenTarget(settings);
    }
    m_settings = std::move(settings);
    Q_EMIT runSettingsChanged();
    Q_EMIT outOfDateChanged();
    if (hasSample())
        run();
}

void Session::setReadOut(const QString& text) {
    Q_EMIT readOutChanged(text);
}

void Session::run() {
    if (!hasSample())
        return;
    m_error.reset();
    m_progress = {};
    m_asked = request();
    m_quality.stop();
    m_study.clear();
    m_runs.start(m_asked);
    setState(State::Running);
    Q_EMIT progressChanged();
}

void Session::cancel() {
    m_runs.cancel();
}

void Session::setSample(const projects::SampleEntry& entry) {
    showSample(entry);
    run();
}

void Session::showSample(const projects::SampleEntry& entry) {
    m_runs.abandon();
    m_quality.stop();
    m_study.clear();
    m_selection.clear();
    m_entry = entry;
    forgetUnits();
    m_textIndex = 0;
    m_imageIndex = 0;
    m_result.reset();
    m_error.reset();
    m_state = State::Empty;
    Q_EMIT sampleChanged();
    Q_EMIT resultChanged();
    Q_EMIT stateChanged();
}

void Session::chooseText(int index) {
    chooseItem(m_textIndex, index);
}

void Session::chooseImage(int index) {
    chooseItem(m_imageIndex, index);
}

void Session::chooseItem(int& chosen, int index) {
    if (index == chosen)
        return;
    chosen = index;
    m_selection.clear();
    forgetUnits();
    Q_EMIT sampleChanged();
    Q_EMIT outOfDateChanged();
    run();
}

void Session::editText(const QString& text) {
    if (text == currentText())
        return;
    projects::SampleEntry entry = m_entry;
    int index = 0;
    bool found = false;
    for (SampleItem& item : entry.sample.items) {
        if (item.modality != Modality::Text || index++ != m_textIndex)
            continue;
        item.text = text.toStdString();
        found = true;
    }
    if (!found)
        entry.sample.items.push_back({Modality::Text, text.toStdString(), {}});
    // What was known about the former text does not hold for this one.
    entry.truth.reset();
    replaceSample(entry);
}

void Session::replaceSample(const projects::SampleEntry& entry) {
    if (entry == m_entry)
        return;
    m_entry = entry;
    m_selection.clear();
    forgetUnits();
    Q_EMIT sampleChanged();
    Q_EMIT outOfDateChanged();
    run();
}

void Session::forgetUnits() {
    const bool erased = eraseUnitInterventions(m_settings.interventions);
    if (forgetWrittenTarget(m_settings) || erased)
        Q_EMIT runSettingsChanged();
}

bool eraseUnitInterventions(std::vector<Intervention>& interventions) {
    return std::erase_if(interventions, [](const Intervention& intervention) {
               return !std::holds_alternative<ScaleHeads>(intervention) &&
                      !std::holds_alternative<EvenHeads>(intervention);
           }) > 0;
}

void Session::clearSample() {
    showSample({});
}

void Session::onFinished(const RunOutcome& outcome) {
    if (outcome) {
        m_result = *outcome;
        m_answered = m_asked;
        m_error.reset();
        m_quality.watch(m_asked, expectedQualitySeconds(*m_result));
        Q_EMIT resultChanged();
        setState(State::Done);
        if (m_asked.model == m_settings.model)
            setComparesPairs(m_result->model.comparesPairs);
    } else if (outcome.error().code == ErrorCode::Canceled) {
        setState(m_result ? State::Done : State::Empty);
    } else {
        m_error = outcome.error();
        setState(State::Error);
    }
    Q_EMIT outOfDateChanged();
}

void Session::onDisplayChanged() {
    const std::string& method = m_display.values().method;
    if (method == m_method)
        return;
    m_method = method;
    // Parameters belong to one method.
    m_settings.parameters.clear();
    Q_EMIT runSettingsChanged();
    Q_EMIT outOfDateChanged();
    if (hasSample())
        run();
}

void Session::setState(State state) {
    if (state == m_state && state != State::Running)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace triptych::widgets
