// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

// What the panels show now as a figure on white, whatever the theme; null without a result.
[[nodiscard]] QImage figureOf(const LinkedState& state, const QSize& size, double scale);

} // namespace triptych::widgets
