// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "inference/world/caption.h"

namespace triptych::world {

// The scene with exactly one thing changed, such that the caption, true of the scene, is false of the variant: an
// object named by the caption looks different, two of them exchange a colour or a shape, one is gone (Count), or the
// scene is mirrored (Relation). Empty where the caption does not speak of it.
[[nodiscard]] std::optional<Scene> sceneVariant(const Caption& caption, const Scene& scene, Change change,
                                                std::uint64_t seed);

} // namespace triptych::world
