// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/parameter_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/segmented_button.h"

namespace triptych::widgets {

namespace {

// What a control has beside its label in the narrowest dock; choices that need more are a list.
constexpr int leastRoom = 144;

// Without zeros that say nothing: 8 and 0.25, not 8.0000 and 0.2500.
class NumberBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;

protected:
    [[nodiscard]] QString textFromValue(double value) const override {
        QString text = locale().toString(value, 'f', decimals());
        const QString point = locale().decimalPoint();
        while (text.contains(point) && text.endsWith(locale().zeroDigit()))
            text.chop(1);
        return text.endsWith(point) ? text.chopped(point.size()) : text;
    }
};

bool isShownElsewhere(const ParameterDescriptor& parameter) {
    return parameter.name == "layer" || parameter.name == "head";
}

QStringList choiceLabels(const ParameterDescriptor& parameter) {
    QStringList labels;
    for (const std::string& choice : parameter.choices)
        labels << choiceLabel(choice);
    return labels;
}

} // namespace

ParameterForm::ParameterForm(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
}

void ParameterForm::setMethod(const MethodDescriptor* method) {
    const MethodDescriptor wanted = method ? *method : MethodDescriptor{};
    if (m_form && wanted == m_method && m_shown == m_session.runSettings().parameters)
        return;
    m_method = wanted;
    rebuild();
}

void ParameterForm::rebuild() {
    delete m_form;
    m_shown = m_session.runSettings().parameters;
    m_form = new Form(this);
    layout()->addWidget(m_form);
    bool hasAny = false;
    for (const ParameterDescriptor& parameter : m_method.parameters) {
        if (isShownElsewhere(parameter))
            continue;
        QWidget* control = controlFor(parameter);
        m_form->addRow(control)->setText(parameterLabel(parameter));
        control->setAccessibleName(parameterLabel(parameter));
        hasAny = true;
    }
    setVisible(hasAny);
}

std::string ParameterForm::value(const ParameterDescriptor& parameter) const {
    const auto& values = m_session.runSettings().parameters;
    const auto found = values.find(parameter.name);
    return found == values.end() ? parameter.defaultValue : found->second;
}

void ParameterForm::change(const std::string& name, std::string value) {
    RunSettings settings = m_session.runSettings();
    settings.parameters[name] = std::move(value);
    // The control that was used shows it already.
    m_shown = settings.parameters;
    m_session.setRunSettings(std::move(settings));
}

QWidget* ParameterForm::controlFor(const ParameterDescriptor& parameter) {
    switch (parameter.type) {
    case ParameterDescriptor::Type::Choice:
        return choiceControl(parameter);
    case ParameterDescriptor::Type::Boolean:
        return flagControl(parameter);
    case ParameterDescriptor::Type::Integer:
    case ParameterDescriptor::Type::Real:
        return numberControl(parameter);
    }
    return new QWidget(this);
}

QWidget* ParameterForm::choiceControl(const ParameterDescriptor& parameter) {
    const auto& choices = parameter.choices;
    const auto current = std::find(choices.begin(), choices.end(), value(parameter)) - choices.begin();
    const auto choose = [this, parameter](int index) {
        change(parameter.name, parameter.choices[static_cast<std::size_t>(index)]);
    };
    auto* segments = new SegmentedButton(this);
    segments->setOptions(choiceLabels(parameter));
    if (segments->minimumSizeHint().width() <= leastRoom) {
        segments->setCurrent(static_cast<int>(current));
        connect(segments, &SegmentedButton::chosen, this, choose);
        return segments;
    }
    delete segments;
    auto* box = new QComboBox(this);
    box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    box->addItems(choiceLabels(parameter));
    box->setCurrentIndex(static_cast<int>(current));
    connect(box, &QComboBox::activated, this, choose);
    return box;
}

QWidget* ParameterForm::flagControl(const ParameterDescriptor& parameter) {
    auto* box = new QCheckBox(this);
    box->setChecked(value(parameter) == "true");
    connect(box, &QCheckBox::toggled, this,
            [this, parameter](bool on) { change(parameter.name, on ? "true" : "false"); });
    return box;
}

QWidget* ParameterForm::numberControl(const ParameterDescriptor& parameter) {
    auto* box = new NumberBox(this);
    const bool whole = parameter.type == ParameterDescriptor::Type::Integer;
    box->setDecimals(whole ? 0 : 4);
    box->setRange(parameter.minimum, parameter.maximum);
    box->setValue(QString::fromStdString(value(parameter)).toDouble());
    box->setKeyboardTracking(false);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, parameter, whole](double number) {
        change(parameter.name, QString::number(number, 'f', whole ? 0 : 6).toStdString());
    });
    return box;
}

void ParameterForm::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && m_form)
        rebuild();
}

} // namespace triptych::widgets
