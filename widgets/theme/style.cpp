// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>

#include "widgets/theme/combo_delegate.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets::theme {

namespace {

constexpr int mostComboRows = 26;

// The list of a combo box is as wide as its longest row, not only as the box.
QRect comboListRect(const QRect& box, const QWidget* widget) {
    const auto* combo = qobject_cast<const QComboBox*>(widget);
    if (!combo)
        return box;
    constexpr int frame = 2;
    const int wanted = combo->view()->sizeHintForColumn(combo->modelColumn()) + frame;
    const bool scrolls = combo->count() > combo->maxVisibleItems();
    return QRect(box.topLeft(),
                 QSize(std::max(box.width(), wanted + (scrolls ? metric::listPadding : 0)), box.height()));
}

bool isComboList(const QWidget* widget) {
    return widget && widget->inherits("QComboBoxPrivateContainer");
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {
}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QLineEdit*>(widget) || qobject_cast<QSlider*>(widget) || qobject_cast<QAbstractSpinBox*>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto* box = qobject_cast<QComboBox*>(widget); box && !qobject_cast<ComboDelegate*>(box->itemDelegate())) {
        box->setItemDelegate(new ComboDelegate(*box));
        box->setMaxVisibleItems(mostComboRows);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SliderThickness:
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return 16;
    case PM_ScrollBarExtent:
        return 11;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
    case PM_MenuBarPanelWidth:
    case PM_DockWidgetFrameWidth:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ToolBarFrameWidth:
        return 0;
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_CheckBoxLabelSpacing:
        return metric::inner;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return metric::inner;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returned) const {
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return Qt::LeftButton;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollView_FrameOnlyAroundContents:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return {std::max(result.width(), size.width() + 24), std::max(size.height(), metric::control)};
    case CT_ComboBox:
        return {size.width() + 44, metric::control};
    case CT_SpinBox:
    case CT_LineEdit:
        return {result.width(), metric::control};
    case CT_MenuBarItem:
        return {size.width() + 16, 26};
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {size.width(), 9};
        const bool hasShortcut = item && item->text.contains(QLatin1Char('\t'));
        return {size.width() + 56 + (hasShortcut ? 24 : 0), 26};
    }
    default:
        return result;
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const {
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return option->rect.adjusted(8, 2, -26, -2);
    if (control == CC_ComboBox && sub == SC_ComboBoxListBoxPopup)
        return comboListRect(option->rect, widget);
    if (control == CC_Slider && sub == SC_SliderHandle)
        return sliderHandle(option, widget);
    if (control != CC_ScrollBar)
        return QProxyStyle::subControlRect(control, option, sub, widget);

    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!bar)
        return {};
    const bool horizontal = bar->orientation == Qt::Horizontal;
    const int length = horizontal ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64{bar->maximum} - bar->minimum;
    int handle = length;
    if (range > 0)
        handle = static_cast<int>(qint64{length} * bar->pageStep / (range + bar->pageStep));
    handle = std::clamp(handle, std::min(28, length), length);
    const int start =
        sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - handle, bar->upsideDown);
    const auto along = [&](int from, int size) {
        return horizontal ? QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height())
                          : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size);
    };
    switch (sub) {
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSlider:
        return along(start, handle);
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + handle, length - start - handle);
    default:
        return {};
    }
}

// In the middle of the slider, whole even where that is no higher than the knob.
QRect Style::sliderHandle(const QStyleOptionComplex* option, const QWidget* widget) const {
    const QRect knob = QProxyStyle::subControlRect(CC_Slider, option, SC_SliderHandle, widget);
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (!slider)
        return knob;
    const QRect& rect = slider->rect;
    if (slider->orientation == Qt::Horizontal)
        return QRect(knob.left(), rect.top() + (rect.height() - metric::knob) / 2, knob.width(), metric::knob);
    return QRect(rect.left() + (rect.width() - metric::knob) / 2, knob.top(), metric::knob, knob.height());
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Tokens& t = current();
    switch (element) {
    case PE_PanelButtonCommand:
        return parts::button(*painter, *option, widget && widget->property(accentProperty).toBool());
    case PE_PanelButtonTool:
        return parts::toolButton(*painter, *option);
    case PE_PanelLineEdit:
        if (!widget || widget->parentWidget() == nullptr || !qobject_cast<QComboBox*>(widget->parentWidget()))
            if (const auto* edit = qobject_cast<const QLineEdit*>(widget); !edit || edit->hasFrame())
                parts::field(*painter, *option);
        return;
    case PE_IndicatorCheckBox:
        return parts::checkBox(*painter, *option);
    case PE_IndicatorRadioButton:
        return parts::radioButton(*painter, *option);
    case PE_Frame:
        if (isComboList(widget))
            parts::box(*painter, option->rect, t.panel, t.control, 0);
        return;
    case PE_FrameLineEdit:
    case PE_FrameFocusRect:
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_FrameDockWidget:
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        return parts::box(*painter, option->rect, t.panel, t.control, 0);
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, t.tip);
        return;
    case PE_PanelMenuBar:
        return;
    case PE_IndicatorArrowDown:
        return icon(QStringLiteral("chevron-down")).paint(painter, option->rect);
    case PE_IndicatorArrowRight:
        return icon(QStringLiteral("chevron-right")).paint(painter, option->rect);
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, t.line);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const Tokens& t = current();
    switch (element) {
    case CE_MenuItem:
        return drawMenuItem(option, painter);
    case CE_MenuBarItem:
        return drawMenuBarItem(option, painter);
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.bar);
        return;
    case CE_ToolBar:
        painter->fillRect(option->rect, t.bar);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, t.line);
        return;
    case CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option))
            parts::progressBar(*painter, *bar);
        return;
    case CE_ComboBoxLabel:
        return drawComboLabel(option, painter, widget);
    case CE_PushButtonLabel:
        if (widget && widget->property(accentProperty).toBool()) {
            QStyleOptionButton button = *qstyleoption_cast<const QStyleOptionButton*>(option);
            button.palette.setColor(QPalette::ButtonText, t.onAccent);
            return QProxyStyle::drawControl(element, &button, painter, widget);
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComboLabel(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
    const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (!box)
        return;
    QStyleOptionComboBox label = *box;
    int room = subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget).width() - metric::grid;
    if (!box->currentIcon.isNull())
        room -= box->iconSize.width() + metric::grid;
    label.currentText = box->fontMetrics.elidedText(box->currentText, Qt::ElideRight, room);
    QProxyStyle::drawControl(CE_ComboBoxLabel, &label, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    if (control == CC_ComboBox) {
        if (const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option))
            return parts::comboBox(*painter, *box);
    }
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option); spin && control == CC_SpinBox)
        return parts::spinBox(*painter, *spin, subControlRect(control, option, SC_SpinBoxUp, widget),
                              subControlRect(control, option, SC_SpinBoxDown, widget));
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        if (control == CC_Slider)
            return parts::slider(*painter, *slider, subControlRect(control, option, SC_SliderGroove, widget),
                                 subControlRect(control, option, SC_SliderHandle, widget));
        if (control == CC_ScrollBar)
            return parts::scrollBar(*painter, *slider, subControlRect(control, option, SC_ScrollBarSlider, widget));
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    constexpr State ring = State_HasFocus | State_KeyboardFocusChange;
    if (control == CC_ToolButton && (option->state & ring) == ring)
        parts::focusRing(*painter, option->rect, metric::radius);
}

} // namespace triptych::widgets::theme
