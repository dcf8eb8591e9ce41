// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace triptych::widgets {

// Before QApplication: the surface format that VTK needs, and contexts that survive a floating dock.
void prepareForGl();

// Whether this platform gives an OpenGL 3.2 core context; asked once. Remote desktops and the platform "offscreen" may
// not.
[[nodiscard]] bool hasGl();

// Whether a GPU draws; a software renderer gives OpenGL as well, slowly.
[[nodiscard]] bool hasGpuGl();

} // namespace triptych::widgets
