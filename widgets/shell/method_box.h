// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <vector>

#include "inference/contract/descriptor.h"

namespace triptych::widgets {

// The explanation methods, grouped by what they need of a model.
class MethodBox : public QComboBox {
    Q_OBJECT

public:
    explicit MethodBox(QWidget* parent = nullptr);

    void setMethods(const std::vector<MethodDescriptor>& methods);
    // Does not emit chosen().
    void setCurrent(const std::string& id);

Q_SIGNALS:
    void chosen(const std::string& id);
};

} // namespace triptych::widgets
