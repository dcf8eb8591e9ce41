// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"
#include "widgets/space/space_desk.h"

class QComboBox;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace triptych::widgets {

class Form;

// Where the corpus comes from, how it is laid out, and what the figures of the layout mean.
class CorpusPanel : public Panel {
    Q_OBJECT

public:
    explicit CorpusPanel(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] QComboBox& methods() const { return *m_method; }

protected:
    void retranslate() override;

private:
    void addSource();
    void addProjection();
    void rebuildParameters();
    void followLayout();
    [[nodiscard]] QString valueOf(const ParameterDescriptor& parameter) const;
    [[nodiscard]] QWidget* controlFor(const ParameterDescriptor& parameter);
    void layOut();
    void chooseFolder();
    void refresh();
    [[nodiscard]] QString workText() const;
    [[nodiscard]] QString contentText(const CorpusInfo& info) const;
    [[nodiscard]] QString meaning() const;
    [[nodiscard]] QString gapText(const ModalityGap& gap) const;

    SpaceDesk& m_desk;
    QPushButton* m_samples;
    QPushButton* m_folder;
    QProgressBar* m_progress;
    QPushButton* m_pause;
    QPushButton* m_cancel;
    QLabel* m_work;
    QLabel* m_projectionTitle;
    QComboBox* m_method;
    QSpinBox* m_seed;
    QLabel* m_methodLabel = nullptr;
    QLabel* m_seedLabel = nullptr;
    Form* m_form;
    Form* m_parameterForm = nullptr;
    QPushButton* m_run;
    QLabel* m_meaning;
    std::map<std::string, std::string> m_parameters;
};

} // namespace triptych::widgets
