// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <string>

namespace triptych::widgets {

// How a result is shown. Changing any of these never runs the model again, but for `method`.
struct DisplayValues {
    enum class HeadMode { One, Mean, Max };
    enum class RangeMode { PerMap, Fixed };
    enum class Direction { LooksAt, LookedAtBy };

    std::string method = "chefer"; // id of a MethodDescriptor
    // Layer and head of raw attention, counted from 0; layer -1 is the last one.
    int layer = -1;
    HeadMode headMode = HeadMode::Mean;
    int head = 0;
    std::string colourMap = "magma"; // id of visualization/picture's colour maps
    RangeMode rangeMode = RangeMode::PerMap;
    double fixedMaximum = 0.05; // upper end of the range where it is fixed, raw value
    double opacity = 0.9;       // 0..1
    bool showGrid = true;
    bool showOutline = true;
    Direction direction = Direction::LooksAt;
    double linkThreshold = 0.03; // links below this raw weight are not drawn

    bool operator==(const DisplayValues&) const = default;
};

class DisplaySettings : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const DisplayValues& values() const { return m_values; }
    // Emits changed() only if something differs.
    void set(DisplayValues values);

Q_SIGNALS:
    void changed();

private:
    DisplayValues m_values;
};

} // namespace triptych::widgets
