// SPDX-License-Identifier: GPL-3.0-or-later
// Which objects a phrase fits, and which pairs of objects a relation joins.
#pragma once

#include <cstdint>
#include <vector>

#include "inference/world/caption.h"

namespace triptych::world {

// Bit i stands for objects[i] of a scene.
using ObjectSet = std::uint32_t;

[[nodiscard]] bool fits(const Phrase& phrase, const SceneObject& object);
[[nodiscard]] ObjectSet fitting(const Phrase& phrase, const Scene& scene);
// Numbers (1-based) of the objects of a set.
[[nodiscard]] std::vector<int> numbersOf(ObjectSet objects);

[[nodiscard]] Relation opposite(Relation relation);
// Every object of `first` stands in the relation to every object of `second`, by at least `margin` of the edge.
[[nodiscard]] bool related(Relation relation, ObjectSet first, ObjectSet second, const Scene& scene, float margin = 0);

} // namespace triptych::world
