// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/text/aligned_text.h"

namespace triptych::text {

// What SigLIP does to a text before its model: lower case (if asked), no ASCII punctuation, runs of whitespace to one
// space, none at the ends. All as Python has it.
void canonicalize(AlignedText& text, bool lowercase);

} // namespace triptych::text
