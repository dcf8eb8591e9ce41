// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>

class QPainter;
class QStyleOption;
class QStyleOptionComboBox;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;

// The drawing of single controls, apart from the style that asks for them.
namespace triptych::widgets::theme::parts {

// A filled shape with a one-pixel border inside `rect`; no border where `border` is invalid.
void box(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& border, double radius);
void button(QPainter& painter, const QStyleOption& option, bool accent);
void toolButton(QPainter& painter, const QStyleOption& option);
void field(QPainter& painter, const QStyleOption& option);
void checkBox(QPainter& painter, const QStyleOption& option);
void radioButton(QPainter& painter, const QStyleOption& option);
void focusRing(QPainter& painter, const QRect& rect, double radius);
void comboBox(QPainter& painter, const QStyleOptionComboBox& option);
void spinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down);
void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove, const QRect& knob);
void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle);
void progressBar(QPainter& painter, const QStyleOptionProgressBar& option);

} // namespace triptych::widgets::theme::parts
