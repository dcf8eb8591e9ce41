// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "inference/contract/program.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace triptych::widgets {

// Asks whether a model that is code may run; says which file it is and what running it means. Not modal.
class TrustDialog : public QDialog {
    Q_OBJECT

public:
    TrustDialog(ProgramFacts program, QWidget* parent);

    [[nodiscard]] QPushButton* acceptButton() const { return m_accept; }
    [[nodiscard]] QCheckBox* alwaysBox() const { return m_always; }

Q_SIGNALS:
    void trusted(const triptych::ProgramFacts& program, triptych::Trust trust);

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void retranslate();

    ProgramFacts m_program;
    QLabel* m_question;
    QLabel* m_warning;
    QLabel* m_fileLabel;
    QLabel* m_sizeLabel;
    QLabel* m_size;
    QCheckBox* m_always;
    QPushButton* m_refuse;
    QPushButton* m_accept;
};

} // namespace triptych::widgets
