// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/method_box.h"

#include <algorithm>
#include <array>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/combo_delegate.h"

namespace triptych::widgets {

namespace {

enum class Group { Attention, AttentionGradients, Gradients, Perturbation };

constexpr std::array groups{Group::Attention, Group::AttentionGradients, Group::Gradients, Group::Perturbation};

Group groupOf(const MethodDescriptor& method) {
    const auto needs = [&](MethodNeed need) {
        return std::find(method.needs.begin(), method.needs.end(), need) != method.needs.end();
    };
    if (needs(MethodNeed::Attention))
        return needs(MethodNeed::Gradients) ? Group::AttentionGradients : Group::Attention;
    return needs(MethodNeed::Gradients) ? Group::Gradients : Group::Perturbation;
}

QString titleOf(Group group) {
    switch (group) {
    case Group::Attention:
        return MethodBox::tr("Attention");
    case Group::AttentionGradients:
        return MethodBox::tr("Attention and gradients");
    case Group::Gradients:
        return MethodBox::tr("Gradients");
    case Group::Perturbation:
        return MethodBox::tr("Perturbed inputs");
    }
    return {};
}

} // namespace

MethodBox::MethodBox(QWidget* parent)
    : QComboBox(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(this, &QComboBox::activated, this,
            [this](int row) { Q_EMIT chosen(itemData(row).toString().toStdString()); });
}

void MethodBox::setMethods(const std::vector<MethodDescriptor>& methods) {
    clear();
    for (const Group group : groups) {
        bool hasTitle = false;
        for (const MethodDescriptor& method : methods) {
            if (groupOf(method) != group)
                continue;
            if (!hasTitle)
                theme::addGroup(*this, titleOf(group));
            hasTitle = true;
            addItem(methodLabel(method), QString::fromStdString(method.id));
            setItemData(count() - 1, methodSummary(method), Qt::ToolTipRole);
        }
    }
}

void MethodBox::setCurrent(const std::string& id) {
    setCurrentIndex(findData(QString::fromStdString(id)));
}

} // namespace triptych::widgets
