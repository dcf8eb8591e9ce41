// SPDX-License-Identifier: GPL-3.0-or-later
// Loops over numbers in versions for processors with wider vectors; the one that runs is chosen when the program
// starts. By levels: a name as "haswell" would choose that very processor and none that can do the same.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define TRIPTYCH_WIDE_INSTRUCTIONS __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define TRIPTYCH_WIDE_INSTRUCTIONS
#endif
