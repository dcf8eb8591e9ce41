// SPDX-License-Identifier: GPL-3.0-or-later
// The modules that networks of ours are made of. <torch/torch.h> takes twice as long to compile as these.
#pragma once

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/utils.h>
