// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/method_section.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>

#include "inference/numerics/linked_maps.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/head_buttons.h"
#include "widgets/controls/number_slider.h"
#include "widgets/controls/segmented_button.h"
#include "widgets/panels/panel.h"
#include "widgets/shell/form.h"
#include "widgets/shell/method_box.h"
#include "widgets/shell/parameter_form.h"
#include "widgets/shell/target_box.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr std::int64_t fewPasses = 8; // nobody waits for these

bool hasParameter(const MethodDescriptor* method, const char* name) {
    return method && std::any_of(method->parameters.begin(), method->parameters.end(),
                                 [&](const ParameterDescriptor& parameter) { return parameter.name == name; });
}

} // namespace

MethodSection::MethodSection(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_methods(session.service().methods())
    , m_form(new Form(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_form);
    addMethodRows();
    addAttentionRows();
    connect(&session, &Session::resultChanged, this, &MethodSection::refreshLayers);
    connect(&session, &Session::runSettingsChanged, this, &MethodSection::refresh);
    connect(&session.display(), &DisplaySettings::changed, this, &MethodSection::refresh);
    retranslate();
    refreshLayers();
}

void MethodSection::addMethodRows() {
    m_method = new MethodBox(this);
    m_target = new TargetBox(m_session, this);
    m_direction = new SegmentedButton(this);
    m_parameters = new ParameterForm(m_session, this);
    m_methodLabel = m_form->addRow(m_method);
    m_targetLabel = m_form->addRow(m_target);
    m_directionLabel = m_form->addRow(m_direction);
    m_form->rows()->addWidget(m_parameters);
    m_cost = addHint();
    m_notice = addHint();
    connect(m_method, &MethodBox::chosen, this,
            [this](const std::string& id) { changeDisplay([&](DisplayValues& v) { v.method = id; }); });
    connect(m_direction, &SegmentedButton::chosen, this, [this](int index) {
        changeDisplay([&](DisplayValues& v) { v.direction = static_cast<DisplayValues::Direction>(index); });
    });
}

QLabel* MethodSection::addHint() {
    auto* hint = new QLabel(this);
    hint->setFont(theme::font(theme::Role::Hint));
    hint->setWordWrap(true);
    setInk(hint, InkRole::Ink2);
    m_form->rows()->addWidget(hint);
    return hint;
}

void MethodSection::addAttentionRows() {
    m_layer = new NumberSlider(this);
    m_headMode = new SegmentedButton(this);
    m_heads = new HeadButtons(this);
    m_layerLabel = m_form->addRow(m_layer);
    m_headLabel = m_form->addRow(m_headMode);
    m_form->addIndented(m_heads);
    connect(m_layer, &NumberSlider::changed, this,
            [this](int layer) { changeDisplay([&](DisplayValues& v) { v.layer = layer - 1; }); });
    connect(m_headMode, &SegmentedButton::chosen, this, [this](int index) {
        changeDisplay([&](DisplayValues& v) { v.headMode = static_cast<DisplayValues::HeadMode>(index); });
    });
    connect(m_heads, &HeadButtons::chosen, this, [this](int head) {
        changeDisplay([&](DisplayValues& v) {
            v.headMode = DisplayValues::HeadMode::One;
            v.head = head;
        });
    });
}

const MethodDescriptor* MethodSection::currentMethod() const {
    const auto found = std::find_if(m_methods.begin(), m_methods.end(), [&](const MethodDescriptor& method) {
        return method.id == m_session.display().values().method;
    });
    return found == m_methods.end() ? nullptr : &*found;
}

void MethodSection::changeDisplay(const std::function<void(DisplayValues&)>& change) {
    if (m_filling)
        return;
    DisplayValues values = m_session.display().values();
    change(values);
    m_session.display().set(std::move(values));
}

void MethodSection::refreshLayers() {
    m_filling = true;
    if (const auto result = m_session.result()) {
        const auto layers = numerics::attentionLayers(*result);
        const int count = static_cast<int>(layers.size());
        m_layer->setRange(1, std::max(1, count));
        m_layer->setFormat([count](int layer) { return tr("%1 of %2").arg(layer).arg(count); });
        m_heads->setCount(layers.empty() ? 0 : layers.front().heads);
    }
    m_filling = false;
    refresh();
}

void MethodSection::refresh() {
    m_filling = true;
    const DisplayValues& values = m_session.display().values();
    const MethodDescriptor* method = currentMethod();
    if (method) {
        m_method->setCurrent(method->id);
        m_method->setToolTip(methodSummary(*method));
    }
    m_direction->setCurrent(static_cast<int>(values.direction));
    m_layer->setValue(values.layer < 0 ? m_layer->slider()->maximum() : values.layer + 1);
    m_headMode->setCurrent(static_cast<int>(values.headMode));
    m_heads->setCurrent(values.headMode == DisplayValues::HeadMode::One ? values.head : -1);

    const bool hasAttention = m_session.result() && !m_session.result()->attention.empty();
    m_form->setRowVisible(m_layer, hasParameter(method, "layer") && hasAttention);
    m_form->setRowVisible(m_headMode, hasParameter(method, "head") && hasAttention);
    m_form->setRowVisible(m_heads, hasParameter(method, "head") && hasAttention);
    m_parameters->setMethod(method);
    m_notice->setText(method ? methodNotice(*method) : QString());
    m_notice->setVisible(!m_notice->text().isEmpty());
    m_filling = false;
    refreshCost();
}

QString MethodSection::durationText(double seconds) {
    if (seconds < 10)
        return tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
    return seconds < 90 ? tr("%1 s").arg(QLocale().toString(qRound(seconds)))
                        : tr("%n minutes", nullptr, qMax(1, qRound(seconds / 60)));
}

QString MethodSection::costText() const {
    const auto result = m_session.result();
    if (!result)
        return {};
    const auto passes = m_session.service().passes(m_session.display().values().method,
                                                   m_session.runSettings().parameters, countUnits(result->inputs));
    if (!passes || *passes < fewPasses)
        return {};
    const double seconds = secondsPerPass(*result) * static_cast<double>(*passes);
    const QString runs = tr("up to %n runs of the model", nullptr, static_cast<int>(*passes));
    return seconds > 0 ? tr("Costs %1, here about %2.", "runs, time").arg(runs, durationText(seconds))
                       : tr("Costs %1.", "runs").arg(runs);
}

// What a pass took in the last run: of the same kind of explanation where there was one, since passes share work.
double MethodSection::secondsPerPass(const RunResult& result) const {
    const auto lasted = [&](const char* stage) {
        const auto found = std::find_if(result.times.begin(), result.times.end(),
                                        [&](const StageTime& time) { return time.stage == stage; });
        return found == result.times.end() ? 0.0 : found->seconds;
    };
    const RunRequest& request = result.request;
    if (request.method != m_session.display().values().method)
        return lasted("forward");
    const auto passes = m_session.service().passes(request.method, request.parameters, countUnits(result.inputs));
    return passes && *passes >= fewPasses ? lasted("explain") / static_cast<double>(*passes) : lasted("forward");
}

void MethodSection::refreshCost() {
    m_cost->setText(costText());
    m_cost->setVisible(!m_cost->text().isEmpty());
}

void MethodSection::retranslate() {
    m_filling = true;
    m_methodLabel->setText(tr("Method"));
    m_targetLabel->setText(tr("Target"));
    m_directionLabel->setText(tr("Direction"));
    m_layerLabel->setText(tr("Layer"));
    m_headLabel->setText(tr("Head"));
    m_method->setMethods(m_methods);
    m_method->setAccessibleName(tr("Explanation method"));
    m_direction->setOptions({tr("looks at"), tr("looked at by")});
    m_direction->setToolTips(
        {tr("What the chosen word, region or moment looks at"), tr("What looks at the chosen word, region or moment")});
    m_headMode->setOptions({tr("one"), tr("mean"), tr("max")});
    m_headMode->setToolTips({tr("One attention head ([ and ] step through them)"), tr("Mean over all heads"),
                             tr("Largest value of any head")});
    setTip(m_layer->slider(), tr("Layer (Page Up, Page Down)"));
    m_filling = false;
    refreshLayers();
}

void MethodSection::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets
