// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "inference/contract/modality.h"

class QLabel;

namespace triptych::widgets {

// Stands in a panel whose modality the sample lacks, and says how to add one.
class MissingNote : public QWidget {
    Q_OBJECT

public:
    explicit MissingNote(Modality modality, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    Modality m_modality;
    QLabel* m_title;
    QLabel* m_hint;
};

} // namespace triptych::widgets
