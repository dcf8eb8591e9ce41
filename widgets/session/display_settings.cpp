// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/display_settings.h"

namespace triptych::widgets {

void DisplaySettings::set(DisplayValues values) {
    if (values == m_values)
        return;
    m_values = std::move(values);
    Q_EMIT changed();
}

} // namespace triptych::widgets
