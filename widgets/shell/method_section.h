// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "widgets/session/session.h"

class QLabel;

namespace triptych::widgets {

class Form;
class HeadButtons;
class MethodBox;
class NumberSlider;
class ParameterForm;
class SegmentedButton;
class TargetBox;

// What is explained and how: method, target, direction and the method's own parameters.
class MethodSection : public QWidget {
    Q_OBJECT

public:
    explicit MethodSection(Session& session, QWidget* parent = nullptr);

    // What the chosen method costs before it starts; empty where that is next to nothing.
    [[nodiscard]] QString costText() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void addMethodRows();
    void addAttentionRows();
    void retranslate();
    void refresh();
    void refreshLayers();
    [[nodiscard]] static QString durationText(double seconds);
    [[nodiscard]] double secondsPerPass(const RunResult& result) const;
    void refreshCost();
    [[nodiscard]] QLabel* addHint();
    void changeDisplay(const std::function<void(DisplayValues&)>& change);
    [[nodiscard]] const MethodDescriptor* currentMethod() const;

    Session& m_session;
    std::vector<MethodDescriptor> m_methods;
    Form* m_form;
    MethodBox* m_method;
    TargetBox* m_target;
    SegmentedButton* m_direction;
    NumberSlider* m_layer;
    SegmentedButton* m_headMode;
    HeadButtons* m_heads;
    ParameterForm* m_parameters;
    QLabel* m_cost;
    QLabel* m_notice; // of the chosen method; hidden where it has none
    QLabel* m_methodLabel;
    QLabel* m_targetLabel;
    QLabel* m_directionLabel;
    QLabel* m_layerLabel;
    QLabel* m_headLabel;
    bool m_filling = false;
};

} // namespace triptych::widgets
